"""A role on one site: its own deliveries, and nothing of another site's."""

from typing import Any
from uuid import uuid4

import pytest

from crm_bridge import reconciling
from crm_bridge.models import Connection, Delivery
from hub.contacts.models import HistoryEntry, Identity
from hub.contacts.services import identify
from tests.crm_bridge.conftest import Happened, deliver, delivery_of, now_due
from tests.fakes.crm_receiver import CrmReceiver
from tests.hub.contacts.conftest import SignedIn, signed_in
from tests.people import make_site

__all__ = ["signed_in"]
pytestmark = pytest.mark.django_db
API = "/api/v1/bridge"
SECRET_WORDS = ("Fremd", "fremd@x.de", "foreign text")


@pytest.fixture
def refused(
    connection: Connection, crm: CrmReceiver, happened: Happened
) -> tuple[HistoryEntry, HistoryEntry]:
    """An entry here and one on another site, both in the tray for the same cause."""
    made = []
    for key, name, text in (("haldner", "Ours", "our text"), ("other", *SECRET_WORDS[::2])):
        who = Identity.objects.create(kind="visitor", value=str(uuid4()), site=make_site(key))
        identify(who, name=name, email=f"{name.lower()}@x.de")
        who.refresh_from_db()
        made.append(happened(who, "form", text=text, zip="87437 Kempten"))
        nobody = Identity.objects.create(kind="visitor", value=str(uuid4()), site=who.site)
        happened(nobody, text=text)
    crm.mode, crm.refuses = "refuse", "87437 Kempten"
    for _try in range(3):
        now_due()
        deliver(connection)
    return made[0], made[1]


def nothing_foreign(seen: Any, other: HistoryEntry) -> bool:
    text = seen.content.decode()
    hidden = (*SECRET_WORDS, str(other.id), str(other.identity_id), str(other.identity.contact_id))
    return not any(word in text for word in hidden)


def test_its_tray_its_counts_and_its_nobodys(
    signed_in: SignedIn, refused: tuple[HistoryEntry, HistoryEntry], connection: Connection
) -> None:
    mine, other = refused
    HistoryEntry.objects.update(occurred_at=Delivery.objects.values("since")[:1])
    reconciling.reconcile(connection)
    browser = signed_in("sales", make_site())
    seen = browser.get(API)
    assert seen.status_code == 200
    told = seen.json()
    assert (told["tray"], told["delivered"], told["unattributed"]) == (1, 1, 1)
    assert (told["connections"][0]["tray"], told["connections"][0]["delivered"]) == (1, 1)
    assert sum(day["hub"] for day in told["days"]) == 1
    found = [finding["external_id"] for finding in told["reconciliation"]["findings"]]
    assert (found, told["reconciliation"]["open"]) == ([str(mine.id)], 1)
    tray = browser.get(f"{API}/deliveries", {"state": "tray"})
    assert [(row["entry"], row["same"]) for row in tray.json()["items"]] == [(str(mine.id), 1)]
    there = browser.get(f"{API}/deliveries", {"state": "delivered"})
    assert [row["contact"]["name"] for row in there.json()["items"]] == ["Ours"]
    nobodys = browser.get(f"{API}/unattributed")
    assert nobodys.json()["total"] == 1
    for answer in (seen, tray, there, nobodys):
        assert nothing_foreign(answer, other)
    everything = signed_in("sales").get(API).json()
    assert (everything["tray"], everything["unattributed"]) == (2, 2)


def test_another_sites_deliveries_are_not_there(
    signed_in: SignedIn, refused: tuple[HistoryEntry, HistoryEntry]
) -> None:
    mine, other = refused
    browser = signed_in("sales", make_site())
    assert browser.get(f"{API}/deliveries/{delivery_of(mine).id}").status_code == 200
    contact = Delivery.objects.get(contact=other.identity.contact)
    for hidden in (delivery_of(other).id, contact.id):
        answer = browser.get(f"{API}/deliveries/{hidden}")
        assert answer.status_code == 404
        assert nothing_foreign(answer, other)


def test_a_manager_of_one_site_sends_only_its_own_again(
    signed_in: SignedIn, refused: tuple[HistoryEntry, HistoryEntry]
) -> None:
    mine, other = (delivery_of(entry) for entry in refused)
    browser = signed_in("manager", make_site())
    for call in ("deliveries/{}/retry", "deliveries/{}/skip", "retry-same/{}"):
        assert browser.call("POST", f"{API}/{call.format(other.id)}").status_code == 404
    assert browser.call("POST", f"{API}/retry-same/{mine.id}").json() == {"freed": 1}
    other.refresh_from_db()
    assert other.state == "tray"


@pytest.mark.parametrize("path", ["pause", "resume", "reconcile", "connections"])
def test_connections_are_managed_for_all_sites_or_not_at_all(
    signed_in: SignedIn, crm: CrmReceiver, path: str
) -> None:
    body = {"name": "X", "url": crm.url}
    browser = signed_in("admin", make_site())
    assert browser.call("POST", f"{API}/{path}", body).status_code == 403
    assert not Connection.objects.exists()
