"""Local times and their zones: a time that a zone skips or doubles, and how a zone is called."""

from datetime import UTC, datetime
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

from hub.errors import BadInput
from webinars.errors import TimeDoubled, TimeSkipped

Which = Literal["", "first", "second"]

_GERMAN = {"CET": "MEZ", "CEST": "MESZ", "EET": "OEZ", "EEST": "OESZ", "WET": "WEZ", "WEST": "WESZ"}


@cache
def names() -> frozenset[str]:
    return frozenset(available_timezones())


def zone(name: str) -> ZoneInfo:
    """A zone by its IANA name. Raises `BadInput` (field time_zone)."""
    if name not in names():
        raise BadInput(field="time_zone")
    return ZoneInfo(name)


def known(name: str, otherwise: str) -> str:
    """The name if it is one, else the other: a browser's odd zone turns nobody away."""
    return name if name in names() else otherwise


def to_utc(local: datetime, where: ZoneInfo, which: Which = "", *, field: str) -> datetime:
    """A wall clock's time as UTC.

    Raises `TimeSkipped` with the fact `next` (local, after the gap), or `TimeDoubled` with the
    facts `first` and `second` (UTC offsets) unless `which` says which of the two is meant.
    """
    if local.tzinfo is not None or not 2000 <= local.year <= 2100:
        raise BadInput(field=field)
    plain = local.replace(fold=0)
    first = plain.replace(tzinfo=where).astimezone(UTC)
    second = plain.replace(tzinfo=where, fold=1).astimezone(UTC)
    if first == second:
        return first
    if first.astimezone(where).replace(tzinfo=None, fold=0) != plain:
        after = first.astimezone(where)
        raise TimeSkipped(field=field, next=f"{after:%Y-%m-%dT%H:%M}")
    if not which:
        offsets = (f"{at.astimezone(where):%z}" for at in (first, second))
        before, after_it = offsets
        raise TimeDoubled(field=field, first=before, second=after_it)
    return first if which == "first" else second


def abbreviation(at: datetime, where: ZoneInfo, lang: str) -> str:
    """As people write it: MEZ, CET, or UTC+05:30 where the zone has no letters."""
    short = at.astimezone(where).tzname() or ""
    if short[:1] in "+-":
        offset = f"{at.astimezone(where):%z}"
        return f"UTC{offset[:3]}:{offset[3:]}"
    return _GERMAN.get(short, short) if lang == "de" else short


def city(name: str) -> str:
    """The last part of an IANA name, as a word."""
    return name.rpartition("/")[2].replace("_", " ")
