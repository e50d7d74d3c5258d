"""The tray's calls, and who may make them."""

import io
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from pytest_django import Settings

from crm_bridge import due, waking
from crm_bridge.models import Connection, Delivery
from hub.audit.models import AuditEntry
from hub.contacts.models import HistoryEntry
from tests.crm_bridge.conftest import Happened, Someone, deliver, delivery_of, now_due
from tests.fakes.crm_receiver import SECRET, CrmReceiver
from tests.hub.browser import Browser
from tests.people import make_staff, session_of

pytestmark = pytest.mark.django_db
API = "/api/v1/bridge"
SignedIn = Callable[..., Browser]


@pytest.fixture
def signed_in(db: None) -> SignedIn:
    def make(role: str = "admin") -> Browser:
        browser = Browser("staff")
        staff = make_staff(f"{role} {uuid4().hex[:8]}", role)
        browser.cookies[settings.SESSION_COOKIE_NAME] = session_of(staff)
        browser.fetch_csrf()
        return browser

    return make


@pytest.fixture
def tray(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened
) -> list[HistoryEntry]:
    """One entry that was delivered, two that were refused for the same cause."""
    who = someone("Birgit Nägele", company="Nägele Fensterbau", language="de")
    happened(who, "visit", text="fine")
    refused = [happened(who, "form", zip="87437 Kempten") for _n in range(2)]
    crm.mode, crm.refuses = "refuse", "87437 Kempten"
    for _try in range(3):
        now_due()
        deliver(connection)
    return refused


def test_the_overview_counts_both_sides(
    signed_in: SignedIn, tray: list[HistoryEntry], someone: Someone, happened: Happened
) -> None:
    HistoryEntry.objects.update(occurred_at=due_today())
    happened(someone(""))
    answer = signed_in("sales").get(API)
    assert answer.status_code == 200
    seen = answer.json()
    assert (seen["tray"], seen["waiting"], seen["delivered"], seen["unattributed"]) == (2, 0, 2, 1)
    (connection,) = seen["connections"]
    assert (connection["name"], connection["state"]) == ("CRM", "ok")
    assert connection["answer_ms"] is not None
    assert "secret" not in answer.content.decode().lower()
    today = seen["days"][0]
    assert len(seen["days"]) == 7
    assert today["kinds"] == {"visit": 1, "form": 2}
    assert (today["hub"], today["crm"], today["waiting"], today["tray"]) == (3, 1, 0, 2)


def due_today() -> object:
    from django.utils import timezone

    return timezone.now()


def test_the_tray_shows_the_receivers_words_and_what_to_do(
    signed_in: SignedIn, tray: list[HistoryEntry]
) -> None:
    browser = signed_in("sales")
    page = browser.get(f"{API}/deliveries", {"state": "tray"}).json()
    assert page["total"] == 2
    row = page["items"][0]
    assert row["words"] == "Field 'zip' exceeds 10 characters"
    assert (row["status"], row["attempts"], row["same"]) == (422, 2, 2)
    assert row["contact"]["name"] == "Birgit Nägele"
    detail = browser.get(f"{API}/deliveries/{row['id']}").json()
    assert detail["external_id"] == row["entry"]
    assert detail["suggestion"]
    assert detail["payload"]["payload"]["zip"] == "87437 Kempten"


def test_buttons_retry_skip_and_all_alike(
    signed_in: SignedIn, tray: list[HistoryEntry], connection: Connection, crm: CrmReceiver
) -> None:
    browser = signed_in("manager")
    first, second = (delivery_of(entry).id for entry in tray)
    assert browser.call("POST", f"{API}/deliveries/{first}/skip").json()["state"] == "skipped"
    assert browser.call("POST", f"{API}/deliveries/{first}/skip").status_code == 409
    assert browser.call("POST", f"{API}/retry-same/{second}").json() == {"freed": 1}
    crm.mode = "ok"
    deliver(connection)
    assert browser.call("POST", f"{API}/deliveries/{second}/retry").status_code == 409
    assert browser.call("POST", f"{API}/deliveries/{first}/retry").json()["state"] == "waiting"
    deliver(connection)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered"}
    assert AuditEntry.objects.filter(action__startswith="bridge.").count() >= 4


