"""A stage with real sockets and real SRTP sessions: a publisher's packets in, viewers' out."""

import os
import socket
import struct
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from pylibsrtp import Error, Policy, Session

from webinars.media.contract import Kind, SlotView, Source
from webinars.media.forwarding import Stage, rtp
from webinars.media.forwarding.sending import Sender
from webinars.media.types import (
    ABS_SEND_TIME,
    AUDIO_LEVEL,
    MID,
    TRANSPORT_CC,
    Codec,
    IncomingTrack,
    SlotParams,
    Viewer,
)

OPUS = Codec("audio", "OPUS", 111, None, 48000)
VP8 = Codec("video", "VP8", 96, 97, 90000)
H264 = Codec("video", "H264", 102, 103, 90000)
NO_RTX = Codec("video", "VP8", 96, None, 90000)
EXTENSIONS = {MID: 4, AUDIO_LEVEL: 1, TRANSPORT_CC: 3, ABS_SEND_TIME: 2}

PROFILES = {
    True: (Policy.SRTP_PROFILE_AEAD_AES_128_GCM, 28),
    False: (Policy.SRTP_PROFILE_AES128_CM_SHA1_80, 30),
}


def sessions(gcm: bool = True) -> tuple[Session, Session]:
    """(outbound as aiortc makes it, inbound of the other side)"""
    profile, length = PROFILES[gcm]
    key = os.urandom(length)
    out = Policy(key=key, ssrc_type=Policy.SSRC_ANY_OUTBOUND, srtp_profile=profile)
    out.allow_repeat_tx = True
    out.window_size = 1024
    into = Policy(key=key, ssrc_type=Policy.SSRC_ANY_INBOUND, srtp_profile=profile)
    into.window_size = 1024
    return Session(out), Session(into)


def vp8_payload(
    picture: int, *, key: bool, start: bool = True, size: int = 40, tl0: int = 0
) -> bytes:
    first = 0x80 | (0x10 if start else 0)
    descriptor = bytes((first, 0xC0, 0x80 | picture >> 8 & 0x7F, picture & 0xFF, tl0))
    frame = bytes((0x00 if key else 0x01,)) if start else b"\x55"
    return descriptor + frame + bytes(max(0, size - 6))


@dataclass
class Publishing:
    """One track of one publisher, and what it was told."""

    stage: Stage
    source: Source = "camera"
    participant: UUID = field(default_factory=uuid4)
    connection: UUID = field(default_factory=uuid4)
    mid: str = "1"
    codec: Codec = VP8
    ssrc: int = 0x1000
    announced: bool = True
    seq: int = 100
    timestamp: int = 5000
    picture: int = 10
    transport: int = 0
    told: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        kind: Kind = self.codec.kind
        codecs = {self.codec.pt: self.codec}
        self.track = IncomingTrack(
            connection=self.connection,
            participant=self.participant,
            source=self.source,
            kind=kind,
            mid=self.mid,
            codecs=codecs,
            ssrc=self.ssrc if self.announced else None,
            rtx_ssrc=self.ssrc + 1 if self.announced and self.codec.rtx_pt else None,
            extensions=dict(EXTENSIONS),
            send_rtcp=self.told.append,
        )
        self.stage.add_track(self.track)

    def packet(
        self,
        payload: bytes,
        *,
        marker: bool = True,
        level: int | None = None,
        seq: int | None = None,
    ) -> bytes:
        elements = [(4, self.mid.encode()), (3, struct.pack("!H", self.transport & 0xFFFF))]
        if level is not None:
            elements.append((1, bytes((level,))))
        return rtp.build(
            pt=self.codec.pt,
            marker=marker,
            seq=self.seq if seq is None else seq,
            timestamp=self.timestamp,
            ssrc=self.ssrc,
            payload=payload,
            extension=rtp.extension_block(elements),
        )

    def send(
        self, payload: bytes, now: float, *, marker: bool = True, level: int | None = None
    ) -> None:
        data = self.packet(payload, marker=marker, level=level)
        self.seq += 1
        self.transport += 1
        self.stage.on_rtp(self.connection, data, now)

    def frame(self, now: float, *, key: bool = False, packets: int = 1, size: int = 40) -> None:
        """A whole VP8 frame, not flushed."""
        self.timestamp += 3000
        for index in range(packets):
            payload = vp8_payload(self.picture, key=key, start=index == 0, size=size)
            self.send(payload, now, marker=index == packets - 1)
        self.picture += 1

    def speak(self, now: float, level: int = 20) -> None:
        """20 ms of sound."""
        self.timestamp += 960
        self.send(b"opus" * 10, now, marker=False, level=level)


