"""Whom meetings are planned with, as lists show it."""

from collections import defaultdict
from collections.abc import Collection
from typing import Literal
from uuid import UUID

import msgspec

from hub.accounts.models import Staff
from webinars.models import MeetingInvitation, MeetingMail

MailState = Literal["due", "sent", "failed"]


class Invited(msgspec.Struct, omit_defaults=True):
    """A member of staff who is asked to a meeting, and what became of the last mail about it;
    `error` has the mail server's words where it could not be sent (yet). `planner`: who made it."""

    id: UUID
    name: str
    mail: MailState
    error: str = ""
    planner: bool = False


def of(rooms: Collection[UUID]) -> dict[UUID, list[Invited]]:
    """By room, by their names; three queries."""
    asked = list(
        MeetingInvitation.objects.filter(room__in=rooms, withdrawn_at=None).select_related("room")
    )
    names = dict(
        Staff.objects.filter(pk__in=[one.staff for one in asked]).values_list("id", "name")
    )
    mails = {
        mail.invitation_id: mail
        for mail in MeetingMail.objects.filter(invitation__in=asked).order_by("sequence")
    }
    found: dict[UUID, list[Invited]] = defaultdict(list)
    for one in sorted(asked, key=lambda one: names.get(one.staff, "").casefold()):
        mail = mails.get(one.id)
        found[one.room_id].append(
            Invited(
                id=one.staff,
                name=names.get(one.staff, ""),
                mail=_state(mail),
                error=mail.error if mail else "",
                planner=one.staff == one.room.created_by,
            )
        )
    return found


def _state(mail: MeetingMail | None) -> MailState:
    if mail is not None and mail.error:
        return "failed"
    return "sent" if mail is not None and mail.sent_at is not None else "due"
