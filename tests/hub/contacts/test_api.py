"""The console's calls, and who may make them."""

from uuid import uuid4

import pytest

from hub.audit.models import AuditEntry
from hub.contacts import services
from hub.contacts.models import Contact, Identity, MergeProposal
from hub.registry.deliveries import DeliveryReader, DeliveryView, delivery_readers
from hub.sites.models import Site
from tests.hub.browser import Browser
from tests.hub.contacts.conftest import Happened, SignedIn, Visitor
from tests.people import make_site

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture
def people(visitor: Visitor) -> dict[str, Contact]:
    made = {}
    for name, company, email in (
        ("Andreas Höfler", "Metallbau Höfler GmbH", "ah@mb-hoefler.de"),
        ("Jürgen Maßmann", "Maßmann KG", "j@massmann.de"),
        ("Ewa Zielińska", "", "ewa@x.pl"),
    ):
        made[name] = services.identify(
            visitor(), name=name, company=company, email=email, phone="0831 572014"
        )
    return made


def names(answer: object) -> list[str]:
    return sorted(row["name"] for row in answer.json()["items"])  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("Höfler", ["Andreas Höfler"]),
        ("hoefler", ["Andreas Höfler"]),
        ("hofler andreas", ["Andreas Höfler"]),
        ("ANDREAS HÖF", ["Andreas Höfler"]),
        ("massmann kg", ["Jürgen Maßmann"]),
        ("maßmann", ["Jürgen Maßmann"]),
        ("zielinska", ["Ewa Zielińska"]),
        ("ewa@x.pl", ["Ewa Zielińska"]),
        ("0831 57 20 14", ["Andreas Höfler", "Ewa Zielińska", "Jürgen Maßmann"]),
        ("100%", []),
        ("_", []),
        ("'; DROP TABLE contacts_contact; --", []),
        ("\x01", ["Andreas Höfler", "Ewa Zielińska", "Jürgen Maßmann"]),
    ],
)
def test_search_finds_people_however_they_are_typed(
    signed_in: SignedIn, people: dict[str, Contact], q: str, found: list[str]
) -> None:
    assert names(signed_in().get(f"{API}/contacts", {"q": q})) == found


def test_a_nul_in_a_search_is_harmless(signed_in: SignedIn, people: dict[str, Contact]) -> None:
    assert signed_in().get(f"{API}/contacts", {"q": "a\x00b"}).status_code == 200


def test_a_row_has_what_the_list_shows(
    signed_in: SignedIn, people: dict[str, Contact], happened: Happened
) -> None:
    who = people["Andreas Höfler"].identities.get(kind="visitor")
    happened(who, day=2)
    answer = signed_in().get(f"{API}/contacts").json()
    row = answer["items"][0]
    assert row == {
        "id": str(who.contact_id),
        "name": "Andreas Höfler",
        "initials": "AH",
        "company": "Metallbau Höfler GmbH",
        "place": "",
        "language": "",
        "email": "ah@mb-hoefler.de",
        "phone": "+49831572014",
        "lead": None,
        "customer_since": None,
        "last_at": "2026-11-02T09:00:00Z",
        "entries": 1,
    }
    assert (answer["total"], answer["page"], answer["pages"]) == (3, 1, 1)


def test_pages_hold_fifty(signed_in: SignedIn, db: None) -> None:
    Contact.objects.bulk_create(
        Contact(name=f"P{n:03d}", sort_name=f"p{n:03d}") for n in range(120)
    )
    browser = signed_in()
    pages = [browser.get(f"{API}/contacts", {"page": n}).json() for n in (1, 2, 3)]
    assert [len(p["items"]) for p in pages] == [50, 50, 20]
    assert len({row["id"] for p in pages for row in p["items"]}) == 120
    assert browser.get(f"{API}/contacts", {"page": 99}).json()["page"] == 3


def test_the_timeline_is_newest_first_over_all_identities(
    signed_in: SignedIn, people: dict[str, Contact], happened: Happened, visitor: Visitor
) -> None:
    contact = people["Andreas Höfler"]
    known, other = contact.identities.get(kind="visitor"), visitor()
    services.assign(identity_id=other.id, contact_id=contact.id)
    first = happened(known, day=1, origin={"campaign": "messe"})
    second = happened(other, "order", day=5)
    view = DeliveryView(id=uuid4(), connection="CRM", state="tray", words="422 no such owner")
    delivery_readers.register(
        "toy", DeliveryReader(lambda ids: {second.id: [view]}, lambda ids: {})
    )
    try:
        browser = signed_in()
        items = browser.get(f"{API}/contacts/{contact.id}/timeline").json()["items"]
        only = browser.get(f"{API}/contacts/{contact.id}/timeline", {"kind": "visit"}).json()
    finally:
        delivery_readers.discard("toy")
    assert [i["id"] for i in items] == [str(second.id), str(first.id)]
    assert items[0]["lines"] == ["order on day 5"]
    assert items[0]["deliveries"][0]["words"] == "422 no such owner"
    assert items[1]["origin"] == {"campaign": "messe"}
    assert [i["kind"] for i in only["items"]] == ["visit"]
    assert browser.get(f"{API}/history/{second.id}").json() == {"text": "order on day 5"}


