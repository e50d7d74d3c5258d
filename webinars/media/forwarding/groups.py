"""Viewers of one slot whose packets differ in the SSRC and the key alone: one rewriting for all."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from webinars.media.forwarding import rtp
from webinars.media.forwarding.bursts import BURST, bursts
from webinars.media.forwarding.payloads import Vp8, renumbered

if TYPE_CHECKING:
    from webinars.media.forwarding.seats import Seat

#: Packets kept for retransmissions; a power of two.
CACHE = 1024
#: How long a frame's first packets wait for the rest (s).
PATIENCE = 0.005
#: An audience of so many is sent sound two packets at a time, in one message each: the first waits
#: for the second, which is 20 ms behind it, and for so long (s) at most.
AUDIENCE, SOUND_PATIENCE = 50, 0.025


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
    waits_until: float = 0.0
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
    _cache: list[tuple[int, bytes] | None] = field(default_factory=lambda: [None] * CACHE)
    _head: bytes = b""
    _tail: bytes = b""

    def __post_init__(self) -> None:
        shape = self.shape
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
        if not self.queue:
            self.waits_until = now + (PATIENCE if self.video else SOUND_PATIENCE)
        self.queue.append(data)
        if number < self.highest or self._whole(packet):
            self.complete = True
        if number > self.highest:
            self.highest = number
            if packet.vp8 is not None:
                self._remember(packet)
        self.packets += 1
        self.octets += len(payload)
        return True

    def _whole(self, packet: Outgoing) -> bool:
        """Whether what is queued need not wait for what follows."""
        if self.video:
            return packet.marker
        return len(self.queue) > 1 or len(self.seats) < AUDIENCE or not self.shape.gso

    def _remember(self, packet: Outgoing) -> None:
        found = packet.vp8
        if found is not None and found.picture_id is not None:
            self.picture = (found.picture_id + packet.picture + self.shape.picture) & 0x7FFF
        if found is not None and found.tl0 is not None:
            self.tl0 = (found.tl0 + packet.tl0 + self.shape.tl0) & 0xFF

    def due(self, now: float) -> bool:
        """Whole frames go at once; the beginning of one waits a little for the rest."""
        return bool(self.queue) and (
            self.complete or len(self.queue) >= BURST or now >= self.waits_until
        )

    def taken(self) -> list[list[bytes]]:
        """What is to be sent now, in bursts; kept as it is sent, for retransmissions."""
        queue, self.queue, self.complete = self.queue, [], False
        cut = list(bursts(queue, gso=self.shape.gso))
        for burst in cut:
            for data in burst:
                seq = data[2] << 8 | data[3]
                self._cache[seq % CACHE] = (seq, data)
        return cut

    def kept(self, seq: int) -> bytes | None:
        """A packet as it was sent, by its 16-bit number, without SSRC."""
        entry = self._cache[seq % CACHE]
        return entry[1] if entry is not None and entry[0] == seq else None

    def stamped(self, data: bytes, now: float) -> bytes:
        """The same packet, sent at another time."""
        if self.shape.time_id is None:
            return data
        at = 12 + len(self._head)
        return data[:at] + rtp.abs_send_time(now) + data[at + 3 :]

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
