"""How good people's lines are: from what their browsers and we lose."""

from collections.abc import Iterable
from uuid import UUID

from webinars.media.forwarding.publication import Publication
from webinars.media.forwarding.seats import Watcher

INTERVAL = 5.0
#: Nothing heard for so long: gone (0).
SILENCE = 10.0
#: An estimate below this share of what is sent is as bad as some loss; below the second, as much.
TIGHT, TOO_TIGHT = 0.8, 0.5
#: Above these shares of lost packets a line is middling (2), then bad (1).
SOME, MUCH = 0.03, 0.1


def quality(
    watchers: Iterable[Watcher], publications: Iterable[Publication], now: float
) -> dict[UUID, int]:
    """The worst of each participant's connections."""
    found: dict[UUID, int] = {}
    for watcher in watchers:
        participant = watcher.viewer.participant
        level = min(_level(watcher.lost), _fits(watcher))
        if now - max(watcher.heard_at, watcher.joined_at) > SILENCE:
            level = 0
        found[participant] = min(level, found.get(participant, 3))
    for publication in publications:
        if publication.muted or publication.heard_at is None:
            continue
        participant = publication.track.participant
        level = _level(publication.inbound.lost_share)
        if now - publication.heard_at > SILENCE:
            level = 0
        found[participant] = min(level, found.get(participant, 3))
    return found


def _fits(watcher: Watcher) -> int:
    """Whether what was sent in the last interval is within the browser's estimate."""
    octets = sum(seat.totals()[1] for seat in watcher.seats)
    rate = (octets - watcher.octets) * 8 / INTERVAL
    watcher.octets = octets
    if watcher.remb is None or watcher.remb >= TIGHT * rate:
        return 3
    return 2 if watcher.remb >= TOO_TIGHT * rate else 1


def _level(lost: float) -> int:
    return 1 if lost > MUCH else 2 if lost > SOME else 3
