"""The rooms' side of the media interface: which process carries a room, and what it is told."""

import asyncio
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from uuid import UUID

import structlog
from django.db import transaction

from hub.errors import BadInput, NotAllowed
from hub.realtime.fanout import publish_event
from hub.registry.streams import Principal
from hub.threads import in_thread
from hub.web import rate_limit
from webinars import rights, telling
from webinars.errors import MediaAway, RoomFull, RoomNotLive, RoomOver
from webinars.events import MediaMoved
from webinars.frames import MediaOffer
from webinars.media import control
from webinars.media.contract import (
    SLOTS,
    Admit,
    Allow,
    Answered,
    AnyCommand,
    Create,
    Mute,
    Purpose,
    Refused,
    Remove,
    Source,
)
from webinars.models import Room
from webinars.selectors import rooms

log = structlog.get_logger(__name__)

#: Offers of one participant in a minute.
OFFERS_A_MINUTE = 60
#: Seconds in which a media process answers an offer, or is asked again.
ANSWER_WITHIN = 1.2
#: Seconds for which a media process is looked for before the browser is told to try again.
TRY_FOR = 6.0


class Permit(NamedTuple):
    """What somebody may do with a connection now."""

    participant: UUID
    kind: str
    may_publish: frozenset[Source]
    #: What of it a host has muted.
    muted: frozenset[Source]


class Place(NamedTuple):
    """Who carries a room. `node` is None while nobody does."""

    node: UUID | None
    epoch: int


def permit(who: Principal, room_id: UUID, purpose: Purpose) -> Permit:
    """Raises `NotFound`, `RemovedFromRoom`, `RoomOver`, `RoomNotLive`, `NotAllowed`."""
    me = rooms.participant(who, room_id)
    if me.room.state == Room.State.ENDED:
        raise RoomOver
    allowed = rights.may_publish(me.room, me)
    if purpose == "watch" and not rights.may_watch(me.room, me):
        raise RoomNotLive
    if purpose == "publish" and not allowed:
        raise NotAllowed
    if purpose == "watch":
        return Permit(me.id, me.room.kind, rights.NOTHING, rights.NOTHING)
    return Permit(me.id, me.room.kind, allowed, rights.muted(me))


def count_offer(who: Principal) -> None:
    """Raises `TooMany`."""
    rate_limit.require(f"media.offer:{who.id}", OFFERS_A_MINUTE, 60)


async def offer(who: Principal, frame: MediaOffer) -> Answered:
    """Have a media process answer a browser's offer; another one where the first is gone.

    Raises what `permit` raises, `BadInput` (sdp), `RoomFull`, `TooMany`, and `MediaAway` when no
    media process answers within `TRY_FOR` seconds.
    """
    await in_thread(count_offer, who)
    granted = await in_thread(permit, who, frame.room, frame.purpose)
    answer = await _admit(frame, granted)
    if frame.purpose == "publish":
        await _check_again(who, frame, granted)
    return answer


async def _admit(frame: MediaOffer, granted: Permit) -> Answered:
    loop = asyncio.get_running_loop()
    until = loop.time() + TRY_FOR
    while loop.time() < until:
        try:
            node, epoch = await _place(frame.room, granted.kind)
            answer = await control.call(
                node,
                Admit(
                    room=frame.room,
                    epoch=epoch,
                    participant=granted.participant,
                    connection=frame.connection,
                    purpose=frame.purpose,
                    sdp=frame.sdp,
                    sources=dict(frame.sources) if frame.purpose == "publish" else {},
                    may_publish=granted.may_publish,
                    muted=granted.muted,
                ),
                ANSWER_WITHIN,
            )
        except (control.MediaSilent, MediaAway):
            await asyncio.sleep(0.3)
            continue
        if isinstance(answer, Answered):
            return answer
        await _refused(answer, frame.room, granted.kind, node, epoch)
    raise MediaAway


