"""Merging, and taking it back."""

from uuid import uuid4

import pytest

from hub.contacts import services
from hub.contacts.models import Contact, HistoryEntry, MergeProposal
from hub.errors import Conflict, NotFound
from tests.hub.contacts.conftest import Happened, Visitor

pytestmark = pytest.mark.django_db


def owner(entry: HistoryEntry) -> Contact | None:
    return HistoryEntry.objects.get(pk=entry.pk).identity.contact


def test_a_merge_moves_identities_and_makes_entries_due(
    visitor: Visitor, happened: Happened
) -> None:
    a, b = visitor(), visitor()
    keep = services.identify(a, name="A", email="a@x.de")
    other = services.identify(b, name="B", company="Firma", email="b@x.de")
    entry = happened(b)
    versions = keep.version, other.version
    services.merge(keep_id=keep.id, other_id=other.id, by=None)
    assert owner(entry) == keep
    assert HistoryEntry.objects.get(pk=entry.pk).revision == 2
    keep.refresh_from_db()
    other.refresh_from_db()
    assert (keep.company, other.merged_into_id) == ("Firma", keep.id)
    assert keep.version > versions[0]
    assert other.version > versions[1]


def test_undoing_puts_back_what_came_in_between_where_it_belongs(
    visitor: Visitor, happened: Happened
) -> None:
    a, b = visitor(), visitor()
    keep = services.identify(a, name="A")
    other = services.identify(b, name="B", company="Firma")
    done = services.merge(keep_id=keep.id, other_id=other.id, by=None)
    through_a, through_b = happened(a), happened(b)
    services.undo(merge_id=done.id)
    assert (owner(through_a), owner(through_b)) == (keep, other)
    keep.refresh_from_db()
    other.refresh_from_db()
    assert (keep.company, other.company, other.merged_into_id) == ("", "Firma", None)
    with pytest.raises(Conflict):
        services.undo(merge_id=done.id)


def test_what_somebody_wrote_since_stays_at_undoing(visitor: Visitor) -> None:
    keep = services.identify(visitor(), name="A")
    other = services.identify(visitor(), name="B", company="Firma")
    done = services.merge(keep_id=keep.id, other_id=other.id, by=None)
    services.edit(contact_id=keep.id, company="Andere")
    services.undo(merge_id=done.id)
    assert Contact.objects.get(pk=keep.id).company == "Andere"


def test_merges_are_undone_from_the_last_one(visitor: Visitor, happened: Happened) -> None:
    a, b, c = visitor(), visitor(), visitor()
    ca, cb, cc = (services.identify(who, name=n) for who, n in ((a, "A"), (b, "B"), (c, "C")))
    entry = happened(a)
    first = services.merge(keep_id=cb.id, other_id=ca.id, by=None)
    second = services.merge(keep_id=cc.id, other_id=cb.id, by=None)
    assert owner(entry) == cc
    with pytest.raises(Conflict):
        services.undo(merge_id=first.id)
    services.undo(merge_id=second.id)
    assert owner(entry) == cb
    services.undo(merge_id=first.id)
    assert owner(entry) == ca


def test_a_contact_merges_neither_with_itself_nor_twice_nor_with_nobody(visitor: Visitor) -> None:
    a = services.identify(visitor(), name="A")
    b = services.identify(visitor(), name="B")
    with pytest.raises(Conflict):
        services.merge(keep_id=a.id, other_id=a.id, by=None)
    with pytest.raises(NotFound):
        services.merge(keep_id=a.id, other_id=uuid4(), by=None)
    services.merge(keep_id=a.id, other_id=b.id, by=None)
    with pytest.raises(Conflict):
        services.merge(keep_id=a.id, other_id=b.id, by=None)


def test_proposals_with_thirds_follow_the_kept_one(visitor: Visitor) -> None:
    a = services.identify(visitor(), email="a@x.de")
    b = services.identify(visitor(), email="a@x.de")
    c = services.identify(visitor(), name="C")
    services.merge(keep_id=c.id, other_id=b.id, by=None)
    proposal = MergeProposal.objects.get(state="open")
    assert {proposal.keep_id, proposal.other_id} == {a.id, c.id}
    services.accept(proposal_id=proposal.id, by=None)
    assert not MergeProposal.objects.filter(state="open").exists()
    with pytest.raises(Conflict):
        services.accept(proposal_id=MergeProposal.objects.get(state="merged").id, by=None)
