"""Rooms as a list shows them."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from django.db.models import Q
from django.utils import timezone

from chat import selectors as chat
from hub.accounts.models import Staff
from hub.accounts.permissions import require_anywhere
from hub.errors import BadInput, NotFound
from hub.registry.streams import Principal
from webinars.models import Room
from webinars.selectors import invitations
from webinars.selectors import rooms as one_room
from webinars.selectors.invitations import Invited

MOST = 200
#: A planned room that nobody opened is not listed any more.
FORGOTTEN_AFTER = timedelta(hours=12)


class RoomRow(msgspec.Struct, omit_defaults=True):
    """`here` is how many are there now. `webinar` is set for a webinar, `conversation` for a
    meeting that came out of one, `by` is who made it; `invited` are members of staff, whoever made
    it among them."""

    id: UUID
    kind: str
    site: str
    title: str
    language: str
    state: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    live_at: datetime | None = None
    ended_at: datetime | None = None
    here: int = 0
    webinar: UUID | None = None
    conversation: UUID | None = None
    #: Of a meeting out of a conversation: whom it is with.
    guest: str = ""
    by: str = ""
    invited: list[Invited] = []


def rooms(
    who: Principal,
    lang: str,
    *,
    state: str = "",
    kind: str = "",
    conversation: UUID | None = None,
) -> list[RoomRow]:
    """Those that one may see, live ones first, then by their time. Raises `NotAllowed`,
    `BadInput` (state, kind)."""
    sites = require_anywhere(who, "webinar.read")
    states = set(filter(None, state.split(","))) or {"planned", "open", "live"}
    if not states <= set(Room.State.values):
        raise BadInput(field="state")
    if kind and kind not in Room.Kind.values:
        raise BadInput(field="kind")
    found = Room.objects.select_related(
        "webinar", "site", "conversation__visitor__identity__contact"
    ).filter(state__in=states)
    if sites != "all":
        found = found.filter(site_id__in=sites)
    if kind:
        found = found.filter(kind=kind)
    if conversation is not None:
        found = found.filter(conversation_id=conversation)
    # What was planned and never begun is over some time.
    past = timezone.now() - FORGOTTEN_AFTER
    found = found.exclude(
        Q(state=Room.State.PLANNED)
        & (Q(starts_at__lt=past) | Q(webinar__isnull=False, webinar__starts_at__lt=past))
    )
    # A webinar that is not published has no room yet for anybody but its planners.
    found = found.filter(Q(webinar__isnull=True) | Q(webinar__state="published"))
    newest = list(found.order_by("-created_at")[:MOST])
    rows = [_row(room, lang) for room in newest]
    rows.sort(key=lambda row: (row.state != "live", row.starts_at or row.live_at or row.ended_at))
    _named(rows, {room.id: room.created_by for room in newest if room.created_by})
    return rows


def room(who: Principal, lang: str, room_id: UUID) -> RoomRow:
    """Raises `NotFound`."""
    found = one_room.room(room_id)
    if not one_room.may_see(who, found):
        raise NotFound
    row = _row(found, lang)
    _named([row], {found.id: found.created_by} if found.created_by else {})
    return row


def _row(room: Room, lang: str) -> RoomRow:
    starts_at, ends_at = one_room.times(room)
    webinar = one_room.webinar_of(room)
    over = room.state in (Room.State.PLANNED, Room.State.ENDED)
    return RoomRow(
        id=room.id,
        kind=room.kind,
        site=room.site.key,
        title=one_room.title(room, lang),
        language=room.language,
        state=room.state,
        starts_at=starts_at,
        ends_at=ends_at,
        live_at=room.live_at,
        ended_at=room.ended_at,
        here=0 if over else one_room.here(room.id).count(),
        webinar=webinar.id if webinar else None,
        conversation=room.conversation_id,
        guest=next(filter(None, chat.display_name(room.conversation)), "")
        if room.conversation
        else "",
    )


def _named(rows: list[RoomRow], makers: dict[UUID, UUID]) -> None:
    invited = invitations.of([row.id for row in rows])
    names = dict(Staff.objects.filter(pk__in=makers.values()).values_list("id", "name"))
    for row in rows:
        maker = makers.get(row.id)
        row.by = names.get(maker, "") if maker else ""
        row.invited = invited.get(row.id, [])
