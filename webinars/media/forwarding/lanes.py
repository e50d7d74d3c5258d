"""One slot of the room, and its numbers: continuous, whoever's packets it carries."""

import secrets
from dataclasses import replace
from math import inf

from webinars.media.contract import Kind
from webinars.media.forwarding.groups import Group, Outgoing, Shape
from webinars.media.forwarding.inbound import RESTART
from webinars.media.forwarding.payloads import Vp8, h264_key_start, vp8
from webinars.media.forwarding.publication import Publication
from webinars.media.forwarding.rtp import Packet
from webinars.media.forwarding.seats import Seat
from webinars.media.forwarding.sending import Sender
from webinars.media.types import ABS_SEND_TIME, MID, Codec

#: Nobody starts within so many numbers before a wrap-around: if those got lost, the receiver
#: would count its roll-overs wrong for good (RFC 3711 §3.3.1).
GUARD = 64


class Lane:
    """`publication` is what it carries, None for an empty slot."""

    def __init__(self, kind: Kind, index: int, sender: Sender) -> None:
        self.kind = kind
        self.index = index
        self.publication: Publication | None = None
        self.seats: set[Seat] = set()
        self.waiting: set[Seat] = set()
        self.groups: dict[Shape, Group] = {}
        self.late = 0
        #: Its numbers stand for another's time than before, and viewers were not told yet.
        self.anew = False
        self._sender = sender
        self._codec: Codec | None = None
        self._next = 0x10000 + secrets.randbelow(0x4000)
        self._start = 0
        self._seq = 0
        self._time = 0
        self._picture = 0
        self._tl0 = 0
        self._last_time: tuple[int, float] | None = None
        self._last_picture: int | None = None
        self._last_tl0: int | None = None

    # --- who is there ---------------------------------------------------------------------------

    def carry(self, publication: Publication | None) -> None:
        """What comes next starts at its first packet (video: at a key frame)."""
        if publication is not self.publication:
            self.publication = publication
            self.stop()

    def stop(self) -> None:
        """Nothing is forwarded until the next start."""
        self._codec = None
        if self.publication is not None and self.seats:
            self.publication.key_frames.want()

    def add(self, seat: Seat) -> None:
        self.seats.add(seat)
        self._wait(seat)

    def remove(self, seat: Seat) -> None:
        self.seats.discard(seat)
        self.waiting.discard(seat)
        self._leave(seat)

    def regroup(self, seat: Seat) -> None:
        """After a viewer's socket or abilities changed: the same numbers, in another group."""
        group = seat.group
        if group is None:
            return
        self._leave(seat)
        if self._codec is not None:
            self._join(seat, self._codec, self._next)
        else:
            self.waiting.add(seat)

    def awaited(self) -> bool:
        """Whether anybody could watch but has no picture yet."""
        publication = self.publication
        if publication is None or publication.muted:
            return False
        return any(self._may_watch(seat, publication) for seat in self.waiting)

    def _wait(self, seat: Seat) -> None:
        self.waiting.add(seat)
        if self.publication is not None:
            self.publication.key_frames.want()

    def _may_watch(self, seat: Seat, publication: Publication) -> bool:
        if seat.watcher.viewer.participant == publication.track.participant:
            return False
        codecs = seat.params.codecs
        if self._codec is not None:
            return self._codec.name in codecs
        return any(c.name in codecs for c in publication.track.codecs.values())

    # --- packets --------------------------------------------------------------------------------

    def take(self, packet: Packet, number: int, codec: Codec, now: float) -> bool:
        """Forward a publisher's packet; `number` without wrap-around. False when it was not."""
        descriptor, key = None, True
        if self.kind == "video":
            if codec.name == "VP8":
                descriptor = vp8(packet.payload) if packet.payload else None
                key = descriptor is not None and descriptor.key_start
            else:
                key = codec.name == "H264" and h264_key_start(packet.payload)
            if key and self.publication is not None:
                self.publication.key_frames.arrived()
        running = self._codec is not None and self._codec.name == codec.name
        if running and number + self._seq > self._next + RESTART:
            running = False
        if not running:
            if not key or self._came_late(number):
                if self.publication is not None:
                    self.publication.key_frames.want()
                return False
            self._begin(packet, number, codec, descriptor, now)
        elif number < self._start:
            self.late += 1
            return False
        elif key and self.waiting:
            self._admit(codec, number + self._seq)
        self._forward(packet, number, descriptor, now)
        return True

    def _came_late(self, number: int) -> bool:
        """What followed it was not forwarded, so nothing can start here."""
        publication = self.publication
        return publication is not None and number < publication.inbound.highest

    def _begin(
        self, packet: Packet, number: int, codec: Codec, descriptor: Vp8 | None, now: float
    ) -> None:
        self._codec = codec
        self.anew = True
        self._start = number
        self._seq = self._next - number
        if self._last_time is None:
            self._time = 0
        else:
            timestamp, at = self._last_time
            expected = timestamp + max(1, int((now - at) * codec.clock))
            self._time = expected - packet.timestamp
        if descriptor is not None:
            if descriptor.picture_id is not None and self._last_picture is not None:
                self._picture = self._last_picture + 1 - descriptor.picture_id
            if descriptor.tl0 is not None and self._last_tl0 is not None:
                self._tl0 = self._last_tl0 + 1 - descriptor.tl0
        publication = self.publication
        assert publication is not None
        for seat in self.seats - self.waiting:
            fits = self._may_watch(seat, publication)
            group = seat.group
            if not fits or group is None or group.shape != self._shape(seat, codec, group.shape):
                self._leave(seat)
                self.waiting.add(seat)
        self._admit(codec, self._next)

    def _admit(self, codec: Codec, number: int) -> None:
        publication = self.publication
        assert publication is not None
        for seat in list(self.waiting):
            if not self._may_watch(seat, publication):
                continue
            if seat.last is None and number & 0xFFFF > 0xFFFF - GUARD:
                continue
            self.waiting.discard(seat)
            self._join(seat, codec, number)

    def _forward(self, packet: Packet, number: int, descriptor: Vp8 | None, now: float) -> None:
        out = Outgoing(
            number + self._seq,
            packet.timestamp + self._time,
            packet.marker,
            packet.payload,
            descriptor,
            self._picture,
            self._tl0,
        )
        if out.number >= self._next:
            self._next = out.number + 1
            self._last_time = (out.timestamp, now)
            if descriptor is not None and descriptor.picture_id is not None:
                self._last_picture = (descriptor.picture_id + self._picture) & 0x7FFF
            if descriptor is not None and descriptor.tl0 is not None:
                self._last_tl0 = (descriptor.tl0 + self._tl0) & 0xFF
        for group in self.groups.values():
            if not group.write(out, now):
                self.late += 1

    def flush(self, now: float) -> float:
        """When what waits here for more is sent in any case; `inf` for nothing."""
        due = inf
        for group in self.groups.values():
            if group.due(now):
                self._send(group)
            elif group.queue:
                due = min(due, group.waits_until)
        return due

    def sender_time(self) -> tuple[int, int] | None:
        """(64-bit NTP, RTP time in this slot's numbers): the publisher's own mapping."""
        if self._codec is None or self.publication is None or self.publication.clock is None:
            return None
        ntp, timestamp = self.publication.clock
        return ntp, (timestamp + self._time) & 0xFFFFFFFF

    # --- groups ---------------------------------------------------------------------------------

    def _shape(self, seat: Seat, codec: Codec, deltas: Shape | None) -> Shape:
        mine = seat.params.codecs[codec.name]
        viewer = seat.watcher.viewer
        shape = Shape(
            pt=mine.pt,
            rtx_pt=mine.rtx_pt if seat.params.rtx_ssrc is not None else None,
            mid=seat.params.mid,
            mid_id=seat.params.extensions.get(MID),
            time_id=seat.params.extensions.get(ABS_SEND_TIME),
            gcm=viewer.gcm,
            fd=viewer.sock.fileno(),
            gso=seat.watcher.gso,
        )
        if deltas is None:
            return shape
        return replace(shape, seq=deltas.seq, picture=deltas.picture, tl0=deltas.tl0)

    def _join(self, seat: Seat, codec: Codec, number: int) -> None:
        shape = self._shape(seat, codec, None)
        if seat.last is not None and seat.last + 1 != number:
            shape = replace(shape, seq=seat.last + 1 - number)
        if seat.picture is not None and self._last_picture is not None:
            shape = replace(shape, picture=(seat.picture - self._last_picture) & 0x7FFF)
        if seat.tl0 is not None and self._last_tl0 is not None:
            shape = replace(shape, tl0=(seat.tl0 - self._last_tl0) & 0xFF)
        group = self.groups.get(shape)
        if group is None:
            group = self.groups[shape] = Group(shape, self.kind == "video")
        else:
            self._send(group)
        seat.join(group, number + shape.seq)

    def _leave(self, seat: Seat) -> None:
        group = seat.group
        if group is None:
            return
        self._send(group)
        seat.leave()
        if not group.seats:
            del self.groups[group.shape]

    def _send(self, group: Group) -> None:
        if group.queue:
            self._sender.send(group, group.taken())