def test_the_timeline_shows_what_became_of_an_entry(
    signed_in: SignedIn, tray: list[HistoryEntry]
) -> None:
    contact = tray[0].identity.contact_id
    items = signed_in("sales").get(f"/api/v1/contacts/{contact}/timeline").json()["items"]
    states = {i["id"]: [d["state"] for d in i["deliveries"]] for i in items}
    assert sorted(states.values()) == [["delivered"], ["tray"], ["tray"]]
    refused = next(i for i in items if i["id"] == str(tray[0].id))
    assert refused["deliveries"][0]["words"] == "Field 'zip' exceeds 10 characters"
    assert refused["deliveries"][0]["connection"] == "CRM"


def test_waiting_says_why_in_words(
    signed_in: SignedIn,
    connection: Connection,
    crm: CrmReceiver,
    someone: Someone,
    happened: Happened,
) -> None:
    happened(someone(), log=True)
    crm.mode, crm.retry_after = "limited", "60"
    deliver(connection)
    browser = signed_in("sales")
    rows = browser.get(f"{API}/deliveries", {"state": "waiting"}).json()["items"]
    assert [r["what"] for r in rows] == ["entry", "contact"] or len(rows) == 2
    assert all("429" in r["note"] for r in rows)
    (seen,) = browser.get(API).json()["connections"]
    assert seen["state"] == "limited"


def test_a_secret_is_shown_once(signed_in: SignedIn, crm: CrmReceiver) -> None:
    browser = signed_in()
    made = browser.call("POST", f"{API}/connections", {"name": "CRM", "url": crm.url})
    assert made.status_code == 201
    secret = made.json()["secret"]
    assert secret.startswith("whsec_")
    ident = made.json()["connection"]["id"]
    assert secret not in browser.get(API).content.decode()
    crm.secret = secret
    assert browser.call("POST", f"{API}/connections/{ident}/test").json()["ok"] is True
    changed = browser.call("PATCH", f"{API}/connections/{ident}", {"name": "Vertriebs-CRM"})
    assert (changed.json()["secret"], changed.json()["connection"]["name"]) == ("", "Vertriebs-CRM")
    rotated = browser.call("PATCH", f"{API}/connections/{ident}", {"rotate": True}).json()
    assert rotated["secret"] not in ("", secret)
    taken = browser.call("POST", f"{API}/connections", {"name": "Vertriebs-CRM", "url": crm.url})
    assert (taken.status_code, taken.json()["error"]["field"]) == (409, "name")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "X", "url": "http://127.0.0.1:5432/"}, "url"),
        ({"name": "X", "url": "http://169.254.169.254/"}, "url"),
        ({"name": "X", "url": "ftp://example.com/"}, "url"),
        ({"name": "", "url": ""}, "name"),
        ({"name": "X", "url": "CRM", "secret": "weak"}, "secret"),
        ({"url": "http://x"}, "name"),
    ],
)
def test_a_connection_that_cannot_work_is_refused_with_its_field(
    signed_in: SignedIn, crm: CrmReceiver, body: dict[str, str], field: str
) -> None:
    answer = signed_in().call("POST", f"{API}/connections", body)
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)
    assert not Connection.objects.exists()


def test_a_new_address_frees_the_tray(
    signed_in: SignedIn, tray: list[HistoryEntry], connection: Connection, crm: CrmReceiver
) -> None:
    crm.mode = "ok"
    browser = signed_in()
    browser.call("PATCH", f"{API}/connections/{connection.id}", {"url": crm.url + "?v=2"})
    connection.refresh_from_db()
    deliver(connection)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered"}


