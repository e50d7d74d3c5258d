"""Points in time that a text names: dates, weekdays, times of day, "tomorrow", years."""

import re
from dataclasses import dataclass

from chat.assistant.guard import units
from chat.assistant.guard.vocabulary import MONTHS, WEEKDAYS

#: What two texts have to agree in, e.g. ("date", 2027, 5, 12); 0 stands for what is left open.
Key = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class When:
    start: int
    end: int
    raw: str
    key: Key


_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
_TH = r"(?:st|nd|rd|th)?"
_DATES = (
    re.compile(rf"\b(?P<y>{_YEAR})-(?P<m>\d\d)-(?P<d>\d\d)\b"),
    re.compile(rf"\b(?P<d>\d{{1,2}})\.\s?(?P<m>\d{{1,2}})\.\s?(?P<y>{_YEAR}|\d\d\b)"),
    re.compile(r"(?<![€$£\d.])(?<![€$£] )\b(?P<d>\d{1,2})\.(?P<m>0?[1-9]|1[0-2])\.(?!\d)"),
    re.compile(
        rf"\b(?P<d>\d{{1,2}})(?:\.|{_TH})\s?(?:of )?(?P<name>{_MONTH})\b\.?,?"
        rf"(?:\s(?P<y>{_YEAR})\b)?",
        re.I,
    ),
    re.compile(
        rf"\b(?P<name>{_MONTH})\.?\s(?P<d>\d{{1,2}}){_TH}\b(?!:|\.\d)(?:,?\s(?P<y>{_YEAR})\b)?",
        re.I,
    ),
    re.compile(rf"\b(?P<name>{_MONTH})\s(?P<y>{_YEAR})\b", re.I),
)
_SLASHES = re.compile(r"\b\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})\b")
_TIME = re.compile(
    r"\b(?P<h>[01]?\d|2[0-4])(?:[:.](?P<min>[0-5]\d))?\s?(?:Uhr(?:\s(?P<late>[0-5]\d)\b)?"
    r"|(?P<half>[ap])\.?m\b\.?)|\b(?P<h2>[01]?\d|2[0-4]):(?P<min2>[0-5]\d)\b",
    re.I,
)
_WEEKDAY = re.compile(rf"\b(?P<name>{_DAY})\b", re.I)
_BARE_MONTH = re.compile(
    "|".join(
        rf"\b{name.capitalize()}\b" for name in MONTHS if len(name) > 3 or name in ("mai", "may")
    )
)
_BARE_YEAR = re.compile(rf"(?<![\d.,-])\b({_YEAR})\b(?![.,]?\d|-\d)")
_WEEK = re.compile(r"\b(?:KW|Kalenderwoche|calendar week|week)\s(?P<w>[0-5]?\d)\b", re.I)
_QUARTER = re.compile(r"\bQ(?P<q>[1-4])\b|\b(?P<q2>[1-4])\. Quartal\b")
_RELATIVE: tuple[tuple[str, str], ...] = (
    ("day after tomorrow", r"übermorgen|the day after tomorrow"),
    ("today", r"heute|heutigen?|today|tonight"),
    ("tomorrow", r"(?<!guten )(?<!am )(?<!jeden )(?-i:morgen)|tomorrow"),
    ("yesterday", r"gestern|yesterday"),
    ("next week", r"(?:nächste|kommende)[nr]? woche|next week|coming week"),
    ("this week", r"diese[nr]? woche|this week|ende der woche|end of (?:the|this) week"),
    ("next month", r"(?:nächste|kommende)[nms]? monat|next month"),
    ("this month", r"diese[nms]? monats?|this month|ende des monats|monatsende|end of the month"),
    ("next year", r"(?:nächste|kommende)[nms]? jahr|next year"),
    ("this year", r"diese[nms]? jahr(?:es)?|this year|jahresende|end of the year"),
    ("next quarter", r"(?:nächste|kommende)[nms]? quartal|next quarter"),
    ("weekend", r"wochenende|weekend"),
    ("overnight", r"über nacht|overnight"),
)
_RELATIVES = [(name, re.compile(rf"\b(?:{words})\b", re.I)) for name, words in _RELATIVE]


def dates(text: str) -> list[When]:
    """All points in time, in order, none inside another."""
    found: list[When] = []
    for pattern in _DATES:
        for match in pattern.finditer(text):
            groups = match.groupdict()
            month = MONTHS[groups["name"].lower()] if groups.get("name") else int(groups["m"])
            year = int(groups.get("y") or 0)
            year += 2000 if 0 < year < 100 else 0
            _add(found, match, ("date", year, month, int(groups.get("d") or 0)))
    for match in _SLASHES.finditer(text):
        _add(found, match, ("slashes", match[0]))
    for match in _TIME.finditer(text):
        hour = int(match["h"] or match["h2"])
        minute = int(match["min"] or match["min2"] or match["late"] or 0)
        if (match["half"] or "").lower() == "p" and hour < 12:
            hour += 12
        _add(found, match, ("time", hour, minute))
    for match in _WEEKDAY.finditer(text):
        _add(found, match, ("weekday", WEEKDAYS[match["name"].lower()]))
    for match in _WEEK.finditer(text):
        _add(found, match, ("week", int(match["w"])))
    for match in _QUARTER.finditer(text):
        _add(found, match, ("quarter", int(match["q"] or match["q2"])))
    for name, words in _RELATIVES:
        for match in words.finditer(text):
            _add(found, match, ("relative", name))
    for match in _BARE_MONTH.finditer(text):
        _add(found, match, ("date", 0, MONTHS[match[0].lower()], 0))
    for match in _BARE_YEAR.finditer(text):
        if units.after(text, match.end()) is None and not units.BEFORE.search(
            text[: match.start()]
        ):
            _add(found, match, ("date", int(match[0]), 0, 0))
    return sorted(found, key=lambda when: when.start)


def _add(found: list[When], match: re.Match[str], key: Key) -> None:
    if all(match.end() <= other.start or match.start() >= other.end for other in found):
        found.append(When(match.start(), match.end(), match[0], key))


def agrees(claimed: Key, known: Key) -> bool:
    """Whether a text that says `known` bears out `claimed`: it may say more, never less."""
    if claimed[0] != known[0]:
        return False
    if claimed[0] != "date":
        return claimed == known
    return all(mine in (0, theirs) for mine, theirs in zip(claimed, known, strict=True))
