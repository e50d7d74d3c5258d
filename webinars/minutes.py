"""Arithmetic of attendance: spans of time, their union, and how many were there at once."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple


class Span(NamedTuple):
    start: datetime
    end: datetime


def clip(spans: Iterable[Span], start: datetime | None, end: datetime | None) -> list[Span]:
    """What lies within [start, end]; nothing where it never began."""
    if start is None:
        return []
    kept = []
    for span in spans:
        first, last = max(span.start, start), min(span.end, end) if end else span.end
        if first < last:
            kept.append(Span(first, last))
    return kept


def union(spans: Iterable[Span]) -> list[Span]:
    """The same time without overlaps, in order."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def seconds(spans: Iterable[Span]) -> int:
    """Seconds of their union, rounded."""
    return round(sum((span.end - span.start).total_seconds() for span in union(spans)))


def minutes(length: int) -> int:
    """Seconds as people say them: at least one minute for whoever was there at all."""
    return max(1, round(length / 60)) if length > 0 else 0


def peak(people: Iterable[Iterable[Span]]) -> tuple[int, datetime | None]:
    """The most people at once, and when that first was."""
    most, at, here = 0, None, 0
    for when, step in _steps(people):
        here += step
        if here > most:
            most, at = here, when
    return most, at


def together(people: Iterable[Iterable[Span]], least: int = 2) -> list[Span]:
    """When at least so many people were there at once."""
    found: list[Span] = []
    here, since = 0, None
    for when, step in _steps(people):
        here += step
        if here >= least and since is None:
            since = when
        elif here < least and since is not None:
            found.append(Span(since, when))
            since = None
    return union(span for span in found if span.start < span.end)


def _steps(people: Iterable[Iterable[Span]]) -> list[tuple[datetime, int]]:
    """Comings (+1) and goings (-1) in order; who goes at the moment when another comes, goes
    first."""
    steps: list[tuple[datetime, int]] = []
    for spans in people:
        for span in union(spans):
            steps += [(span.start, 1), (span.end, -1)]
    return sorted(steps)
