"""Sender reports to viewers, with the publisher's own mapping of time: lips fit the sound."""

from collections.abc import Callable

from webinars.media.forwarding import rtcp
from webinars.media.forwarding.lanes import Lane
from webinars.media.forwarding.seats import Seat, Watcher

INTERVAL = 2.0
#: After joining, and until the first could be said.
FIRST = 0.1
#: Those of so much time (s) go together: code that is warm costs a fraction.
TOGETHER = 0.1


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
