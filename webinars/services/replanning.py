"""What may still be changed of a meeting: its title and time, who is asked, that it takes place."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from hub.accounts.permissions import require
from hub.contacts import names
from hub.errors import BadInput, NotFound
from hub.registry.streams import Principal
from webinars import telling
from webinars.errors import MeetingAgreed, MeetingBegun, RoomOver
from webinars.models import Room
from webinars.services import inviting, stepping
from webinars.services.meetings import times
from webinars.services.rooms import held


def change(
    *,
    who: Principal,
    room_id: UUID,
    title: str | None = None,
    starts_at: datetime | None = None,
    duration_minutes: int | None = None,
    invited: Collection[UUID] | None = None,
) -> Room:
    """What is given is changed, and who was told of it hears that. The same again changes nothing.

    Raises `NotFound`, `NotAllowed`, `RoomOver`, `MeetingBegun` (colleagues can be asked to come
    into a running one, nothing else), `MeetingAgreed` for title and time of a meeting with a
    visitor, `BadInput` (title, starts_at, duration_minutes, invited).
    """
    with transaction.atomic():
        room = _held(who, room_id)
        if room.state == Room.State.ENDED:
            raise RoomOver
        if (title, starts_at, duration_minutes) != (None, None, None):
            _replan(room, title, starts_at, duration_minutes)
        if invited is not None:
            asked = room.invitations.filter(withdrawn_at=None)
            planner = {
                one for one in asked.values_list("staff", flat=True) if one == room.created_by
            }
            inviting.invite(room, {*invited, *planner}, who.id)
        telling.meetings()
    return room


def cancel(*, who: Principal, room_id: UUID) -> Room:
    """A planned meeting does not take place. The same again changes nothing.

    Raises `NotFound`, `NotAllowed`, `MeetingBegun`.
    """
    with transaction.atomic():
        room = _held(who, room_id)
        if room.live_at is not None:
            raise MeetingBegun
        return stepping.end(room)


def _held(who: Principal, room_id: UUID) -> Room:
    room = held(room_id)
    if room.kind != Room.Kind.MEETING:
        raise NotFound
    require(who, "meeting.start", room.site_id)
    return room


def _replan(
    room: Room, title: str | None, starts_at: datetime | None, duration_minutes: int | None
) -> None:
    if room.state != Room.State.PLANNED:
        raise MeetingBegun
    if room.conversation_id is not None:
        raise MeetingAgreed
    before = (room.title, room.starts_at, room.duration_minutes)
    if title is not None:
        room.title = names.tidy(title, 200)
        if not room.title:
            raise BadInput(field="title")
    if starts_at is not None and starts_at != room.starts_at:
        times(starts_at, None)
        room.starts_at = starts_at
    if duration_minutes is not None:
        room.duration_minutes = times(None, duration_minutes)
    if (room.title, room.starts_at, room.duration_minutes) == before:
        return
    room.save(update_fields=["title", "starts_at", "duration_minutes"])
    telling.state(room.id)
    inviting.changed(room)
