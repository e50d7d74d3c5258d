"""A salesperson releases a person for follow-up, and the history says so."""

from uuid import uuid4

import pytest

from hub.audit.models import AuditEntry
from hub.contacts.models import HistoryEntry, Identity
from hub.followup import forms
from hub.followup.models import FormSubmission, Lead
from hub.registry.history import history_kinds
from hub.sites.models import Site
from tests.hub.browser import Browser
from tests.hub.contacts.conftest import SignedIn, Visitor, signed_in, site, visitor
from tests.people import make_site

__all__ = ["signed_in", "site", "visitor"]
pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture
def lead(site: Site, visitor: Visitor) -> Lead:
    submission, contact = forms.submit(
        submission_id=uuid4(),
        site=site,
        identity=visitor(),
        form_key="contact",
        fields={"name": "Andreas Höfler", "email": "ah@x.de", "phone": "0831 572014"},
        consents=[forms.GivenConsent("call", 1, True)],
        language="de",
    )
    assert contact is not None
    return submission.lead


def decide(browser: Browser, lead: Lead, how: str) -> tuple[int, dict[str, object]]:
    answer = browser.call("POST", f"{API}/leads/{lead.id}/{how}")
    return answer.status_code, answer.json()


def test_an_approved_lead_is_new_content_for_the_crm(signed_in: SignedIn, lead: Lead) -> None:
    status, said = decide(signed_in(), lead, "approve")
    assert (status, said["state"]) == (200, "approved")
    entry = HistoryEntry.objects.get(kind="form", subject_id=lead.submission_id)
    assert entry.payload["lead"] == "approved"
    assert entry.payload["fields"]["email"] == "ah@x.de"
    assert entry.revision == 2
    assert AuditEntry.objects.filter(action="lead.approved").count() == 1


def test_deciding_twice_is_once_and_the_other_way_is_a_conflict(
    signed_in: SignedIn, lead: Lead
) -> None:
    browser = signed_in()
    assert decide(browser, lead, "reject")[0] == 200
    assert decide(browser, lead, "reject")[0] == 200
    assert decide(browser, lead, "approve")[0] == 409
    assert HistoryEntry.objects.get(subject_id=lead.submission_id).revision == 2


def test_an_administrator_and_a_stranger_decide_nothing(signed_in: SignedIn, lead: Lead) -> None:
    assert decide(signed_in("admin"), lead, "approve")[0] == 403
    assert decide(signed_in("sales", make_site("other")), lead, "approve")[0] == 404
    nobody = Browser("staff")
    nobody.fetch_csrf()
    assert decide(nobody, lead, "approve")[0] == 401
    assert Lead.objects.get().state == "new"


def test_a_site_sees_its_own_leads_of_a_person_that_two_know(
    signed_in: SignedIn, lead: Lead, visitor: Visitor
) -> None:
    elsewhere = make_site("other")
    known = visitor(elsewhere)
    Identity.objects.filter(pk=known.id).update(contact=lead.identity.contact_id)
    browser = signed_in("sales", elsewhere)
    (row,) = browser.get(f"{API}/contacts").json()["items"]
    assert row["lead"] is None
    assert browser.get(f"{API}/contacts", {"state": "new"}).json()["items"] == []
    assert browser.get(f"{API}/contacts/{row['id']}").json()["lead"] is None


def test_a_nul_in_a_message_is_left_out() -> None:
    fields = (forms.FormField("name", "Name"), forms.FormField("message", "Message", "textarea"))
    form = forms.Form("x", "X", fields)
    cleaned = forms.clean(form, {"name": "\x00A  B", "message": "a\x00b\nc\x00"}, "de")
    assert cleaned == {"name": "A B", "message": "ab\nc"}


def test_the_contact_list_knows_the_leads_state(signed_in: SignedIn, lead: Lead) -> None:
    browser = signed_in()
    for state, n in (("new", 1), ("approved", 0)):
        page = browser.get(f"{API}/contacts", {"state": state}).json()
        assert page["total"] == n
    detail = browser.get(f"{API}/contacts/{lead.identity.contact_id}").json()
    assert (detail["lead"]["state"], detail["lead"]["form"]) == ("new", "contact")
    assert [(c["key"], c["given"]) for c in detail["consents"]] == [("call", True)]
    assert browser.get(f"{API}/contacts", {"state": "x"}).status_code == 422


def test_the_same_form_twice_is_stored_once(site: Site, visitor: Visitor) -> None:
    who, submission = visitor(), uuid4()
    for _time in range(2):
        forms.submit(
            submission_id=submission,
            site=site,
            identity=who,
            form_key="offer",
            fields={"email": "a@x.de"},
            consents=[],
            language="de",
        )
    assert (FormSubmission.objects.count(), Lead.objects.count()) == (1, 1)
    assert Identity.objects.filter(kind="email").count() == 1


def test_erasing_the_person_empties_the_form(lead: Lead) -> None:
    from hub.contacts import services

    assert lead.identity.contact_id
    services.erase(contact_id=lead.identity.contact_id)
    submission = FormSubmission.objects.get()
    assert submission.fields == {}
    assert submission.erased_at is not None
    assert HistoryEntry.objects.get().payload == {}


def test_a_form_reads_by_its_labels_in_the_readers_language(lead: Lead) -> None:
    entry = HistoryEntry.objects.get(kind="form", subject_id=lead.submission_id)
    kind = history_kinds["form"]
    assert kind.text(entry, "de").splitlines()[1:] == ["E-Mail: ah@x.de", "Telefon: 0831 572014"]
    assert kind.text(entry, "en").splitlines()[1:] == ["E-mail: ah@x.de", "Phone: 0831 572014"]


def test_a_form_that_is_no_longer_registered_still_reads(lead: Lead) -> None:
    entry = HistoryEntry.objects.get(kind="form", subject_id=lead.submission_id)
    entry.payload["form"] = "gone"
    assert "email: ah@x.de" in history_kinds["form"].text(entry, "de")
