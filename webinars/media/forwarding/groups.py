"""Viewers of one slot whose packets differ in the SSRC and the key alone: one rewriting for all."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from webinars.media.forwarding import rtp
from webinars.media.forwarding.payloads import Vp8, renumbered

if TYPE_CHECKING:
    from webinars.media.forwarding.seats import Seat

#: Packets kept for retransmissions; a power of two.
CACHE = 1024
#: Packets of one frame that go out together at most, and how long the first of them waits (s).
BURST, PATIENCE = 8, 0.005


@dataclass(frozen=True, slots=True)
class Shape:
    """What a rewriting depends on. The deltas are a viewer's distance from its slot's numbers."""

    pt: int
    rtx_pt: int | None
    mid: str
    mid_id: int | None
    time_id: int | None
    gcm: bool
    fd: int
    gso: bool
    seq: int = 0
    picture: int = 0
    tl0: int = 0


@dataclass(slots=True)
class Outgoing:
    """A packet in its slot's numbers (`number` without wrap-around), before a group's rewriting."""

    number: int
    timestamp: int
    marker: bool
    payload: bytes
    vp8: Vp8 | None
    picture: int
    tl0: int


@dataclass(slots=True, eq=False)
class Group:
    shape: Shape
    video: bool
    seats: "list[Seat]" = field(default_factory=list)
    queue: list[bytes] = field(default_factory=list)
    queued_at: float = 0.0
    complete: bool = False
    #: Numbers below this are not sent: some viewer may have used them before it came here.
    floor: int = 0
    highest: int = -1
    picture: int | None = None
    tl0: int | None = None
    packets: int = 0
    octets: int = 0
    #: What a sender prepares for this group; None when the members changed.
    prepared: object | None = None
    _cache: list[tuple[int, bytes] | None] = field(default_factory=list)
    _head: bytes = b""
    _tail: bytes = b""

    def __post_init__(self) -> None:
        shape = self.shape
        if self.video and shape.rtx_pt is not None:
            self._cache = [None] * CACHE
        elements = []
        if shape.time_id is not None:
            elements.append((shape.time_id, b"\0\0\0"))
        if shape.mid_id is not None:
            elements.append((shape.mid_id, shape.mid.encode()))
        block = rtp.extension_block(elements)
        at = self._time_at(block)
        self._head, self._tail = (block, b"") if at is None else (block[:at], block[at + 3 :])

    def _time_at(self, block: bytes) -> int | None:
        if self.shape.time_id is None:
            return None
        return 5 if block[:2] == b"\xbe\xde" else 6

    def write(self, packet: Outgoing, now: float) -> bool:
        """Queue a packet, rewritten. False when its number is below the floor."""
        shape = self.shape
        number = packet.number + shape.seq
        if number < self.floor:
            return False
        payload = packet.payload
        if packet.vp8 is not None:
            payload = renumbered(
                payload, packet.vp8, packet.picture + shape.picture, packet.tl0 + shape.tl0
            )
        extension = self._head
        if shape.time_id is not None:
            extension += rtp.abs_send_time(now) + self._tail
        data = rtp.build(
            pt=shape.pt,
            marker=packet.marker,
            seq=number,
            timestamp=packet.timestamp,
            ssrc=0,
            payload=payload,
            extension=extension,
        )
        if self._cache:
            self._cache[number % CACHE] = (number & 0xFFFF, data)
        if not self.queue:
            self.queued_at = now
        self.queue.append(data)
        if packet.marker or not self.video or number < self.highest:
            self.complete = True
        if number > self.highest:
            self.highest = number
            if packet.vp8 is not None:
                self._remember(packet)
        self.packets += 1
        self.octets += len(payload)
        return True

    def _remember(self, packet: Outgoing) -> None:
        found = packet.vp8
        if found is not None and found.picture_id is not None:
            self.picture = (found.picture_id + packet.picture + self.shape.picture) & 0x7FFF
        if found is not None and found.tl0 is not None:
            self.tl0 = (found.tl0 + packet.tl0 + self.shape.tl0) & 0xFF

    def due(self, now: float) -> bool:
        """Whole frames go at once; the beginning of one waits a little for the rest."""
        return bool(self.queue) and (
            self.complete or len(self.queue) >= BURST or now - self.queued_at >= PATIENCE
        )

    def taken(self) -> list[bytes]:
        queue, self.queue, self.complete = self.queue, [], False
        return queue

    def cached(self, seq: int, now: float) -> bytes | None:
        """A packet that was sent, by its 16-bit number, stamped anew."""
        if not self._cache:
            return None
        entry = self._cache[seq % CACHE]
        if entry is None or entry[0] != seq:
            return None
        data = entry[1]
        if self.shape.time_id is not None:
            at = 12 + len(self._head)
            data = data[:at] + rtp.abs_send_time(now) + data[at + 3 :]
        return data

    def add(self, seat: "Seat") -> None:
        seat.group, seat.position = self, len(self.seats)
        self.seats.append(seat)
        self.prepared = None

    def remove(self, seat: "Seat") -> None:
        last = self.seats.pop()
        if last is not seat:
            self.seats[seat.position] = last
            last.position = seat.position
        seat.group = None
        self.prepared = None
