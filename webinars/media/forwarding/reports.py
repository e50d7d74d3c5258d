"""Sender reports to viewers, with the publisher's own mapping of time: lips fit the sound."""

from collections import deque
from collections.abc import Callable

from webinars.media.forwarding import rtcp
from webinars.media.forwarding.lanes import Lane
from webinars.media.forwarding.seats import Seat, Watcher

#: Between two reports (s), as RFC 3550 §6.2 recommends; sooner when a slot's mapping has changed.
INTERVAL = 5.0
#: After joining, and until the first could be said.
FIRST = 0.1
#: Those of so much time (s) go together: code that is warm costs a fraction.
TOGETHER = 0.1
#: In one go at most, so that packets need not wait for them.
AT_ONCE = 64


class Turns:
    """Whose report is due when."""

    def __init__(self, lane_of: Callable[[Seat], Lane]) -> None:
        self._lane_of = lane_of
        self._waiting: deque[tuple[float, Watcher]] = deque()
        self._due = 0.0

    def add(self, watcher: Watcher, now: float) -> None:
        self._waiting.appendleft((now + FIRST, watcher))

    def hasten(self) -> None:
        """Everybody's is due: what they know of a slot is not true any more."""
        self._waiting = deque((0.0, watcher) for _, watcher in self._waiting)

    def send(self, now: float) -> None:
        """To those whose turn it is: earliest first, newcomers before all."""
        if now < self._due:
            return
        self._due = now + TOGETHER
        sent, again = 0, []
        while sent < AT_ONCE and self._waiting and self._waiting[0][0] <= now:
            _, watcher = self._waiting.popleft()
            if watcher.gone:
                continue
            if send(watcher, self._lane_of):
                sent += 1
                self._waiting.append((now + INTERVAL, watcher))
            else:
                again.append((now + FIRST, watcher))
        self._waiting.extendleft(again)


def send(watcher: Watcher, lane_of: Callable[[Seat], Lane]) -> bool:
    """One compound packet for all slots that carry something. False when there is nothing yet."""
    said = b""
    names: list[tuple[int, str]] = []
    for seat in watcher.seats:
        if seat.group is None:
            continue
        lane = lane_of(seat)
        mapping = lane.sender_time()
        if mapping is None or lane.publication is None:
            continue
        packets, octets = seat.totals()
        ntp, timestamp = mapping
        said += rtcp.sender_report(
            ssrc=seat.params.ssrc, ntp=ntp, rtp=timestamp, packets=packets, octets=octets
        )
        names.append((seat.params.ssrc, lane.publication.cname))
    if not said:
        return False
    watcher.send_rtcp(said + rtcp.description(names))
    return True