def test_the_timeline_is_paged(
    signed_in: SignedIn, people: dict[str, Contact], happened: Happened
) -> None:
    who = people["Ewa Zielińska"].identities.get(kind="visitor")
    for day in range(1, 29):
        happened(who, day=day)
        happened(who, "order", day=day)
    browser, seen, before = signed_in(), [], ""
    while True:
        url = f"{API}/contacts/{who.contact_id}/timeline"
        page = browser.get(url, {"before": before}).json()
        seen += [i["id"] for i in page["items"]]
        if page["next"] is None:
            break
        before = page["next"]
    assert len(seen) == len(set(seen)) == 56
    assert browser.get(url, {"before": "yesterday"}).status_code == 422


def test_editing_keeps_the_sources_and_refuses_an_old_version(
    signed_in: SignedIn, people: dict[str, Contact]
) -> None:
    browser, contact = signed_in(), people["Andreas Höfler"]
    url = f"{API}/contacts/{contact.id}"
    read = browser.get(url).json()
    change = {
        "version": read["version"],
        "job_title": "Werkstattleiter",
        "email": "W@mb-hoefler.de",
    }
    changed = browser.call("PATCH", url, change)
    assert changed.status_code == 200
    sources = {a["value"]: a["source"] for a in changed.json()["addresses"]}
    assert sources["w@mb-hoefler.de"] == "staff"
    assert sources["ah@mb-hoefler.de"] == "form"
    late = browser.call("PATCH", url, change)
    assert (late.status_code, late.json()["error"]["code"]) == (409, "conflict")
    wrong = browser.call("PATCH", url, {"email": "nonsense"})
    assert (wrong.status_code, wrong.json()["error"]["field"]) == (422, "email")
    huge = browser.call("PATCH", url, {"name": "x" * 100_000})
    assert len(huge.json()["name"]) == 200


def test_two_people_are_merged_and_separated_again(
    signed_in: SignedIn, visitor: Visitor, people: dict[str, Contact]
) -> None:
    services.identify(visitor(), name="H.", email="ah@mb-hoefler.de")
    browser = signed_in()
    (proposal,) = browser.get(f"{API}/merge-proposals").json()
    assert proposal["reason"] == "email:ah@mb-hoefler.de"
    done = browser.call("POST", f"{API}/merge-proposals/{proposal['id']}/accept").json()
    gone = browser.get(f"{API}/contacts/{proposal['other']}").json()
    assert gone["id"] == proposal["keep"]  # an old link leads to the person
    merges = {a["value"]: a["merge"] for a in gone["addresses"]}
    assert set(merges.values()) <= {None, done["merge"]}
    undone = browser.call("POST", f"{API}/merges/{done['merge']}/undo")
    assert undone.status_code == 200
    assert browser.get(f"{API}/contacts/{proposal['other']}").json()["id"] == proposal["other"]
    noted = AuditEntry.objects.values_list("action", flat=True)
    assert {"contact.read", "contact.merged", "contact.separated"} <= set(noted)


