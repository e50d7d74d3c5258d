"""One SSRC as it arrives: numbers without wrap-around, doubles, gaps, receiver reports."""

from math import inf

from webinars.media.forwarding import rtcp
from webinars.media.forwarding.rtp import unwrapped

#: How far back a number is remembered; older ones are dropped.
WINDOW = 2048
#: A jump further than this starts the stream anew.
RESTART = 3000
#: A gap longer than this is not asked for: a key frame is cheaper.
LONGEST_GAP = 200
FIRST_RETRY, RETRY, TRIES = 0.01, 0.06, 8


class Inbound:
    """`ask` is whether gaps are to be asked for (NACK)."""

    def __init__(self, clock: int, *, ask: bool) -> None:
        self.clock = clock
        self.ask = ask
        self.highest = -1
        self.received = 0
        self.broken = False
        self.lost_share = 0.0
        #: When something is to be asked for next, `inf` for nothing.
        self.asks_at = inf
        self._base = 0
        self._seen = [-1] * WINDOW
        self._missing: dict[int, tuple[int, float]] = {}
        self._reported = (0, 0)
        self._jitter = 0.0
        self._transit: float | None = None
        self._sr: tuple[int, float] | None = None

    def arrive(self, seq: int, timestamp: int, now: float) -> int | None:
        """A packet that comes for the first time: its number, None for a double. `broken` tells
        whether the gap before it is too long to be asked for."""
        following = self.highest + 1
        if seq != following & 0xFFFF or not following or self._missing:
            number = self.recover(seq, now)
        else:
            # As nearly all are: the next one, and nothing is missing.
            self._seen[following % WINDOW] = self.highest = number = following
            self.received += 1
            self.broken = False
        if number is not None:
            self.time(timestamp, now)
        return number

    def recover(self, seq: int, now: float) -> int | None:
        """The same for one that comes again, and says nothing of the line's jitter."""
        number = self.take(seq)
        self.broken = number is not None and not self.advance(number, now)
        return number

    def take(self, seq: int) -> int | None:
        """The number without wrap-around; None for a double, or one that is too old. A restart
        is told by a number that is more than RESTART above `highest`."""
        if self.highest < 0:
            number = seq + 0x10000
            self._base = number
            self.highest = number - 1
        else:
            number = unwrapped(seq, self.highest)
            if number < 0 or abs(number - self.highest) > RESTART:
                number = self._restart(seq)
        if number <= self.highest - WINDOW or self._seen[number % WINDOW] == number:
            return None
        self._seen[number % WINDOW] = number
        self.received += 1
        return number

    def advance(self, number: int, now: float) -> bool:
        """Note the gaps before `number`. False when the gap is too long to be asked for."""
        self._missing.pop(number, None)
        if number <= self.highest:
            return True
        gap = number - self.highest - 1
        known = True
        if gap and self.ask:
            if gap > LONGEST_GAP:
                self._missing.clear()
                known = False
            else:
                for lost in range(self.highest + 1, number):
                    self._missing[lost] = (0, now + FIRST_RETRY)
                self.asks_at = min(self.asks_at, now + FIRST_RETRY)
        self.highest = number
        return known

    def _restart(self, seq: int) -> int:
        self._missing.clear()
        number = unwrapped(seq, self.highest + 2 * RESTART)
        while number <= self.highest + RESTART:
            number += 0x10000
        self._base += number - self.highest - 1
        self.highest = number - 1
        return number

    def due(self, now: float) -> list[int]:
        """Numbers to ask for now, ascending. Each is given up after TRIES."""
        asked: list[int] = []
        for number, (tries, at) in list(self._missing.items()):
            if at > now:
                continue
            if tries >= TRIES:
                del self._missing[number]
                continue
            self._missing[number] = (tries + 1, now + RETRY)
            asked.append(number)
        self.asks_at = min((at for _, at in self._missing.values()), default=inf)
        asked.sort()
        return asked

    def time(self, timestamp: int, now: float) -> None:
        """Interarrival jitter, RFC 3550 §A.8."""
        transit = now * self.clock - timestamp
        if self._transit is not None:
            step = abs(transit - self._transit)
            if step < self.clock * 4:
                self._jitter += (step - self._jitter) / 16
        self._transit = transit

    def sender_report(self, ntp: int, now: float) -> None:
        self._sr = ((ntp >> 16) & 0xFFFFFFFF, now)

    def block(self, ssrc: int, now: float) -> rtcp.Block:
        """What is reported of this SSRC since the last call."""
        expected = self.highest - self._base + 1
        expected_before, received_before = self._reported
        interval = expected - expected_before
        lost = interval - (self.received - received_before)
        self._reported = (expected, self.received)
        self.lost_share = max(0.0, lost / interval) if interval > 0 else 0.0
        last_sr, delay = 0, 0
        if self._sr is not None:
            last_sr, delay = self._sr[0], int((now - self._sr[1]) * 65536)
        return rtcp.Block(
            ssrc=ssrc,
            lost=min(255, int(self.lost_share * 256)),
            total=expected - self.received,
            highest=self.highest - 0x10000,
            jitter=int(self._jitter),
            last_sr=last_sr,
            delay=delay,
        )
