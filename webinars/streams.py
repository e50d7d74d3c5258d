"""The stream `room:<uuid>`: who may come in, which logs they get, as whom they write.

Staff who may host or read webinars of the site become participants by subscribing; guests were let
in before (`rooms/join`), their socket's principal is their participant. Everybody gets the public
log; hosts and speakers the hosts' log as well. Before the room is open guests read and wait; they
write from `open` on. In a room with many people, somebody is a participant of the log, with a name
that others read, from their first entry on, and not before.
"""

from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction

from hub.errors import NotAllowed, NotFound
from hub.realtime.append import join
from hub.realtime.models import Participant
from hub.registry.entries import is_anonymous
from hub.registry.streams import Principal, Resolved, Stream, StreamLog, Writing, streams
from hub.threads import in_thread
from webinars import rights, telling
from webinars.errors import RoomNotOpen, RoomOver
from webinars.models import Room, RoomParticipant
from webinars.presence import attendance
from webinars.selectors import rooms
from webinars.services.admitting import admit
from webinars.services.rooms import go_live_with_the_first

#: Entries in ten seconds that a guest may write.
PACE = 8


def room_of(ref: str) -> UUID:
    """Raises `NotFound`."""
    try:
        return UUID(ref.partition(":")[2])
    except ValueError:
        raise NotFound from None


async def resolve(principal: Principal, ref: str) -> Resolved:
    return await in_thread(_resolve, principal, room_of(ref))


async def own_topics(principal: Principal, ref: str) -> list[str]:
    return await in_thread(_own_topics, principal, room_of(ref))


async def become_writer(principal: Principal, ref: str, log: UUID, kind: str, body: Any) -> Writing:
    return await in_thread(_become_writer, principal, room_of(ref), log, kind, body)


def _own_topics(who: Principal, room_id: UUID) -> list[str]:
    me = _come_in(who, room_id)
    topics = [telling.own_topic(me.id)]
    if me.role == RoomParticipant.Role.HOST:
        topics.append(telling.hosts_topic(room_id))
    return topics


def _come_in(who: Principal, room_id: UUID) -> RoomParticipant:
    """The participant that somebody is. Raises `NotFound`, `RemovedFromRoom`, `RoomFull`."""
    if who.kind == "visitor":
        return rooms.participant(who, room_id)
    room = rooms.room(room_id)
    if not rooms.may_see(who, room):
        raise NotFound
    if room.state == Room.State.ENDED:
        known = RoomParticipant.objects.filter(room=room, staff=who.id).first()
        if known is not None:
            known.room = room
            return known
    me = admit(
        room=room,
        staff=who.id,
        name=who.name,
        role=rooms.role_of(who, room),
        language=who.lang,
    )
    me.room = room
    return me


def _resolve(who: Principal, room_id: UUID) -> Resolved:
    me = _come_in(who, room_id)
    room = me.room
    if go_live_with_the_first(room):
        room.refresh_from_db()
    logs = [_public(who, room, me)]
    if rights.may("backstage", room, me):
        logs.append(
            StreamLog(
                log=room.hosts_log_id,
                audience="hosts",
                participant=_writer(who, room.hosts_log_id, me).id,
            )
        )
    return Resolved(logs=logs, state=rooms.state(room, me))


def _public(who: Principal, room: Room, me: RoomParticipant) -> StreamLog:
    crowd = room.kind == Room.Kind.WEBINAR
    participant = _known_writer(who, room, me)
    few = not crowd or me.role != RoomParticipant.Role.ATTENDEE
    if rights.may("write", room, me) and (
        few if participant is None else not participant.can_write
    ):
        participant = _writer(who, room.public_log_id, me)
    speaks = participant is not None and participant.can_write
    if crowd and participant is not None and not participant.name:
        speaks = False  # has asked without a name so far
    return StreamLog(
        log=room.public_log_id,
        audience="public",
        participant=participant.id if participant is not None and speaks else None,
        since=room.public_from if who.kind == "visitor" else 0,
        quiet=crowd,
        pace=PACE if who.kind == "visitor" else 0,
    )


def _known_writer(who: Principal, room: Room, me: RoomParticipant) -> Participant | None:
    """Their participant in the public log. The visitor of a conversation is the same one in the
    meeting that came out of it."""
    kind, subject = who.kind, who.id
    visitor = room.conversation.visitor if room.conversation else None
    if who.kind == "visitor" and visitor and me.identity_id == visitor.identity_id:
        subject = visitor.id
    return Participant.objects.filter(log_id=room.public_log_id, kind=kind, subject=subject).first()


def _writer(who: Principal, log: UUID, me: RoomParticipant) -> Participant:
    with transaction.atomic():
        known = Participant.objects.filter(log_id=log, kind=who.kind, subject=who.id).first()
        if known is not None and known.name and known.can_write:
            return known
        return join(log=log, kind=who.kind, subject=who.id, name=me.name)


def _become_writer(who: Principal, room_id: UUID, log: UUID, kind: str, body: Any) -> Writing:
    """Raises `RoomNotOpen`, `RoomOver`, `RemovedFromRoom`, `NotAllowed`."""
    me = rooms.participant(who, room_id)
    room = me.room
    if log != room.public_log_id or not rights.may("write", room, me):
        if room.state == Room.State.ENDED:
            raise RoomOver
        if room.state == Room.State.PLANNED:
            raise RoomNotOpen
        raise NotAllowed
    known = _known_writer(who, room, me)
    if is_anonymous(kind, msgspec.to_builtins(body)):
        # Without a name and unannounced: who appears at that moment is who asked.
        silent = (
            known
            or Participant.objects.get_or_create(
                log_id=log, kind=who.kind, subject=who.id, defaults={"name": ""}
            )[0]
        )
        return Writing(participant=silent.id, lasting=bool(silent.name))
    if known is None or not known.can_write or (not known.name and known.subject == who.id):
        known = _writer(who, log, me)
    return Writing(participant=known.id)


def register() -> None:
    streams.register(
        "room",
        Stream(
            "room",
            resolve,
            own_topics=own_topics,
            become_writer=become_writer,
            entered=attendance.entered,
            left=attendance.left,
        ),
    )
