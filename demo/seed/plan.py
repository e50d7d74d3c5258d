"""Who talked about what, and when: the six weeks before now, from a seed."""

from __future__ import annotations

import random
from collections import deque
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from demo.seed.people import Person, everybody
from demo.seed.script import Dialogue, dialogues

ZONE = ZoneInfo("Europe/Berlin")
DAYS = 42
TALKS = 150
#: How many of them are open now, with a salesperson, from the last hours.
OPEN = 4
#: Share of talks with somebody who never says who they are.
NAMELESS = 0.22
#: How likely a talk begins in each hour of the day.
HOURS = {8: 9, 9: 14, 10: 16, 11: 13, 12: 5, 13: 10, 14: 14, 15: 12, 16: 7}
#: E-mail address of whoever answers, and how often.
STAFF = {
    "miriam.keller@haldner.example": 46,
    "jonas.brueckner@haldner.example": 36,
    "lena.fuchs@haldner.example": 18,
}


@dataclass(frozen=True, slots=True)
class Talk:
    dialogue: Dialogue
    person: Person | None
    language: Literal["de", "en"]
    at: datetime  # when the visitor wrote first, UTC
    staff: str
    is_open: bool = False


def talks(now: datetime, chance: random.Random) -> list[Talk]:
    """All talks, oldest first. Nobody's first talk leaves them without a name."""
    people = deque(everybody())
    chance.shuffle(people)
    known: set[str] = set()
    planned = []
    for at in _times(now, chance):
        if chance.random() < NAMELESS:
            planned.append(_nameless(at, chance))
            continue
        person = _next_person(people, known, chance)
        planned.append(_with(person, at, chance, first=person.email not in known))
        known.add(person.email)
    return planned + [_open(now, n, chance, people) for n in range(OPEN)]


def _times(now: datetime, chance: random.Random) -> list[datetime]:
    """Moments on working days, within the hours, up to yesterday."""
    today = now.astimezone(ZONE).date()
    days = [d for n in range(DAYS, 0, -1) if (d := today - timedelta(days=n)).isoweekday() < 6]
    return sorted(_moment(chance.choice(days), chance) for _ in range(TALKS - OPEN))


def _moment(day: date, chance: random.Random) -> datetime:
    hour = chance.choices(list(HOURS), weights=list(HOURS.values()))[0]
    local = datetime.combine(day, time(hour, chance.randint(0, 59), chance.randint(0, 59)), ZONE)
    return local.astimezone(UTC)


def _next_person(people: deque[Person], known: set[str], chance: random.Random) -> Person:
    """Mostly somebody new until everybody was here; some come again."""
    if known and (len(known) == len(people) or chance.random() < 0.4):
        return next(p for p in _shuffled(people, chance) if p.email in known)
    people.rotate(-1)
    return next((p for p in people if p.email not in known), people[0])


def _shuffled(people: deque[Person], chance: random.Random) -> list[Person]:
    return chance.sample(list(people), len(people))


def _with(person: Person, at: datetime, chance: random.Random, *, first: bool) -> Talk:
    fitting = [d for d in dialogues() if person.trade in d.trades and (d.has_form or not first)]
    return Talk(chance.choice(fitting), person, _language(person.language), at, _staff(chance))


def _nameless(at: datetime, chance: random.Random) -> Talk:
    quiet = [d for d in dialogues() if not d.has_form]
    language = chance.choices(["de", "en"], weights=[7, 3])[0]
    return Talk(chance.choice(quiet), None, _language(language), at, _staff(chance))


def _open(now: datetime, number: int, chance: random.Random, people: deque[Person]) -> Talk:
    """One of those that are still under way: with somebody known, begun within the last hours."""
    at = now - timedelta(minutes=28 + 41 * number + chance.randint(0, 15))
    person = people[number * 7]
    talk = _with(person, at, chance, first=True)
    return Talk(talk.dialogue, person, talk.language, at, list(STAFF)[number % 3], is_open=True)


def _staff(chance: random.Random) -> str:
    return chance.choices(list(STAFF), weights=list(STAFF.values()))[0]


def _language(language: str) -> Literal["de", "en"]:
    return "en" if language == "en" else "de"