async def _refused(answer: Refused | None, room: UUID, kind: str, node: UUID, epoch: int) -> None:
    code = answer.code if answer else "not_here"
    if code == "bad_offer":
        raise BadInput(field="sdp")
    if code == "not_allowed":
        raise NotAllowed
    if code == "full":
        raise RoomFull
    await asyncio.sleep(0.05)
    if (await in_thread(place_of, room)) == Place(node, epoch):
        # It is meant to carry the room and does not know it (any more).
        try:
            await control.call(node, _create(room, kind, epoch))
        except control.MediaSilent:
            return


async def _place(room: UUID, kind: str) -> tuple[UUID, int]:
    """A living process that carries the room; one is chosen where none does. Raises `MediaAway`."""
    place = await in_thread(place_of, room)
    alive = await control.live_nodes()
    if place.node is not None and any(node.id == place.node for node in alive):
        return place.node, place.epoch
    if not alive:
        raise MediaAway
    chosen = await in_thread(assign, room, alive[0].id, place)
    if chosen.node != alive[0].id or chosen.epoch != place.epoch + 1 or chosen.node is None:
        raise MediaAway  # somebody else was faster: look again
    await control.call(chosen.node, _create(room, kind, chosen.epoch))
    return chosen.node, chosen.epoch


def _create(room: UUID, kind: str, epoch: int) -> Create:
    audio, video = SLOTS[kind]
    return Create(room=room, epoch=epoch, audio_slots=audio, video_slots=video)


def place_of(room: UUID) -> Place:
    found = Room.objects.filter(pk=room).values_list("media_node", "media_epoch").first()
    return Place(*found) if found else Place(None, 0)


def assign(room: UUID, node: UUID, before: Place) -> Place:
    """Give the room to a node, if nobody else did since `before` was read; who has it then."""
    with transaction.atomic():
        given = (
            Room.objects.filter(pk=room, media_node=before.node, media_epoch=before.epoch)
            .exclude(state=Room.State.ENDED)
            .update(media_node=node, media_epoch=before.epoch + 1)
        )
        if given and before.node is not None:
            publish_event(telling.topic(room), "media.moved", MediaMoved(before.epoch + 1))
    return place_of(room)


async def _check_again(who: Principal, frame: MediaOffer, granted: Permit) -> None:
    """What was taken from somebody while their offer was under way, or muted, is so now, too."""
    try:
        now = await in_thread(permit, who, frame.room, frame.purpose)
    except Exception:
        now = granted._replace(may_publish=rights.NOTHING)
    if commands := list(_to_catch_up(frame, granted, now)):
        await in_thread(_send, frame.room, commands)


def _to_catch_up(frame: MediaOffer, granted: Permit, now: Permit) -> Iterator[AnyCommand]:
    room, participant = frame.room, granted.participant
    if not now.may_publish:
        yield Remove(room=room, participant=participant, connection=frame.connection)
        return
    if now.may_publish != granted.may_publish:
        yield Allow(room=room, participant=participant, may_publish=now.may_publish)
    for source in sorted(now.muted ^ granted.muted):
        yield Mute(room=room, participant=participant, source=source, muted=source in now.muted)


def leave(*, who: Principal, room_id: UUID, connection: UUID) -> None:
    """One's own connection is over. Raises `NotFound`, `RemovedFromRoom`."""
    me = rooms.participant(who, room_id)
    tell(me.room, Remove(room=room_id, participant=me.id, connection=connection))


def tell(room: Room, *commands: AnyCommand) -> None:
    """Tell whoever carries the room, after the commit. Nobody does: then nothing has to be said,
    since whoever takes it asks PostgreSQL who may do what."""
    transaction.on_commit(lambda: _send(room.id, commands), robust=True)


def _send(room: UUID, commands: Iterable[AnyCommand]) -> None:
    node = place_of(room).node
    if node is None:
        return
    for command in commands:
        for timeout in (0.5, 1.0, 1.0):
            try:
                control.call_sync(node, command, timeout)
                break
            except control.MediaSilent:
                continue
        else:
            log.warning("media.not_told", room=str(room), command=type(command).__name__)
