"""The frames that a client in a room may send, beside the log's own.

Each names its room (`room`) and is answered by `done` (with `result`) or `error`, by its `id`.
"""

from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec

from hub.realtime.protocol import In
from hub.registry.routes import Frame, frames
from webinars.media.contract import Purpose, Sdp, Source


class MediaOffer(In, tag="media.offer"):
    """A browser's offer. The result is `webinars.media.contract.Answered`."""

    id: UUID
    room: UUID
    connection: UUID
    purpose: Purpose
    sdp: Sdp
    #: publish: mid → source.
    sources: Annotated[dict[str, Source], msgspec.Meta(max_length=8)] = {}


class MediaLeave(In, tag="media.leave"):
    """The connection is over (tab closed, publishing stopped)."""

    id: UUID
    room: UUID
    connection: UUID


class MediaMute(In, tag="media.mute"):
    """Mute or unmute a source: one's own, or (hosts alone, muting only) a participant's."""

    id: UUID
    room: UUID
    source: Source
    muted: bool
    participant: UUID | None = None


class RoomHand(In, tag="room.hand"):
    id: UUID
    room: UUID
    up: bool


class RoomFloor(In, tag="room.floor"):
    """Hosts: give camera and microphone, or take them back. An attendee: give back one's own."""

    id: UUID
    room: UUID
    participant: UUID
    give: bool


class RoomRemove(In, tag="room.remove"):
    """Hosts alone: put somebody out; their link does not let them in again."""

    id: UUID
    room: UUID
    participant: UUID


class RoomStep(In, tag="room.step"):
    """Hosts alone: open the lobby, go live, end."""

    id: UUID
    room: UUID
    step: Literal["open", "live", "end"]


class QuestionState(In, tag="room.question"):
    """Hosts alone: what becomes of a question (its seq in the public log)."""

    id: UUID
    room: UUID
    question: int
    state: Literal["answering", "answered", "dismissed"]
    text: Annotated[str, msgspec.Meta(max_length=4000)] = ""


STRUCTS: tuple[type[Any], ...] = (
    MediaOffer,
    MediaLeave,
    MediaMute,
    RoomHand,
    RoomFloor,
    RoomRemove,
    RoomStep,
    QuestionState,
)


def register() -> None:
    from webinars import handlers

    for struct in STRUCTS:
        name = str(struct.__struct_config__.tag)
        frames.register(
            name,
            Frame(
                name=name,
                struct=struct,
                endpoints=frozenset({"staff", "visitor"}),
                handle=handlers.HANDLERS[struct],
            ),
        )