@dataclass
class Watching:
    """A viewer with a socket of its own."""

    stage: Stage
    audio: int = 1
    video: int = 1
    gcm: bool = True
    participant: UUID = field(default_factory=uuid4)
    connection: UUID = field(default_factory=uuid4)
    codecs: tuple[Codec, ...] = (OPUS, VP8)
    base: int = 0x20000
    outbound: Session | None = None
    inbound: Session | None = None
    sock: socket.socket | None = None
    #: Datagrams that came twice.
    replayed: int = 0

    def __post_init__(self) -> None:
        if self.outbound is None:
            self.outbound, self.inbound = sessions(self.gcm)
        self.receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.receiver.bind(("127.0.0.1", 0))
        self.receiver.setblocking(False)
        self.own = self.sock is None
        if self.sock is None:
            self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            self.sock.bind(("127.0.0.1", 0))
            self.sock.setblocking(False)
        slots = []
        for kind, count in (("audio", self.audio), ("video", self.video)):
            for slot in range(count):
                codecs = {c.name: c for c in self.codecs if c.kind == kind}
                ssrc = self.base + 100 * (kind == "video") + 2 * slot
                rtx = any(c.rtx_pt is not None for c in codecs.values())
                slots.append(
                    SlotParams(
                        kind=kind,  # type: ignore[arg-type]
                        slot=slot,
                        mid=f"{kind[0]}{slot}",
                        ssrc=ssrc,
                        rtx_ssrc=ssrc + 1 if rtx else None,
                        codecs=codecs,
                        extensions={MID: 9, ABS_SEND_TIME: 2},
                    )
                )
        self.viewer = Viewer(
            connection=self.connection,
            participant=self.participant,
            slots=slots,
            outbound=self.outbound,
            sock=self.sock,
            address=self.receiver.getsockname(),
            gcm=self.gcm,
        )
        self.stage.add_viewer(self.viewer)

    def close(self) -> None:
        self.receiver.close()
        if self.own and self.sock is not None:
            self.sock.close()

    def datagrams(self) -> list[bytes]:
        found = []
        while True:
            try:
                found.append(self.receiver.recv(2048))
            except BlockingIOError:
                return found

    def received(self) -> list[bytes]:
        """Plain RTP, in the order of arrival; RTCP goes to `reports`."""
        self.reports: list[bytes] = []
        assert self.inbound is not None
        found = []
        for datagram in self.datagrams():
            if 192 <= datagram[1] <= 223:
                self.reports.append(self.inbound.unprotect_rtcp(datagram))
            else:
                try:
                    found.append(self.inbound.unprotect(datagram))
                except Error as error:
                    if "replay" not in str(error):
                        raise
                    self.replayed += 1
        return found

    def packets(self, kind: str = "video", slot: int = 0) -> list[rtp.Packet]:
        params = next(p for p in self.viewer.slots if (p.kind, p.slot) == (kind, slot))
        parsed = [rtp.parse(p) for p in self.received()]
        return [p for p in parsed if p.ssrc == params.ssrc]


def audience(stage: Stage, count: int) -> list[Watching]:
    """So many viewers, who get everything from one socket."""
    people = [Watching(stage)]
    people += [Watching(stage, sock=people[0].sock) for _ in range(count - 1)]
    return people


@dataclass
class Heard:
    """What a stage told its node."""

    slots: list[list[SlotView]] = field(default_factory=list)
    speaking: list[list[UUID]] = field(default_factory=list)
    lines: list[dict[UUID, int]] = field(default_factory=list)


def stage(audio: int = 1, video: int = 1, sender: Sender | None = None) -> tuple[Stage, Heard]:
    heard = Heard()
    return (
        Stage(
            audio_slots=audio,
            video_slots=video,
            on_slots=heard.slots.append,
            on_speaking=heard.speaking.append,
            on_lines=heard.lines.append,
            sender=sender,
        ),
        heard,
    )
