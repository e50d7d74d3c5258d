"""Figures in a text: values with unit, bound and shape, wherever they stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from chat.assistant.guard import numbers, units
from chat.assistant.guard.text import content_words, stem

Shape = Literal["one", "range", "size"]
Bound = Literal["", "min", "max", "over", "under", "about"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. A range has two values, a size two or three. `unit` is `guard.units`' name.

    `per` is what it is counted for ("month"), `nouns` the stems of the words after a bare number.
    `values` is empty for what looks like a number and is none.
    """

    start: int
    end: int
    raw: str
    values: tuple[Fraction, ...]
    shape: Shape = "one"
    unit: str = ""
    per: str = ""
    bound: Bound = ""
    nouns: tuple[str, ...] = ()
    #: One of a list that names its unit once.
    listed: bool = False

    @property
    def money(self) -> bool:
        return self.unit in units.CURRENCIES


@dataclass(frozen=True, slots=True)
class _Atom:
    start: int
    end: int
    value: Fraction | None
    unit: str = ""


_NUMBER = re.compile(
    rf"(?P<sign>(?<![\w.,)])[−+-])?(?P<digits>{numbers.DIGITS})|(?P<glyph>[½¼¾⅓⅔⅛])"
    r"|(?P<word>[^\W\d_]+)"
)
_SCALE = re.compile(
    r"(?: ?(?P<word>Tausend|Tsd\.?|Mio\.?|Millionen|Million|Milliarden?|Mrd\.?"
    r"|thousand|million|billion|hundred|dozen)|(?P<k>k))\b",
    re.IGNORECASE,
)
_ADJECTIVE = re.compile(
    r"(?P<number>.+?)(?P<unit>jährig|stündig|minütig|tägig|wöchig|monatig|fach|mal|prozentig"
    r"|jahres|tages|stunden|wochen|monats|minuten|kilo|tonnen|meter|euro)(?:e[rnsm]?)?",
    re.IGNORECASE,
)
_ADJECTIVE_UNITS = {
    "jährig": "year", "jahres": "year", "stündig": "hour", "stunden": "hour", "minütig": "minute",
    "minuten": "minute", "tägig": "day", "tages": "day", "wöchig": "week", "wochen": "week",
    "monatig": "month", "monats": "month", "fach": "times", "mal": "times", "prozentig": "%",
    "kilo": "kg", "tonnen": "t", "meter": "m", "euro": "EUR",
}  # fmt: skip
_TIMES = {
    "twice": 2, "thrice": 3, "double": 2, "doubles": 2, "triple": 3, "doppelt": 2, "doppelte": 2,
    "doppelten": 2, "doppelter": 2, "doppeltes": 2, "verdoppelt": 2, "halbiert": 2,
}  # fmt: skip
#: What may stand between "ein" and a unit: "einen ganzen Arbeitstag", "one full shift".
_WHOLE = re.compile(
    r"\s(?:ganz|voll|komplett|gut|knapp)(?:e[nrsm]?)?\b|\s(?:whole|full|entire|single)\b"
)
_TO = re.compile(r"\s?(?:bis(?: zu)?|to|[–—-])\s?", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:zwischen|between)\s$", re.IGNORECASE)
_AND = re.compile(r"\s(?:und|and)\s", re.IGNORECASE)
_BY = re.compile(r"\s?(?:×|[xX*]|by|auf|mal)\s?(?:Ø\s?)?")
_BOUNDS: tuple[tuple[Bound, str], ...] = (
    (
        "max",
        "höchstens|max\\.?|maximal|maximum|maximum of|bis zu|bis|up to|at most|no more than|binnen"
        "|not more than|no longer than|innerhalb von|within|nicht mehr als|spätestens nach",
    ),
    (
        "min",
        "mindestens|min\\.?|wenigstens|ab|at least|from|no less than|not less than|starting at"
        "|minimal|minimum|minimum of|nicht unter|nicht weniger als",
    ),
    ("over", "über|mehr als|over|more than|above|länger als|longer than|schwerer als|exceeds"),
    ("under", "unter|weniger als|below|under|less than|kürzer als|leichter als|shorter than"),
    (
        "about",
        "rund|etwa|ca\\.?|circa|ungefähr|knapp|gut|about|approximately|around|roughly|nearly"
        "|almost|fast|approx\\.?",
    ),
)
_BEFORE = [
    (bound, re.compile(rf"(?:^|\W)(?:{names})[\s:]*(?:Ø|€|EUR|\$|£)?\s*$", re.IGNORECASE))
    for bound, names in _BOUNDS
]
_MORE = re.compile(
    r"\s(?:oder|or|und|and) (?P<way>mehr|more|länger|longer|weniger|less|later|höher)"
)


