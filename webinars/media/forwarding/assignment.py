"""Which publications have the slots of their kind. Sticky: nobody loses a slot without a reason."""

from collections.abc import Sequence
from uuid import UUID

from webinars.media.contract import Source
from webinars.media.forwarding.publication import Publication

#: Who spoke within so many seconds keeps a slot against another speaker.
RECENT = 2.0

Pin = tuple[UUID, Source] | None


def claim(publication: Publication, pin: Pin, now: float) -> int:
    """How strong a publication's claim to a slot is; equals don't displace each other."""
    track = publication.track
    if pin == (track.participant, track.source):
        return 4
    if track.source in ("screen", "screen-audio"):
        return 3 if not publication.muted else 1
    if publication.muted:
        return 0
    spoke = publication.voice.spoke_at
    return 2 if spoke and now - spoke <= RECENT else 1


def assigned(
    current: Sequence[Publication | None],
    publications: Sequence[Publication],
    pin: Pin,
    now: float,
) -> list[Publication | None]:
    """The new occupants, slot by slot."""
    slots = [p if p in publications else None for p in current]

    def strength(publication: Publication) -> tuple[int, float, int]:
        return claim(publication, pin, now), publication.voice.spoke_at, -publication.order

    outside = sorted((p for p in publications if p not in slots), key=strength, reverse=True)
    for index, occupant in enumerate(slots):
        if occupant is None and outside:
            slots[index] = outside.pop(0)
    for candidate in outside:
        weakest = min((p for p in slots if p is not None), key=strength, default=None)
        if weakest is None or claim(weakest, pin, now) >= claim(candidate, pin, now):
            break
        slots[slots.index(weakest)] = candidate
    return slots
