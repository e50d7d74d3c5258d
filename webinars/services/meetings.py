"""Meetings: a room with everybody on the stage, out of a conversation or planned among staff.

A meeting out of a conversation goes on in the conversation's public log: both sides have one
thread, before, during and after (docs/decisions/0052).
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from chat import selectors as chat
from chat.models import Conversation
from chat.services.common import announce, locked
from hub.accounts.permissions import require
from hub.contacts import names
from hub.contacts.history import touch_history
from hub.errors import BadInput, Conflict, NotAllowed, NotFound
from hub.realtime.append import append
from hub.realtime.errors import LogClosed
from hub.realtime.models import Log, Participant
from hub.registry.streams import Principal
from hub.sites.models import Site
from webinars import telling
from webinars.errors import RoomOver, TakeFirst
from webinars.meeting_cards import MeetingCard
from webinars.models import Room
from webinars.services import inviting, links
from webinars.services.admitting import admit
from webinars.services.rooms import new_logs

#: A link out of a conversation is made when it is pressed; it opens the room on that day.
LINK_FOR = timedelta(hours=12)
FARTHEST = timedelta(days=2 * 365)
SHORTEST, LONGEST, USUAL = 5, 720, 30


def start(
    *,
    who: Principal,
    room_id: UUID,
    conversation_id: UUID,
    title: str = "",
    starts_at: datetime | None = None,
    duration_minutes: int | None = None,
    invited: Collection[UUID] = (),
) -> Room:
    """A meeting with a conversation's visitor, now or planned; with its card in the conversation.
    `invited` are members of staff who are asked to come, too.

    The same call again gives the same room, and a second one while one is live gives that one.
    Raises `NotFound`, `NotAllowed`, `TakeFirst` when somebody else answers there, `LogClosed`,
    `BadInput` (starts_at, duration_minutes, invited), `Conflict` for an id that is another room's.
    """
    require(who, "meeting.start", chat.get(who, conversation_id).site_id)
    length = times(starts_at, duration_minutes)
    with transaction.atomic():
        conversation = locked(conversation_id, who)
        known = Room.objects.filter(pk=room_id).first()
        if known is not None:
            return _same(known, conversation.id)
        if conversation.state == Conversation.State.CLOSED:
            raise LogClosed
        speaker = Participant.objects.filter(
            log_id=conversation.public_log_id, kind="staff", subject=who.id, can_write=True
        ).first()
        if speaker is None:
            raise TakeFirst
        live = Room.objects.filter(conversation=conversation, state=Room.State.LIVE).first()
        if live is not None and starts_at is None:
            return live
        room = _make(
            who,
            room_id,
            conversation.site,
            title or _title(conversation.language),
            conversation.language,
            starts_at,
            length,
            conversation,
        )
        _invite(room, invited, who)
        touch_history(
            kind="meeting",
            subject_id=room.id,
            identity=conversation.visitor.identity,
            site=conversation.site,
            occurred_at=starts_at or room.live_at or timezone.now(),
        )
        announce(conversation)
        append(
            log=conversation.public_log_id,
            participant=speaker.id,
            kind="card.meeting",
            body=MeetingCard(
                room=str(room.id),
                title=room.title,
                starts_at=starts_at,
                duration_minutes=length if starts_at else None,
            ),
            client_id=uuid5(room.id, "card"),
        )
        return room


def plan(
    *,
    who: Principal,
    room_id: UUID,
    site: Site,
    title: str = "",
    starts_at: datetime | None = None,
    duration_minutes: int | None = None,
    invited: Collection[UUID] = (),
) -> Room:
    """A meeting among staff of a site: planned, or (without a time) at once.

    Raises `NotAllowed`, `BadInput` (title, starts_at, duration_minutes, invited), `Conflict`.
    """
    require(who, "meeting.start", site.id)
    length = times(starts_at, duration_minutes)
    with transaction.atomic():
        known = Room.objects.filter(pk=room_id).first()
        if known is not None:
            return _same(known, None)
        title = title or _title(who.lang)
        room = _make(who, room_id, site, title, who.lang, starts_at, length, None)
        _invite(room, invited, who)
        return room


def join_link(*, who: Principal, conversation: Conversation, room_id: UUID) -> str:
    """The address at which a conversation's visitor joins its meeting, for them alone.

    Raises `NotFound`, `NotAllowed` for staff (they join in the console), `RoomOver`,
    `RemovedFromRoom`.
    """
    if who.kind != "visitor" or conversation.visitor_id != who.id:
        raise NotAllowed
    with transaction.atomic():
        room = Room.objects.filter(pk=room_id, conversation=conversation).first()
        if room is None:
            raise NotFound
        if room.state == Room.State.ENDED:
            raise RoomOver
        name, company = chat.display_name(conversation)
        with translation.override(conversation.language):
            name = name or _("Visitor")
        one = admit(
            room=room,
            identity=conversation.visitor.identity,
            name=name,
            company=company,
            language=conversation.language,
        )
        expires = max(timezone.now(), room.starts_at or timezone.now()) + LINK_FOR
        return links.address(links.issue(room=room, participant=one, expires_at=expires))


def _make(
    who: Principal,
    room_id: UUID,
    site: Site,
    title: str,
    language: str,
    starts_at: datetime | None,
    length: int,
    conversation: Conversation | None,
) -> Room:
    title = names.tidy(title, 200)
    if not title:
        raise BadInput(field="title")
    now = timezone.now()
    public, hosts = new_logs() if conversation is None else (None, _hosts_log())
    if conversation is not None:
        public = Log.objects.get(pk=conversation.public_log_id)
    assert public is not None
    return Room.objects.create(
        id=room_id,
        kind=Room.Kind.MEETING,
        site=site,
        title=title,
        language=language,
        state=Room.State.PLANNED if starts_at else Room.State.LIVE,
        may_speak=Room.MaySpeak.ALL,
        public_log=public,
        public_from=public.head,
        hosts_log=hosts,
        conversation=conversation,
        starts_at=starts_at,
        duration_minutes=length if starts_at else None,
        created_by=who.id,
        opened_at=None if starts_at else now,
        live_at=None if starts_at else now,
    )


def _invite(room: Room, invited: Collection[UUID], who: Principal) -> None:
    """A planned one belongs into its planner's calendar, too."""
    planned = room.state == Room.State.PLANNED
    telling.meetings()
    inviting.invite(room, {*invited, who.id} if planned else {*invited} - {who.id}, who.id)


def _hosts_log() -> Log:
    return Log.objects.create(audience="hosts")


def _title(language: str) -> str:
    with translation.override(language):
        return _("Meeting")


def times(starts_at: datetime | None, duration_minutes: int | None) -> int:
    """How long it is, in minutes. Raises `BadInput` (duration_minutes, starts_at)."""
    length = USUAL if duration_minutes is None else duration_minutes
    if not SHORTEST <= length <= LONGEST:
        raise BadInput(field="duration_minutes")
    if starts_at is not None:
        now = timezone.now()
        if starts_at.tzinfo is None or not now - timedelta(minutes=5) < starts_at < now + FARTHEST:
            raise BadInput(field="starts_at")
    return length


def _same(known: Room, conversation: UUID | None) -> Room:
    if known.kind != Room.Kind.MEETING or known.conversation_id != conversation:
        raise Conflict
    return known
