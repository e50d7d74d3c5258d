"""What each frame of a room does: call a service, answer with its result."""

from collections.abc import Awaitable, Callable
from typing import Any

from hub.realtime.connection import Connection
from hub.realtime.protocol import Done
from hub.threads import in_thread
from webinars import frames
from webinars.services import floor, media, questions, stepping

Handler = Callable[[Connection, Any], Awaitable[Any]]


async def media_offer(connection: Connection, frame: frames.MediaOffer) -> Any:
    return await media.offer(connection.principal, frame)


async def media_leave(connection: Connection, frame: frames.MediaLeave) -> None:
    await in_thread(
        media.leave,
        who=connection.principal,
        room_id=frame.room,
        connection=frame.connection,
    )


async def media_mute(connection: Connection, frame: frames.MediaMute) -> None:
    await in_thread(
        floor.mute,
        who=connection.principal,
        room_id=frame.room,
        participant_id=frame.participant,
        source=frame.source,
        muted=frame.muted,
    )


async def hand(connection: Connection, frame: frames.RoomHand) -> dict[str, int]:
    place = await in_thread(
        floor.raise_hand,
        who=connection.principal,
        room_id=frame.room,
        action_id=frame.id,
        up=frame.up,
    )
    return {"place": place}


async def give_floor(connection: Connection, frame: frames.RoomFloor) -> None:
    await in_thread(
        floor.give_floor,
        who=connection.principal,
        room_id=frame.room,
        participant_id=frame.participant,
        action_id=frame.id,
        give=frame.give,
    )


async def remove(connection: Connection, frame: frames.RoomRemove) -> None:
    await in_thread(
        floor.remove,
        who=connection.principal,
        room_id=frame.room,
        participant_id=frame.participant,
        action_id=frame.id,
    )


async def step(connection: Connection, frame: frames.RoomStep) -> dict[str, str]:
    room = await in_thread(
        stepping.step, who=connection.principal, room_id=frame.room, step=frame.step
    )
    return {"state": room.state}


async def question(connection: Connection, frame: frames.QuestionState) -> dict[str, int]:
    seq = await in_thread(
        questions.settle,
        who=connection.principal,
        room_id=frame.room,
        action_id=frame.id,
        question=frame.question,
        state=frame.state,
        text=frame.text,
    )
    return {"seq": seq}


def _answered(handler: Handler) -> Callable[[Connection, Any], Awaitable[None]]:
    async def handle(connection: Connection, frame: Any) -> None:
        result = await handler(connection, frame)
        connection.answer(Done(id=frame.id, result=result))

    return handle


HANDLERS: dict[type[Any], Callable[[Connection, Any], Awaitable[None]]] = {
    frames.MediaOffer: _answered(media_offer),
    frames.MediaLeave: _answered(media_leave),
    frames.MediaMute: _answered(media_mute),
    frames.RoomHand: _answered(hand),
    frames.RoomFloor: _answered(give_floor),
    frames.RoomRemove: _answered(remove),
    frames.RoomStep: _answered(step),
    frames.QuestionState: _answered(question),
}
