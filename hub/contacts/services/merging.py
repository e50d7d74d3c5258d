"""Two contacts that are one person, and taking that back."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.contacts.models import Contact, Identity, Merge, MergeProposal
from hub.contacts.services import people
from hub.errors import Conflict, NotFound


def merge(*, keep_id: UUID, other_id: UUID, by: UUID | None) -> Merge:
    """Let the identities of `other` point to `keep`. Journalled, so that it can be undone.

    All entries of both become due in the CRM. Raises `NotFound`, `Conflict`.
    """
    with transaction.atomic():
        keep, other = _both(keep_id, other_id)
        if keep.merged_into_id or other.merged_into_id or keep.erased_at or other.erased_at:
            raise Conflict
        moved = list(other.identities.select_for_update().values_list("id", flat=True))
        Identity.objects.filter(id__in=moved).update(contact=keep)
        filled = {
            field: value
            for field in people.FIELDS
            if (value := getattr(other, field)) and not getattr(keep, field)
        }
        people.apply(keep, filled)
        other.merged_into = keep
        people.changed(other)
        people.changed(keep)
        people.bump_entries(moved)
        _decide(keep, other)
        return Merge.objects.create(
            keep=keep, other=other, identities=[str(i) for i in moved], filled=filled, by=by
        )


def undo(*, merge_id: UUID) -> Merge:
    """Let the identities point back. What came in through them since goes with them.

    Raises `NotFound`; `Conflict` when it was undone before, or a later merge stands on it.
    """
    with transaction.atomic():
        journal = Merge.objects.select_for_update().filter(pk=merge_id).first()
        if journal is None:
            raise NotFound
        keep, other = _both(journal.keep_id, journal.other_id)
        if journal.undone_at is not None or keep.erased_at is not None:
            raise Conflict
        if keep.merged_into_id is not None:
            raise Conflict(_("A later merge stands on this one. Undo that one first."))
        mine = keep.identities.select_for_update().filter(id__in=journal.identities)
        moved = list(mine.values_list("id", flat=True))
        Identity.objects.filter(id__in=moved).update(contact=other)
        taken = {f: "" for f, value in journal.filled.items() if getattr(keep, f) == value}
        people.apply(keep, taken)
        other.merged_into = None
        people.changed(other)
        people.changed(keep)
        people.bump_entries(moved)
        journal.undone_at = timezone.now()
        journal.save(update_fields=["undone_at"])
        people.propose(keep=keep.id, other=other.id, reason="undone")
        MergeProposal.objects.filter(keep=keep, other=other, state="open").update(
            state="rejected", decided_at=timezone.now()
        )
        return journal


def accept(*, proposal_id: UUID, by: UUID | None) -> Merge:
    """Merge what was proposed. Raises `NotFound`, `Conflict`."""
    with transaction.atomic():
        proposal = _open(proposal_id)
        return merge(keep_id=proposal.keep_id, other_id=proposal.other_id, by=by)


def reject(*, proposal_id: UUID) -> None:
    """They are two. The same is not proposed again. Raises `NotFound`, `Conflict`."""
    with transaction.atomic():
        proposal = _open(proposal_id)
        proposal.state = MergeProposal.State.REJECTED
        proposal.decided_at = timezone.now()
        proposal.save(update_fields=["state", "decided_at"])


def _open(proposal_id: UUID) -> MergeProposal:
    proposal = MergeProposal.objects.select_for_update().filter(pk=proposal_id).first()
    if proposal is None:
        raise NotFound
    if proposal.state != MergeProposal.State.OPEN:
        raise Conflict
    return proposal


def _both(first: UUID, second: UUID) -> tuple[Contact, Contact]:
    """Both contacts, locked in the order of their ids: two merges cannot block each other."""
    if first == second:
        raise Conflict
    wanted = Contact.objects.filter(id__in=[first, second]).order_by("id").select_for_update()
    found = {contact.id: contact for contact in wanted}
    if len(found) != 2:
        raise NotFound
    return found[first], found[second]


def _decide(keep: Contact, other: Contact) -> None:
    """Proposals between the two are decided; those of `other` with thirds become `keep`'s."""
    now = timezone.now()
    for proposal in MergeProposal.objects.filter(state="open").filter(
        keep_id__in=[keep.id, other.id]
    ) | MergeProposal.objects.filter(state="open").filter(other_id__in=[keep.id, other.id]):
        pair = {proposal.keep_id, proposal.other_id}
        if pair == {keep.id, other.id}:
            proposal.state, proposal.decided_at = MergeProposal.State.MERGED, now
            proposal.save(update_fields=["state", "decided_at"])
        elif other.id in pair:
            third = (pair - {other.id}).pop()
            proposal.delete()
            people.propose(keep=keep.id, other=third, reason=proposal.reason)
