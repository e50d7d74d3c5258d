"""Whom of the house a meeting is with, and which mails are due for them.

Whoever plans a meeting is asked to it, too: it belongs into their calendar as well.
"""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from hub.accounts.selectors import who_may
from hub.errors import BadInput
from webinars import meeting_mails
from webinars.models import MeetingInvitation, MeetingMail, Room
from webinars.tasks import wake_mails

Kind = MeetingMail.Kind

#: Colleagues that are asked to one meeting.
MOST = 50


def invite(room: Room, staff: Collection[UUID], by: UUID) -> None:
    """Exactly these are asked from now on. Whoever is new gets an invitation, whoever is not among
    them any more a cancellation. `room` is held.

    Raises `BadInput` (invited) for too many, and for somebody who may not see the room.
    """
    wanted = set(staff)
    if len(wanted) > MOST:
        raise BadInput(field="invited", most=MOST)
    known = {one.staff: one for one in room.invitations.all()}
    asked = {one.staff for one in known.values() if one.withdrawn_at is None}
    _may_all_come(wanted - asked, room)
    _let_off([known[one] for one in asked - wanted])
    new = [known.get(one) or MeetingInvitation(room=room, staff=one) for one in wanted - asked]
    for one in new:
        if one.withdrawn_at is not None:
            one.withdrawn_at = None
            one.sequence += 1
        one.invited_by = by
        one.save()
    _make(new, Kind.INVITATION)


def changed(room: Room) -> None:
    """The title or the time is another; whoever was told the old one is told the new one."""
    asked = _asked(room)
    room.sequence += 1
    room.save(update_fields=["sequence"])
    _unsent(asked).filter(kind=Kind.UPDATE).delete()
    _make(_told(asked), Kind.UPDATE)


def cancelled(room: Room) -> None:
    """It does not take place. Who was told of it is told that, and nobody anything else."""
    asked = _asked(room)
    room.sequence += 1
    room.save(update_fields=["sequence"])
    _unsent(asked).delete()
    _make(_told(asked), Kind.CANCELLATION)


def _may_all_come(staff: set[UUID], room: Room) -> None:
    may = who_may("webinar.read", room.site_id).filter(pk__in=staff)
    if may.count() != len(staff):
        raise BadInput(field="invited")


def _let_off(invitations: list[MeetingInvitation]) -> None:
    now = timezone.now()
    for one in invitations:
        one.withdrawn_at = now
        one.sequence += 1
        one.save(update_fields=["withdrawn_at", "sequence"])
    _unsent(invitations).delete()
    _make(_told(invitations), Kind.CANCELLATION)


def _asked(room: Room) -> list[MeetingInvitation]:
    return list(room.invitations.filter(withdrawn_at=None))


def _unsent(invitations: Iterable[MeetingInvitation]) -> "QuerySet[MeetingMail]":
    """Not those that are being sent this moment: their claim is held."""
    return MeetingMail.objects.filter(
        invitation__in=list(invitations), sent_at=None, claimed_at=None
    )


def _told(invitations: Iterable[MeetingInvitation]) -> list[MeetingInvitation]:
    """Those who believe that they are asked, by the last mail that went out to them or is on its
    way. The others hear of it as it is by then."""
    invitations = list(invitations)
    last = dict(
        MeetingMail.objects.filter(invitation__in=invitations)
        .exclude(sent_at=None, claimed_at=None)
        .order_by("sequence")
        .values_list("invitation", "kind")
    )
    return [one for one in invitations if last.get(one.id, Kind.CANCELLATION) != Kind.CANCELLATION]


def _make(invitations: Iterable[MeetingInvitation], kind: str) -> None:
    now = timezone.now()
    MeetingMail.objects.bulk_create(
        [
            MeetingMail(invitation=one, kind=kind, sequence=meeting_mails.sequence(one), due_at=now)
            for one in invitations
        ],
        ignore_conflicts=True,
    )
    transaction.on_commit(wake_mails, robust=True)
