"""What the two halves of the media process tell each other.

`webinars.media` (sockets, ICE, DTLS, SDP, rooms) opens and authenticates;
`webinars.media.forwarding` (slots, rewriting, batches, RTCP) carries.
Packets between them are plain RTP or RTCP, as bytes.
"""

import socket
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from webinars.media.contract import Kind, SlotView, Source

#: (host, port), or (host, port, flow, scope) for IPv6: as sendto takes it.
Address = tuple[Any, ...]

MID = "urn:ietf:params:rtp-hdrext:sdes:mid"
AUDIO_LEVEL = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
ABS_SEND_TIME = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"
TRANSPORT_CC = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"


@dataclass(frozen=True, slots=True)
class Codec:
    """A payload type as it was negotiated. `name` in capitals: OPUS, VP8, H264."""

    kind: Kind
    name: str
    pt: int
    rtx_pt: int | None
    clock: int


@dataclass(slots=True)
class IncomingTrack:
    """What a publisher sends in one m-line. `ssrc` is None until it was announced or seen."""

    connection: UUID
    participant: UUID
    source: Source
    kind: Kind
    mid: str
    #: By payload type.
    codecs: dict[int, Codec]
    ssrc: int | None = None
    rtx_ssrc: int | None = None
    #: Header extensions' ids in this m-line, by URI.
    extensions: dict[str, int] = field(default_factory=dict)
    #: Sends plain RTCP to the publisher (the wire encrypts it).
    send_rtcp: Callable[[bytes], None] = lambda packet: None


@dataclass(frozen=True, slots=True)
class SlotParams:
    """One receive slot of one viewer, as it was answered."""

    kind: Kind
    #: Counts within its kind.
    slot: int
    mid: str
    ssrc: int
    rtx_ssrc: int | None
    #: By codec name.
    codecs: dict[str, Codec]
    extensions: dict[str, int]


@dataclass(slots=True)
class Viewer:
    """A watching connection whose handshake is done."""

    connection: UUID
    participant: UUID
    slots: list[SlotParams]
    #: pylibsrtp's outbound session (`protect`, `protect_rtcp`).
    outbound: Any
    sock: socket.socket
    address: Address
    #: The profile's overhead is 16 bytes under GCM, 10 under CM_SHA1_80.
    gcm: bool = True


class Stage(Protocol):
    """One room's forwarding. Everything is called from one thread; times are `time.monotonic()`.

    Built as `Stage(audio_slots=…, video_slots=…, on_slots=…, on_speaking=…, on_lines=…)`.
    `counters`: what was sent, and what was dropped and why, since it was built.
    """

    counters: Counter[str]
    #: When `flush` is wanted next, though nothing comes.
    due: float

    def add_track(self, track: IncomingTrack) -> None: ...
    def remove_track(self, connection: UUID, mid: str) -> None: ...
    def set_muted(self, participant: UUID, source: Source, muted: bool) -> None: ...
    def pin(self, participant: UUID | None, source: Source) -> None: ...

    def add_viewer(self, viewer: Viewer) -> None: ...
    def move_viewer(self, connection: UUID, sock: socket.socket, address: Address) -> None: ...
    def remove_viewer(self, connection: UUID) -> None: ...

    def on_rtp(self, connection: UUID, packet: bytes, now: float) -> None:
        """A publisher's packet, decrypted. Demultiplexed by SSRC, else by MID, else by payload
        type; what fits no track is dropped and counted."""

    def on_publisher_rtcp(self, connection: UUID, packet: bytes, now: float) -> None: ...
    def on_viewer_rtcp(self, connection: UUID, packet: bytes, now: float) -> None: ...

    def flush(self, now: float) -> None:
        """Send what was gathered; then what is due of reports, feedback, requests for what is
        missing, time-outs. Called after each batch of datagrams that was read, and at `due`."""

    def slots(self) -> list[SlotView]: ...
