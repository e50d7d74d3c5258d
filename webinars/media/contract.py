"""The room interface: what `webinars` asks of a media server, and what it is told.

Another media server could stand behind it. A command is answered or refused with an error's code;
each is safe to send twice. Ids are UUIDs of `webinars.models`; a *connection* is one device's one
peer connection for one purpose, named by the client.
"""

from typing import Annotated, Literal
from uuid import UUID

import msgspec

Kind = Literal["audio", "video"]
Source = Literal["microphone", "camera", "screen", "screen-audio"]
Purpose = Literal["publish", "watch"]
Sdp = Annotated[str, msgspec.Meta(min_length=1, max_length=48 * 1024)]

#: Receive slots that a viewer offers, by the room's kind: (audio, video).
SLOTS: dict[str, tuple[int, int]] = {"webinar": (3, 4), "meeting": (6, 12)}

# --- commands ------------------------------------------------------------------------------------


class Command(msgspec.Struct, frozen=True, tag_field="c", tag=str.lower):
    """Base of what a media process is asked."""


class Create(Command, frozen=True):
    """Carry this room. The same epoch again changes nothing; a higher one starts it anew."""

    room: UUID
    epoch: int
    audio_slots: int
    video_slots: int


class Admit(Command, frozen=True):
    """A browser's offer; answered by `Answered`. An offer of a known connection is an ICE restart
    or a change of what it sends. `sources` says which m-line (by mid) carries what, and is given
    for `publish` alone; what the participant may not send is refused in the answer (inactive)."""

    room: UUID
    epoch: int
    participant: UUID
    connection: UUID
    purpose: Purpose
    sdp: Sdp
    sources: dict[str, Source] = {}
    #: What this participant may publish now.
    may_publish: frozenset[Source] = frozenset()
    #: What of it is published muted: a host muted it, and its owner has not unmuted it since.
    muted: frozenset[Source] = frozenset()


class Allow(Command, frozen=True):
    """What a participant may publish from now on; what is published without it ends."""

    room: UUID
    participant: UUID
    may_publish: frozenset[Source]


class Mute(Command, frozen=True):
    """Forward nothing of a source until it is unmuted, or published anew without being `muted` in
    its `Admit`. Said by its owner, or by a host."""

    room: UUID
    participant: UUID
    source: Source
    muted: bool


class Pin(Command, frozen=True):
    """Always give this participant's source a slot; None: as the media process sees fit."""

    room: UUID
    participant: UUID | None
    source: Source = "camera"


class Remove(Command, frozen=True):
    """End all connections of a participant (or one of them). After the former, offers of theirs are
    refused for some seconds: one may have been under way."""

    room: UUID
    participant: UUID
    connection: UUID | None = None


class Readmit(Command, frozen=True):
    """Somebody whose connections were all removed was let in again: refuse no offer of theirs."""

    room: UUID
    participant: UUID


class Close(Command, frozen=True):
    room: UUID


AnyCommand = Create | Admit | Allow | Mute | Pin | Remove | Readmit | Close

# --- answers -------------------------------------------------------------------------------------


class SlotView(msgspec.Struct, frozen=True):
    """What a receive slot carries now. `slot` counts within its kind, in the order of the viewer's
    m-lines; an empty one is not listed."""

    kind: Kind
    slot: int
    participant: UUID
    source: Source
    muted: bool = False


class Answered(msgspec.Struct, frozen=True):
    """`slots` is the room's map, the same for everybody: nobody is sent what they publish."""

    sdp: str
    epoch: int
    slots: list[SlotView] = []


class Refused(msgspec.Struct, frozen=True):
    """`code`: not_here (another process has the room), bad_offer, not_allowed, full, failed."""

    code: str
    message: str = ""


# --- events --------------------------------------------------------------------------------------


class SlotsChanged(msgspec.Struct, frozen=True, tag_field="e", tag="slots"):
    """The room's slot map, complete. Told to the room's clients as event `media.slots`."""

    room: UUID
    epoch: int
    slots: list[SlotView]


class Levels(msgspec.Struct, frozen=True, tag_field="e", tag="levels"):
    """Who speaks, loudest first: at most four a second, and only when it changes.
    Told as event `media.speaking`."""

    room: UUID
    speaking: list[UUID]


class Lines(msgspec.Struct, frozen=True, tag_field="e", tag="lines"):
    """How good the lines are, every 5 s: participant → 0 (gone) to 3 (good). For hosts."""

    room: UUID
    lines: dict[UUID, int]


class Gone(msgspec.Struct, frozen=True, tag_field="e", tag="gone"):
    """A connection ended (time-out, removed, failed)."""

    room: UUID
    participant: UUID
    connection: UUID
    purpose: Purpose


AnyEvent = SlotsChanged | Levels | Lines | Gone
