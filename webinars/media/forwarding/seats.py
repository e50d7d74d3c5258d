"""A watching connection, and its seat in each slot."""

import struct
from dataclasses import dataclass, field

from pylibsrtp import Error as SrtpError

from webinars.media.forwarding import rtp
from webinars.media.forwarding.groups import Group
from webinars.media.types import SlotParams, Viewer


@dataclass(slots=True)
class Tokens:
    """A budget that refills at `rate` a second up to `most`."""

    rate: float
    most: float
    _left: float = -1.0
    _at: float = 0.0

    def take(self, now: float) -> bool:
        if self._left < 0:
            self._left = self.most
        else:
            self._left = min(self.most, self._left + (now - self._at) * self.rate)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


@dataclass(slots=True, eq=False)
class Numbers:
    """What was used under one key: for each SSRC the last number (without wrap-around). It outlives
    the seats, since a connection may be added anew with the same session."""

    media: dict[int, int] = field(default_factory=dict)
    rtx: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Seat:
    watcher: "Watcher"
    params: SlotParams
    group: Group | None = None
    position: int = 0
    #: VP8 numbers that were sent last.
    picture: int | None = None
    tl0: int | None = None
    #: The group's number, packets and octets when this viewer joined it.
    since: tuple[int, int, int] = (0, 0, 0)
    packets: int = 0
    octets: int = 0
    retransmissions: Tokens = field(default_factory=lambda: Tokens(rate=300, most=300))
    key_frames: Tokens = field(default_factory=lambda: Tokens(rate=0.5, most=3))

    @property
    def last(self) -> int | None:
        return self.watcher.numbers.media.get(self.params.ssrc)

    def totals(self) -> tuple[int, int]:
        """Packets and octets of payload that were sent here so far."""
        if self.group is None:
            return self.packets, self.octets
        _, packets, octets = self.since
        return (
            self.packets + self.group.packets - packets,
            self.octets + self.group.octets - octets,
        )

    def join(self, group: Group, number: int) -> None:
        """From the group's number `number` on."""
        self.since = (number, group.packets, group.octets)
        group.floor = max(group.floor, number)
        group.add(self)

    def leave(self) -> None:
        """The group's queue has to be sent before."""
        group = self.group
        if group is None:
            return
        self.packets, self.octets = self.totals()
        if group.highest >= self.since[0]:
            self.watcher.numbers.media[self.params.ssrc] = group.highest
            self.picture, self.tl0 = group.picture, group.tl0
        group.remove(self)

    def retransmit(self, lost: list[int], now: float) -> None:
        """As far as the budget goes."""
        group = self.group
        if group is None:
            return
        for seq in lost:
            if not self.retransmissions.take(now):
                return
            self._again(group, seq, now)

    def _again(self, group: Group, seq: int, now: float) -> None:
        """By RTX, under a number of its own. A viewer without RTX is sent the very bytes again:
        under the same number nothing else may be encrypted."""
        params = self.params
        if rtp.unwrapped(seq, group.highest) < self.since[0]:
            return
        data = group.kept(seq)
        if data is None:
            return
        if group.shape.rtx_pt is None or params.rtx_ssrc is None:
            self.watcher.protect_and_send(data[:8] + struct.pack("!L", params.ssrc) + data[12:])
            return
        number = self.watcher.numbers.rtx.get(params.rtx_ssrc, -1) + 1
        self.watcher.numbers.rtx[params.rtx_ssrc] = number
        data = group.stamped(data, now)
        self.watcher.protect_and_send(
            rtp.retransmission(data, pt=group.shape.rtx_pt, seq=number, ssrc=params.rtx_ssrc)
        )


@dataclass(slots=True, eq=False)
class Watcher:
    viewer: Viewer
    numbers: Numbers
    seats: list[Seat] = field(default_factory=list)
    #: By the SSRC of its media.
    by_ssrc: dict[int, Seat] = field(default_factory=dict)
    gso: bool = True
    gone: bool = False
    #: For how good the line is.
    joined_at: float = 0.0
    heard_at: float = 0.0
    lost: float = 0.0
    #: What its browser thinks that the line takes (bits a second), None for unknown.
    remb: int | None = None
    octets: int = 0
    #: RTCP that is read at most: browsers send a few a second, more when packets get lost.
    listening: Tokens = field(default_factory=lambda: Tokens(rate=50, most=100))
    failures: int = 0

    def send(self, datagram: bytes) -> None:
        """Live media: what can't be sent now is dropped."""
        try:
            self.viewer.sock.sendto(datagram, self.viewer.address)
        except OSError:
            self.failures += 1

    def protect_and_send(self, packet: bytes) -> None:
        try:
            cipher = self.viewer.outbound.protect(packet)
        except (SrtpError, ValueError):
            self.failures += 1
            return
        self.send(cipher)

    def send_rtcp(self, packet: bytes) -> None:
        try:
            cipher = self.viewer.outbound.protect_rtcp(packet)
        except (SrtpError, ValueError):
            self.failures += 1
            return
        self.send(cipher)
