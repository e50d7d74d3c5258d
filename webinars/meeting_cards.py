"""The card of a meeting in a conversation, and joining by pressing it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from django.utils import translation
from django.utils.translation import gettext as _

from chat import selectors as chat
from chat.models import Conversation
from hub.errors import BadInput
from hub.registry.cards import CardAction, register_card_action
from hub.registry.entries import EntryKind, register_entry
from hub.registry.streams import Principal, StreamLog
from hub.threads import in_thread


class MeetingCard(msgspec.Struct, omit_defaults=True):
    """Written by the server when a meeting is started or planned. It is over when `room.ended`
    with the same `room` stands in the log."""

    room: Annotated[str, msgspec.Meta(max_length=36)]
    title: Annotated[str, msgspec.Meta(max_length=200)]
    #: Only where it is planned.
    starts_at: datetime | None = None
    duration_minutes: int | None = None


class MeetingJoin(msgspec.Struct):
    pass


class MeetingLink(msgspec.Struct):
    """What `meeting.join` gives: an address to be opened in a tab of its own."""

    url: str


async def join(
    principal: Principal,
    held: StreamLog,
    seq: int,
    action_id: UUID,
    data: MeetingJoin,
    card: dict[str, Any],
) -> MeetingLink:
    return await in_thread(_join, principal, held.log, card)


def _join(principal: Principal, log_id: UUID, card: dict[str, Any]) -> MeetingLink:
    from webinars.services import meetings

    found = Conversation.objects.filter(public_log_id=log_id).first()
    if found is None:
        raise BadInput
    try:
        room = UUID(str(card.get("room", "")))
    except ValueError:
        raise BadInput from None  # erased
    conversation = chat.get(principal, found.id)
    return MeetingLink(meetings.join_link(who=principal, conversation=conversation, room_id=room))


def _text(body: Mapping[str, Any], lang: str) -> str:
    with translation.override(lang):
        title = str(body.get("title", "")) or _("Meeting")
    if not body.get("starts_at"):
        return title
    at = datetime.fromisoformat(str(body["starts_at"])).astimezone(UTC)
    return f"{title}, {at:%d.%m.%Y %H:%M} UTC"


def register() -> None:
    register_entry(
        EntryKind(
            "card.meeting",
            MeetingCard,
            _text,
            erase=lambda body: {"room": body.get("room", ""), "title": "…"},
        )
    )
    register_card_action(
        CardAction(name="meeting.join", card="card.meeting", data=MeetingJoin, handle=join)
    )
