"""Who somebody is: a form proves nothing, a code does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hub.contacts import services
from hub.contacts.models import Contact, ErasedHash, Identity, MergeProposal, VerificationCode
from hub.contacts.services import erasure
from hub.errors import BadInput, Conflict, NotFound, TooMany
from tests.hub.contacts.conftest import Happened, Visitor

pytestmark = pytest.mark.django_db


def test_a_visitor_becomes_a_person(visitor: Visitor, happened: Happened) -> None:
    who = visitor()
    entry = happened(who)
    contact = services.identify(
        who, email="AH@mb-hoefler.de", name="Andreas Höfler", phone="0831 572014", language="de"
    )
    assert (contact.name, contact.sort_name) == ("Andreas Höfler", "andreas hoefler")
    kinds = dict(contact.identities.values_list("kind", "value"))
    assert kinds["email"] == "ah@mb-hoefler.de"
    assert kinds["phone"] == "+49831572014"
    assert not contact.identities.filter(verified_at__isnull=False).exists()
    entry.refresh_from_db()
    assert entry.revision == 2  # the CRM learns whose it is


def test_the_same_visitor_again_extends_the_same_person(visitor: Visitor) -> None:
    who = visitor()
    first = services.identify(who, name="Andreas", email="a@x.de")
    second = services.identify(who, name="A. Höfler", email="b@x.de", company="Metallbau")
    assert second.id == first.id
    assert (second.name, second.company) == ("Andreas", "Metallbau")
    assert [(f["label"], f["value"], f["source"]) for f in second.facts] == [
        ("name", "A. Höfler", "form")
    ]
    assert second.identities.filter(kind="email").count() == 2
    assert second.version > first.version


def test_somebody_elses_address_in_a_form_never_merges(visitor: Visitor) -> None:
    real = services.identify(visitor(), name="Real", email="a@x.de")
    Identity.objects.filter(contact=real, kind="email").update(verified_at=timezone.now())
    other = services.identify(visitor(), name="Impostor", email="A@x.de")
    assert other.id != real.id
    real.refresh_from_db()
    assert real.name == "Real"
    proposal = MergeProposal.objects.get()
    assert (proposal.keep_id, proposal.other_id) == (real.id, other.id)
    assert proposal.reason == "email:a@x.de"


def test_what_was_decided_against_is_not_proposed_again(visitor: Visitor) -> None:
    services.identify(visitor(), email="a@x.de")
    second = visitor()
    services.identify(second, email="a@x.de")
    services.reject(proposal_id=MergeProposal.objects.get().id)
    services.identify(second, email="a@x.de")
    assert MergeProposal.objects.filter(state="open").count() == 0


def test_a_person_without_an_address_is_a_person(visitor: Visitor) -> None:
    contact = services.identify(visitor(), name="Besucher aus Ulm")
    assert contact.name == "Besucher aus Ulm"


@pytest.mark.parametrize("field", ["email", "phone"])
def test_bad_input_stores_nothing(visitor: Visitor, field: str) -> None:
    who = visitor()
    with pytest.raises(BadInput):
        services.identify(who, name="X", **{field: "nonsense"})
    who.refresh_from_db()
    assert who.contact is None
    assert not Contact.objects.exists()


def test_an_unattributed_identity_is_assigned_by_a_person(
    visitor: Visitor, happened: Happened
) -> None:
    contact = services.identify(visitor(), name="A")
    who = visitor()
    entry = happened(who)
    services.assign(identity_id=who.id, contact_id=contact.id)
    services.assign(identity_id=who.id, contact_id=contact.id)
    entry.refresh_from_db()
    assert (entry.identity.contact_id, entry.revision) == (contact.id, 2)
    other = services.identify(visitor(), name="B")
    with pytest.raises(NotFound):
        services.assign(identity_id=who.id, contact_id=other.id)


# --- codes ---------------------------------------------------------------------------------------


def email_of(contact: Contact) -> Identity:
    return contact.identities.get(kind="email")


def test_only_a_code_that_was_sent_to_it_verifies_an_address(visitor: Visitor) -> None:
    mine = email_of(services.identify(visitor(), email="a@x.de"))
    code = services.issue_code(mine)
    assert len(code) == 6
    services.verify(mine, code)
    mine.refresh_from_db()
    assert mine.verified_at is not None


def test_a_code_works_once_and_only_for_its_address(visitor: Visitor) -> None:
    mine = email_of(services.identify(visitor(), email="a@x.de"))
    other = email_of(services.identify(visitor(), email="b@x.de"))
    code = services.issue_code(mine)
    services.issue_code(other)
    with pytest.raises(BadInput):
        services.verify(other, code)
    services.verify(mine, code)
    with pytest.raises(BadInput):
        services.verify(mine, code)


def test_five_wrong_tries_end_a_code(visitor: Visitor) -> None:
    mine = email_of(services.identify(visitor(), email="a@x.de"))
    code = services.issue_code(mine)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _try in range(5):
        with pytest.raises(BadInput):
            services.verify(mine, wrong)
    with pytest.raises(BadInput):
        services.verify(mine, code)


def test_an_old_code_and_a_replaced_code_do_not_fit(visitor: Visitor) -> None:
    mine = email_of(services.identify(visitor(), email="a@x.de"))
    replaced = services.issue_code(mine)
    code = services.issue_code(mine)
    if replaced != code:
        with pytest.raises(BadInput):
            services.verify(mine, replaced)
    VerificationCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(BadInput):
        services.verify(mine, code)


def test_codes_for_one_address_are_rationed(visitor: Visitor) -> None:
    mine = email_of(services.identify(visitor(), email="a@x.de"))
    for _time in range(5):
        services.issue_code(mine)
    with pytest.raises(TooMany):
        services.issue_code(mine)


def test_proving_an_address_that_somebody_proved_before_makes_them_one(visitor: Visitor) -> None:
    first = services.identify(visitor(), name="A", email="a@x.de")
    services.verify(email_of(first), services.issue_code(email_of(first)))
    second = services.identify(visitor(), company="B", email="a@x.de")
    mine = email_of(second)
    kept = services.verify(mine, services.issue_code(mine))
    assert kept is not None
    assert kept.id == first.id
    second.refresh_from_db()
    assert second.merged_into_id == first.id
    assert MergeProposal.objects.get().state == "merged"


# --- erased --------------------------------------------------------------------------------------


def test_an_erased_person_is_not_brought_back_by_an_import(visitor: Visitor) -> None:
    contact = services.identify(visitor(), email="a@x.de", phone="0831 572014")
    services.erase(contact_id=contact.id)
    assert ErasedHash.objects.count() == 2
    assert b"a@x.de" not in bytes(ErasedHash.objects.all()[0].hash)
    for known in ({"email": "A@X.de"}, {"phone": "+49 831 572014"}):
        with pytest.raises(erasure.Erased):
            services.identify(visitor(), source="import", **known)
    assert services.identify(visitor(), email="a@x.de").id != contact.id  # by themselves: welcome


def test_a_visitor_who_comes_back_after_erasure_is_somebody_new(visitor: Visitor) -> None:
    who = visitor()
    contact = services.identify(who, name="A", email="a@x.de")
    services.erase(contact_id=contact.id)
    again = services.identify(who, name="B")
    assert again.id != contact.id


def test_conflict_is_a_hub_error() -> None:
    assert issubclass(erasure.Erased, Conflict)