def figures(text: str, language: str) -> list[Figure]:
    """All figures of a text, in order. What is masked with NUL is left out."""
    atoms = list(_atoms(text, language))
    found: list[Figure] = []
    at = 0
    while at < len(atoms):
        figure, used = _figure(text, atoms, at, language)
        found.append(figure)
        at += used
    return found


def with_units(found: list[Figure]) -> list[Figure]:
    """The figures with the unit that a list leaves out: "1 bis 2 Werktage, nach Polen 3 bis 5"."""
    for at in range(1, len(found)):
        if found[at].shape == found[at - 1].shape == "range" and not found[at].unit:
            found[at] = replace(found[at], unit=found[at - 1].unit, listed=True)
    return found


def _atoms(text: str, language: str) -> Iterator[_Atom]:
    done = 0
    for match in _NUMBER.finditer(text):
        if match.start() < done:
            continue
        if match["digits"]:
            atom = _in_figures(text, match, language)
        elif match["glyph"]:
            atom = _Atom(match.start(), match.end(), numbers.glyph(match["glyph"]))
        else:
            maybe = _in_words(text, match)
            if maybe is None:
                continue
            atom = maybe
        yield atom
        done = atom.end


def _in_figures(text: str, match: re.Match[str], language: str) -> _Atom:
    value, end = numbers.from_digits(match["digits"], language), match.end()
    if value is not None and end < len(text):
        if part := re.compile(r" ?([½¼¾⅓⅔⅛])").match(text, end):
            value, end = value + (numbers.glyph(part[1]) or 0), part.end()
        elif (down := re.compile(r"/(\d{1,3})(?![\d/])").match(text, end)) and int(down[1]):
            value, end = value / int(down[1]), down.end()
        if by := _SCALE.match(text, end):
            value *= 1000 if by["k"] else _scale(by["word"])
            end = by.end()
    if value is not None and match["sign"] in ("−", "-"):
        value = -value
    return _Atom(match.start(), end, value)


def _scale(word: str) -> int:
    low = word.lower()
    return {"hundred": 100, "dozen": 12}.get(low) or numbers.scale(low) or 1


def _in_words(text: str, match: re.Match[str]) -> _Atom | None:
    word, start, end = match["word"], match.start(), match.end()
    low = word.lower()
    before, after = text[:start].rstrip().lower(), text[end:]
    if low in _TIMES:
        return _Atom(start, end, Fraction(_TIMES[low]), "times")
    if low == "once":
        often = re.match(r"\s(?:a|an|per|every|each)\s", after)
        return _Atom(start, end, Fraction(1), "times") if often else None
    if low == "einmal":
        often = re.match(r"\s(?:im|pro|je|in der|am|jährlich|täglich|alle)\b", after)
        return _Atom(start, end, Fraction(1), "times") if often else None
    if low in numbers.ARTICLES:
        if (low == "one" and not re.match(r"\s(?:of|another|by one)\b", after)) or _long_unit(
            text, end
        ):
            pass
        elif (whole := _WHOLE.match(text, end)) and _long_unit(text, whole.end()):
            return _Atom(start, whole.end(), Fraction(1))
        else:
            return None
    value = numbers.from_word(word)
    if value is None:
        return _adjective(word, start, end)
    if numbers.joins(word):
        return _row(text, start, end, word)
    if 0 < value < 1:
        if article := re.compile(r"\s(?:of )?an?(?=\s)").match(text, end):
            end = article.end() if _long_unit(text, article.end()) else end
        elif not (_long_unit(text, end) or re.search(r"\b(?:an?|eine?n?|drei)$", before)):
            return None
    if by := _SCALE.match(text, end):
        return _Atom(start, by.end(), value * _scale(by["word"] or "thousand"))
    return _Atom(start, end, value)


