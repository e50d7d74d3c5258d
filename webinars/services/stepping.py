"""The steps of a room: open the lobby, go live, end."""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from hub.contacts.history import touch_history
from hub.errors import Conflict
from hub.realtime.append import append
from hub.realtime.models import Log
from hub.registry.streams import Principal
from webinars import minutes, telling
from webinars.entries import RoomEnded, RoomLive
from webinars.errors import NotPublished, RoomOver, WebinarCancelled
from webinars.media.contract import Close
from webinars.models import Room, RoomParticipant, Webinar
from webinars.selectors import attendance, rooms
from webinars.services import attending, inviting, media
from webinars.services.rooms import actor, held, settle_thread, system, tell_all_who_may_speak

#: A room that everybody has left, and whose time is over, ends by itself after so long.
EMPTY_FOR = timedelta(minutes=10)
#: A planned meeting to which nobody came is over so long after its time.
FORGOTTEN_AFTER = timedelta(hours=2)


def step(*, who: Principal, room_id: UUID, step: str) -> Room:
    """Carry out a host's step. The same again changes nothing.

    Raises `NotAllowed`, `NotFound`, `NotPublished`, `WebinarCancelled`, `RoomOver`, and `Conflict`
    for a step that does not follow.
    """
    with transaction.atomic():
        room = held(room_id)
        actor(who, room, "step")
        if step == "end":
            return end(room)
        if room.state == Room.State.ENDED:
            raise RoomOver
        _may_take_place(room)
        return _open(room) if step == "open" else _live(room)


def _may_take_place(room: Room) -> None:
    webinar = rooms.webinar_of(room)
    if webinar is not None and webinar.state == Webinar.State.CANCELLED:
        raise WebinarCancelled
    if webinar is not None and webinar.state != Webinar.State.PUBLISHED:
        raise NotPublished


def _open(room: Room) -> Room:
    if room.state == Room.State.PLANNED:
        room.state = Room.State.OPEN
        room.opened_at = timezone.now()
        room.save(update_fields=["state", "opened_at"])
        telling.state(room.id)
    return room


def _live(room: Room) -> Room:
    if room.state == Room.State.LIVE:
        return room
    room.state = Room.State.LIVE
    room.live_at = timezone.now()
    room.opened_at = room.opened_at or room.live_at
    room.save(update_fields=["state", "live_at", "opened_at"])
    settle_thread(room)
    telling.state(room.id)
    telling.hosts(room.id)
    tell_all_who_may_speak(room)
    append(
        log=room.public_log_id,
        participant=system(room.public_log_id),
        kind="room.live",
        body=RoomLive(room=str(room.id)),
        client_id=uuid5(room.id, "live"),
    )
    return room


def end(room: Room, at: datetime | None = None) -> Room:
    """End a room that is held. `at` is in the past where nobody pressed the button."""
    if room.state == Room.State.ENDED:
        return room
    if room.state == Room.State.PLANNED and room.kind == Room.Kind.WEBINAR:
        raise Conflict
    now = at or timezone.now()
    cancelled = room.kind == Room.Kind.MEETING and room.live_at is None and at is None
    room.state = Room.State.ENDED
    room.ended_at = now
    room.save(update_fields=["state", "ended_at"])
    if cancelled:
        inviting.cancelled(room)
    settle_thread(room)
    RoomParticipant.objects.filter(room=room).update(has_floor=False, hand_raised_at=None)
    attending.close_all(room, now)
    if room.kind == Room.Kind.MEETING:
        telling.meetings()
    if room.conversation_id is not None:
        touch_history(kind="meeting", subject_id=room.id, ended_at=now)
    telling.state(room.id)
    telling.hosts(room.id)
    media.tell(room, Close(room=room.id))
    length = seconds(room)
    log_id = room.public_log_id
    append(
        log=log_id,
        participant=system(log_id),
        kind="room.ended",
        body=RoomEnded(
            room=str(room.id),
            kind=room.kind,  # type: ignore[arg-type]
            seconds=length,
            cancelled=cancelled,
        ),
        client_id=uuid5(room.id, "ended"),
        into_closed=True,
    )
    if room.conversation_id is None:
        Log.objects.filter(pk=log_id).update(closed_at=now)
    Log.objects.filter(pk=room.hosts_log_id).update(closed_at=now)
    return room


def seconds(room: Room) -> int:
    """How long it was live; of a meeting, how long at least two people were there."""
    if room.live_at is None:
        return 0
    if room.kind == Room.Kind.WEBINAR:
        return round(((room.ended_at or timezone.now()) - room.live_at).total_seconds())
    times = attendance.attended(room)
    return minutes.seconds(minutes.together(one.spans for one in times.values()))


def end_what_is_over(now: datetime | None = None) -> int:
    """End live rooms that everybody has left and whose planned time is over. How many it was.

    They ended when the last one left.
    """
    now = now or timezone.now()
    ended = 0
    for room_id in Room.objects.filter(state=Room.State.LIVE).values_list("pk", flat=True):
        with transaction.atomic():
            room = held(room_id)
            if room.state != Room.State.LIVE or rooms.here(room.id).exists():
                continue
            last = room.participants.aggregate(last=Max("intervals__left_at"))["last"]
            last = max(filter(None, [last, room.live_at]))
            planned = rooms.times(room)[1]
            if last + EMPTY_FOR < now and (planned is None or planned + EMPTY_FOR < now):
                end(room, last)
                ended += 1
    return ended + _end_what_never_began(now)


def _end_what_never_began(now: datetime) -> int:
    """Planned meetings to which nobody came: they did not take place, and say so."""
    planned = Room.objects.filter(
        kind=Room.Kind.MEETING, state=Room.State.PLANNED, starts_at__lt=now - FORGOTTEN_AFTER
    )
    ended = 0
    for room_id in planned.values_list("pk", flat=True):
        with transaction.atomic():
            room = held(room_id)
            over = rooms.times(room)[1]
            if room.state == Room.State.PLANNED and over and over + FORGOTTEN_AFTER < now:
                end(room, over)
                ended += 1
    return ended