def test_a_manager_takes_a_table_along_and_that_is_noted(
    signed_in: SignedIn, people: dict[str, Contact]
) -> None:
    answer = signed_in("manager").get(f"{API}/contacts/export.csv", {"q": "höfler"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="contacts-')
    content = answer.content.decode("utf-8-sig")
    assert content.count("\r\n") == 2
    assert "Andreas Höfler;Metallbau Höfler GmbH;" in content
    assert AuditEntry.objects.get(action="contact.exported").facts == {"form": "csv", "rows": 1}
    assert signed_in("sales").get(f"{API}/contacts/export.csv").status_code == 403
    cards = signed_in("manager").get(f"{API}/contacts/export.vcf")
    assert cards.content.count(b"BEGIN:VCARD") == 3


def test_one_card(signed_in: SignedIn, people: dict[str, Contact]) -> None:
    contact = people["Ewa Zielińska"]
    answer = signed_in().get(f"{API}/contacts/{contact.id}/vcard")
    assert "FN:Ewa Zielińska" in answer.content.decode()


def test_only_an_administrator_erases(signed_in: SignedIn, people: dict[str, Contact]) -> None:
    url = f"{API}/contacts/{people['Ewa Zielińska'].id}"
    assert signed_in("sales").call("POST", f"{url}/erase").status_code == 403
    assert signed_in("admin").call("POST", f"{url}/erase").status_code == 204
    assert signed_in("admin").get(url).status_code == 404


def test_an_unattributed_identity_gets_its_person(
    signed_in: SignedIn, people: dict[str, Contact], visitor: Visitor
) -> None:
    who, contact = visitor(), people["Ewa Zielińska"]
    answer = signed_in().call(
        "POST", f"{API}/identities/{who.id}/assign", {"contact": str(contact.id)}
    )
    assert answer.status_code == 200
    assert Identity.objects.get(pk=who.id).contact_id == contact.id


CALLS = [
    ("GET", "contacts"),
    ("GET", "contacts/export.csv"),
    ("GET", "contacts/export.vcf"),
    ("GET", "contacts/{contact}"),
    ("PATCH", "contacts/{contact}"),
    ("GET", "contacts/{contact}/timeline"),
    ("GET", "contacts/{contact}/vcard"),
    ("POST", "contacts/{contact}/erase"),
    ("POST", "contacts/{contact}/merge"),
    ("GET", "merge-proposals"),
    ("POST", "merge-proposals/{contact}/accept"),
    ("POST", "merge-proposals/{contact}/reject"),
    ("POST", "merges/{contact}/undo"),
    ("POST", "identities/{contact}/assign"),
    ("GET", "history/{contact}"),
]


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_nobody_gets_in_without_signing_in(
    people: dict[str, Contact], method: str, path: str
) -> None:
    browser = Browser("staff")
    browser.fetch_csrf()
    contact = people["Ewa Zielińska"].id
    body = {"contact": str(contact), "other": str(contact)}
    answer = browser.call(method, f"{API}/{path.format(contact=contact)}", body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "sign_in_needed")


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_ids_that_are_none_or_nobodys_are_answered_calmly(
    signed_in: SignedIn, method: str, path: str
) -> None:
    browser = signed_in("manager")
    for other in (str(uuid4()), "nonsense", "%00"):
        if "{contact}" in path:
            body = {"contact": str(uuid4()), "other": str(uuid4())}
            answer = browser.call(method, f"{API}/{path.format(contact=other)}", body)
            assert answer.status_code in (403, 404, 422), (path, other, answer.content)


def test_a_role_on_one_site_sees_that_sites_people_and_entries(
    signed_in: SignedIn, site: Site, visitor: Visitor, happened: Happened
) -> None:
    elsewhere = make_site("other", name="Other")
    ours, theirs = visitor(), visitor(elsewhere)
    mine = services.identify(ours, name="Ours", email="o@x.de")
    foreign = services.identify(theirs, name="Theirs", email="t@x.de")
    both = visitor(elsewhere)
    services.assign(identity_id=both.id, contact_id=mine.id)
    happened(ours)
    hidden = happened(both, "order", day=9)
    browser = signed_in("sales", site)
    listed = browser.get(f"{API}/contacts")
    assert names(listed) == ["Ours"]
    row = listed.json()["items"][0]
    assert (row["entries"], row["last_at"]) == (1, "2026-11-01T09:00:00Z")
    assert browser.get(f"{API}/contacts/{mine.id}").json()["counts"] == {"visit": 1}
    assert names(browser.get(f"{API}/contacts", {"q": "Theirs"})) == []
    assert names(browser.get(f"{API}/contacts", {"q": "t@x.de"})) == []
    exported = signed_in("manager", site).get(f"{API}/contacts/export.csv").content.decode()
    assert "Ours" in exported
    assert "Theirs" not in exported
    assert "2026-11-09" not in exported
    assert browser.get(f"{API}/contacts/{foreign.id}").status_code == 404
    assert browser.call("PATCH", f"{API}/contacts/{foreign.id}", {"name": "X"}).status_code == 404
    items = browser.get(f"{API}/contacts/{mine.id}/timeline").json()["items"]
    assert [i["kind"] for i in items] == ["visit"]
    assert browser.get(f"{API}/history/{hidden.id}").status_code == 404
    services.identify(theirs, email="o@x.de")
    assert browser.get(f"{API}/merge-proposals").json() == []
    proposal = MergeProposal.objects.get()
    for decided in ("accept", "reject"):
        answer = browser.call("POST", f"{API}/merge-proposals/{proposal.id}/{decided}")
        assert answer.status_code == 404


def test_who_has_a_history_on_a_site_is_known_there(
    signed_in: SignedIn, site: Site, visitor: Visitor, happened: Happened
) -> None:
    known = visitor(make_site("other", name="Other"))
    services.identify(known, name="Met here")
    browser = signed_in("sales", site)
    assert names(browser.get(f"{API}/contacts")) == []
    entry = happened(known)
    entry.site = site
    entry.save(update_fields=["site"])
    assert names(browser.get(f"{API}/contacts")) == ["Met here"]
    entry.site = None  # then it is of the site of the identity that evidences it
    entry.save(update_fields=["site"])
    assert browser.get(f"{API}/history/{entry.id}").status_code == 404