def _long_unit(text: str, at: int) -> bool:
    unit = units.after(text, at) if text[at : at + 1] in " -" else None
    return unit is not None and len(text[at : unit[1]].strip(" -")) > 2


def _adjective(word: str, start: int, end: int) -> _Atom | None:
    """ "zweijährig", "Vierfache", "Zehnjahresvertrag": number and unit in one word."""
    for match in (_ADJECTIVE.match(word, 0, cut) for cut in range(len(word), 4, -1)):
        if match and match.end() >= match.start("unit") + 3:
            value = numbers.from_word(match["number"])
            if value is not None:
                return _Atom(start, end, value, _ADJECTIVE_UNITS[match["unit"].lower()])
    return None


def _row(text: str, start: int, end: int, first: str) -> _Atom:
    """English number words in a row; "and a half" adds one."""
    run = [first]
    more = re.compile(r"[ -](?:and )?([^\W\d_]+)")
    while (step := more.match(text, end)) and numbers.joins(step[1]):
        if " and " in step[0] and run[-1].lower() not in ("hundred", "thousand", "million"):
            break
        run.append(step[1])
        end = step.end()
    value = numbers.from_words(run)
    if half := re.compile(r" and a (half|quarter)\b").match(text, end):
        value += Fraction(1, 2) if half[1] == "half" else Fraction(1, 4)
        end = half.end()
    return _Atom(start, end, value)


def _figure(text: str, atoms: list[_Atom], at: int, language: str) -> tuple[Figure, int]:
    first = atoms[at]
    chain, shape = [first], "one"
    if at + 1 < len(atoms) and None not in (first.value, atoms[at + 1].value):
        shape = _shape(text, first, atoms[at + 1])
    if shape != "one":
        chain.append(atoms[at + 1])
    if shape == "size" and at + 2 < len(atoms):
        third = atoms[at + 2]
        if third.value is not None and _shape(text, chain[-1], third) == "size":
            chain.append(third)
    start, end = first.start, chain[-1].end
    unit = chain[-1].unit or first.unit
    if not unit and (named := units.after(text, end)):
        unit, end = named
    if not unit and (money := units.BEFORE.search(text[:start])):
        unit, start = units.after("1" + money["unit"], 1)[0], money.start()  # type: ignore[index]
    per = ""
    if unit and (each := units.rate(text, end)):
        per = each[0]
        end = each[1] if per else end
    values = tuple(a.value for a in chain if a.value is not None)
    if len(values) < len(chain):
        values = ()
    nouns = () if unit else _nouns(text[end:], language)
    bound = _bound(text, start, end)
    whole: Shape = "range" if shape == "range" else "size" if shape == "size" else "one"
    return Figure(start, end, text[start:end], values, whole, unit, per, bound, nouns), len(chain)


def _shape(text: str, one: _Atom, other: _Atom) -> Shape:
    begin = one.end
    if (unit := units.after(text, begin)) and unit[1] <= other.start:
        begin = unit[1]
    between = text[begin : other.start]
    if _BY.fullmatch(between):
        return "size"
    if _TO.fullmatch(between) or (_AND.fullmatch(between) and _BETWEEN.search(text[: one.start])):
        return "range"
    return "one"


def _bound(text: str, start: int, end: int) -> Bound:
    if more := _MORE.match(text, end):
        return "max" if more["way"] in ("weniger", "less") else "min"
    before = text[max(0, start - 30) : start]
    for bound, pattern in _BEFORE:
        if pattern.search(before):
            return bound
    return ""


def _nouns(after: str, language: str) -> tuple[str, ...]:
    clause = re.split(r"[,;:.!?()]", after, maxsplit=1)[0]
    return tuple(stem(word, language) for word in content_words(clause)[:2])
