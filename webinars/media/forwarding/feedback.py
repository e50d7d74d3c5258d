"""Transport-wide feedback to one publishing connection: when which of its packets arrived."""

from collections.abc import Callable

from webinars.media.forwarding import rtcp
from webinars.media.forwarding.rtp import unwrapped

INTERVAL = 0.05
#: A little early is better than a whole round late (s).
EARLY = 0.01
#: Numbers in one feedback; a datagram holds it in any case.
MOST = 400


class TransportFeedback:
    """`send` takes plain RTCP."""

    def __init__(self, send: Callable[[bytes], None]) -> None:
        self.send = send
        self._arrivals: dict[int, float] = {}
        self._highest: int | None = None
        self._next: int | None = None
        self._count = 0
        self._due = 0.0

    def take(self, number: int, now: float) -> None:
        if self._highest is None:
            self._highest = number + 0x10000
        wide = unwrapped(number, self._highest)
        if self._next is not None and wide < self._next - MOST:
            return
        self._highest = max(self._highest, wide)
        self._arrivals.setdefault(wide, now)

    def tick(self, *, sender: int, ssrc: int, now: float) -> None:
        if not self._arrivals or now < self._due - EARLY:
            return
        self._due = now + INTERVAL
        numbers = sorted(self._arrivals)
        batch: list[tuple[int, float]] = []
        for number in numbers:
            if batch and number - batch[0][0] >= MOST:
                self._send(batch, sender, ssrc)
                batch = []
            batch.append((number, self._arrivals[number]))
        self._send(batch, sender, ssrc)
        self._next = numbers[-1] + 1
        self._arrivals.clear()

    def _send(self, batch: list[tuple[int, float]], sender: int, ssrc: int) -> None:
        self.send(
            rtcp.transport_feedback(sender=sender, ssrc=ssrc, count=self._count, arrivals=batch)
        )
        self._count = (self._count + 1) & 0xFF
