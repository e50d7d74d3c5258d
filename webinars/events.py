"""What the people in a room are told, as typed structs.

On the topic `room:<uuid>`: `state` (RoomState, without `me`), `presence` (RoomPresence),
`media.slots` (webinars.media.contract.SlotsChanged), `media.speaking` (Levels), `media.moved`
(MediaMoved). On `room-participant:<uuid>`, its own alone: `me` (Me). On `room-hosts:<uuid>`, hosts
alone: `hosts` (HostsView), `media.lines` (Lines), `media.gone` (Gone).
"""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

Role = Literal["host", "speaker", "attendee"]
Source = Literal["microphone", "camera", "screen", "screen-audio"]


class StagePerson(msgspec.Struct, omit_defaults=True):
    """Somebody on the stage: hosts, speakers, whoever has the floor, and all of a meeting."""

    participant: UUID
    name: str
    role: Role
    #: Language → what they do, and their face, for staff and planned speakers.
    title: dict[str, str] = {}
    face: str = ""
    has_floor: bool = False
    here: bool = True


class Me(msgspec.Struct, omit_defaults=True):
    """Who one is in the room, and what one may do."""

    participant: UUID
    name: str
    role: Role
    may_publish: list[Source] = []
    #: What of one's own a host has muted: it is not forwarded until one unmutes it.
    muted: list[Source] = []
    #: One's place among the raised hands, from 1; 0 when it is down.
    hand: int = 0
    removed: bool = False
    #: They withdrew their registration.
    withdrawn: bool = False


class RoomState(msgspec.Struct, omit_defaults=True):
    """One for everybody: texts are there in each language, and the client takes its own."""

    id: UUID
    kind: Literal["webinar", "meeting"]
    title: dict[str, str]
    language: str
    state: Literal["planned", "open", "live", "ended"]
    may_speak: Literal["hosts", "raised", "all"]
    now: datetime
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    live_at: datetime | None = None
    ended_at: datetime | None = None
    stage: list[StagePerson] = []
    #: How many are here now, hosts and speakers included.
    here: int = 0
    hands: int = 0
    epoch: int = 0
    audio_slots: int = 0
    video_slots: int = 0
    #: The conversation that a meeting came out of; the room's public log is that conversation's.
    conversation: UUID | None = None
    #: Only in the answer to a subscription.
    me: Me | None = None


class RoomPresence(msgspec.Struct):
    here: int


class MediaMoved(msgspec.Struct):
    """Another media process carries the room: offer again, at once."""

    epoch: int


class Hand(msgspec.Struct):
    participant: UUID
    name: str
    company: str
    raised_at: datetime


class RoomPerson(msgspec.Struct, omit_defaults=True):
    """One line of the host's list of people. `seconds` attended so far; `line` 0 to 3."""

    participant: UUID
    name: str
    role: Role
    company: str = ""
    here: bool = True
    seconds: int = 0
    questions: int = 0
    messages: int = 0
    rejoins: int = 0
    line: int = 3
    hand: bool = False
    has_floor: bool = False


class HostsView(msgspec.Struct, omit_defaults=True):
    """What hosts see beside the stage."""

    hands: list[Hand] = []
    people: list[RoomPerson] = []
    registered: int = 0
    peak: int = 0
    peak_at: datetime | None = None
    left_recently: int = 0