def test_pause_resume_and_reconcile(
    signed_in: SignedIn, connection: Connection, someone: Someone, happened: Happened
) -> None:
    happened(someone())
    browser = signed_in()
    assert browser.call("POST", f"{API}/pause").json()["connections"][0]["state"] == "paused"
    connection.refresh_from_db()
    assert deliver(connection) == 0
    assert browser.call("POST", f"{API}/resume").json()["connections"][0]["paused"] is False
    (result,) = browser.call("POST", f"{API}/reconcile").json()
    assert (result["listed"], result["compared"], result["mended"]) == (False, 1, 1)
    assert browser.get(API).json()["reconciliation"]["id"] == result["id"]


WRITES = [
    ("sales", "POST", "deliveries/{id}/retry"),
    ("sales", "POST", "deliveries/{id}/skip"),
    ("sales", "POST", "retry-same/{id}"),
    ("manager", "POST", "pause"),
    ("manager", "POST", "resume"),
    ("manager", "POST", "reconcile"),
    ("manager", "POST", "connections"),
    ("manager", "PATCH", "connections/{id}"),
    ("manager", "POST", "connections/{id}/test"),
]


@pytest.mark.parametrize(("role", "method", "path"), WRITES)
def test_who_may_not_is_told_and_changes_nothing(
    signed_in: SignedIn, crm: CrmReceiver, role: str, method: str, path: str
) -> None:
    body = {"name": "X", "url": crm.url}
    answer = signed_in(role).call(method, f"{API}/{path.format(id=uuid4())}", body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_allowed")
    assert not Connection.objects.exists()


@pytest.mark.parametrize("path", ["", "/unattributed", "/deliveries", f"/deliveries/{uuid4()}"])
def test_nobody_reads_without_signing_in(db: None, path: str) -> None:
    assert Browser("staff").get(API + path).status_code == 401
    assert Browser("public").get(API + path).status_code == 404


def test_what_is_not_there_is_answered_calmly(signed_in: SignedIn) -> None:
    browser = signed_in()
    assert browser.get(f"{API}/deliveries", {"state": "x"}).status_code == 422
    assert browser.get(API, {"days": 5000}).status_code == 422
    assert browser.get(f"{API}/deliveries/{uuid4()}").status_code == 404
    for path in ("deliveries/{}/retry", "retry-same/{}", "connections/{}/test"):
        assert browser.call("POST", f"{API}/{path.format(uuid4())}").status_code == 404


def test_the_command_connects_and_changes(db: None, crm: CrmReceiver, settings: Settings) -> None:
    out = io.StringIO()
    call_command("bridge_connect", "--name", "CRM", "--url", crm.url, stdout=out)
    assert out.getvalue().startswith("whsec_")
    call_command("bridge_connect", "--name", "CRM", "--url", crm.url, "--secret", SECRET)
    assert Connection.objects.count() == 1
    call_command("bridge_deliver", stdout=out)
    assert "0 in the tray" in out.getvalue()
    with pytest.raises(CommandError):
        call_command("bridge_connect", "--name", "X", "--url", "http://10.0.0.1/")


def test_a_waker_returns_at_once(db: None) -> None:
    import time

    began = time.monotonic()
    for _n in range(1000):
        waking.something_changed([uuid4()])
    assert time.monotonic() - began < 0.5


def test_many_deliveries_are_paged(
    signed_in: SignedIn, connection: Connection, someone: Someone, happened: Happened
) -> None:
    who = someone()
    for _n in range(60):
        happened(who)
    due.mark(connection)
    page = signed_in().get(f"{API}/deliveries?state=waiting&page=2").json()
    assert (page["total"], page["pages"], len(page["items"])) == (61, 2, 11)


def test_the_tray_speaks_german_and_english() -> None:
    from django.utils import translation

    from crm_bridge import sentences

    seen = {
        lang: sentences.suggestion(Delivery(state="tray", cause="x", status_code=status), lang)
        for lang in ("de", "en")
        for status in (401,)
    }
    assert seen["de"].startswith("Der Empfänger erkennt")
    assert seen["en"].startswith("The receiver does not accept")
    for status in (0, 401, 404, 413, 422, 500):
        with translation.override("de"):
            delivery = Delivery(state="tray", cause="x", status_code=status)
            german = sentences.suggestion(delivery, "de")
        assert german != sentences.suggestion(delivery, "en")
