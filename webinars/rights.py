"""Who may do what in a room. One table; docs/webinars.md shows it, a test goes through every cell.

Nothing here asks the database: a room, a participant, an answer.
"""

from typing import Final, Literal

from webinars.events import Source
from webinars.models import Room, RoomParticipant

Deed = Literal[
    "step",
    "floor",
    "floor.return",
    "remove",
    "mute.others",
    "question.state",
    "backstage",
    "hand",
    "write",
]

ALL: Final[frozenset[Source]] = frozenset({"microphone", "camera", "screen", "screen-audio"})
FLOOR: Final[frozenset[Source]] = frozenset({"microphone", "camera"})
NOTHING: Final[frozenset[Source]] = frozenset()

HOST: Final = frozenset({"host"})
STAGE: Final = frozenset({"host", "speaker"})
EVERYBODY: Final = frozenset({"host", "speaker", "attendee"})

#: deed: (roles, states of the room)
TABLE: Final[dict[Deed, tuple[frozenset[str], frozenset[str]]]] = {
    "step": (HOST, frozenset({"planned", "open", "live", "ended"})),
    "floor": (HOST, frozenset({"live"})),
    "floor.return": (frozenset({"attendee"}), frozenset({"live"})),
    "remove": (HOST, frozenset({"planned", "open", "live"})),
    "mute.others": (HOST, frozenset({"planned", "open", "live"})),
    "question.state": (HOST, frozenset({"open", "live"})),
    "backstage": (STAGE, frozenset({"planned", "open", "live", "ended"})),
    "hand": (frozenset({"attendee"}), frozenset({"live"})),
    "write": (EVERYBODY, frozenset({"open", "live"})),
}


def may(deed: Deed, room: Room, participant: RoomParticipant) -> bool:
    """Whether the table allows it. Who was removed may nothing."""
    roles, states = TABLE[deed]
    return participant.removed_at is None and participant.role in roles and room.state in states


def everybody_speaks(room: Room) -> bool:
    return room.kind == Room.Kind.MEETING or room.may_speak == Room.MaySpeak.ALL


def may_publish(room: Room, participant: RoomParticipant) -> frozenset[Source]:
    """What somebody may send now. Hosts and speakers may before it is live: backstage."""
    if participant.removed_at is not None or room.state == Room.State.ENDED:
        return NOTHING
    if participant.role in STAGE:
        return ALL
    if room.state != Room.State.LIVE:
        return NOTHING
    if everybody_speaks(room):
        return ALL
    return FLOOR if participant.has_floor else NOTHING


def muted(participant: RoomParticipant) -> frozenset[Source]:
    """What a host has muted of somebody's, whichever media process carries it."""
    return frozenset(source for source in ALL if source in participant.muted_by_host)


def may_watch(room: Room, participant: RoomParticipant) -> bool:
    """Attendees see the stage while it is live, and never what happens behind it."""
    if participant.removed_at is not None or room.state == Room.State.ENDED:
        return False
    return participant.role in STAGE or room.state == Room.State.LIVE
