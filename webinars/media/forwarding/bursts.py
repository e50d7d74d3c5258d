"""Packets of one frame, cut into runs that the kernel can segment (UDP GSO)."""

from collections.abc import Iterator

from webinars.media.forwarding import rtp

#: Packets that go out together at most.
BURST = 8
#: Packets of a burst are made equal by so much padding at most (bytes).
PADDING = 64


def bursts(packets: list[bytes], *, gso: bool) -> Iterator[list[bytes]]:
    """Cut into runs that the kernel can segment: all as long as the first but for the last, which
    may be shorter. Packets are made equal by padding where little is missing."""
    if not gso:
        yield from ([packet] for packet in packets)
        return
    run: list[bytes] = []
    shortest = longest = 0
    for packet in packets:
        size = len(packet)
        if run and (
            len(run) == BURST or len(run[-1]) < longest - PADDING or size > shortest + PADDING
        ):
            yield _equal(run, longest)
            run = []
        if not run:
            shortest = longest = size
        run.append(packet)
        longest = max(longest, size)
        shortest = min(shortest, size)
    if run:
        yield _equal(run, longest)


def _equal(run: list[bytes], size: int) -> list[bytes]:
    if len(run) == 1:
        return run
    return [rtp.padded(p, size) if len(p) < size else p for p in run[:-1]] + run[-1:]
