"""Numbers as people write them, in figures and in words, German and English."""

import re
from fractions import Fraction

from chat.assistant.guard.vocabulary import listed

_SMALL_DE = dict(
    zip(
        listed(
            "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf "
            "dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn"
        ),
        range(20),
        strict=True,
    )
) | {"eins": 1, "eine": 1, "einen": 1, "einem": 1, "einer": 1, "eines": 1, "zwo": 2, "zweien": 2}
_TENS_DE = dict(
    zip(
        listed("zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig"),
        range(20, 100, 10),
        strict=True,
    )
) | {"dreissig": 30}
_SMALL_EN = dict(
    zip(
        listed(
            "zero one two three four five six seven eight nine ten eleven twelve "
            "thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
        ),
        range(20),
        strict=True,
    )
)
_TENS_EN = dict(
    zip(
        listed("twenty thirty forty fifty sixty seventy eighty ninety"),
        range(20, 100, 10),
        strict=True,
    )
)
_SCALES = {
    "tausend": 1000, "thousand": 1000, "tsd": 1000, "tsd.": 1000,
    "million": 10**6, "millionen": 10**6, "mio": 10**6, "mio.": 10**6,
    "milliarde": 10**9, "milliarden": 10**9, "mrd": 10**9, "billion": 10**9,
}  # fmt: skip
_WHOLE = {
    "dutzend": Fraction(12), "dozen": Fraction(12), "hundert": Fraction(100),
    "hundred": Fraction(100), "anderthalb": Fraction(3, 2), "eineinhalb": Fraction(3, 2),
    "halb": Fraction(1, 2), "halbe": Fraction(1, 2), "halben": Fraction(1, 2),
    "halber": Fraction(1, 2), "halbes": Fraction(1, 2), "half": Fraction(1, 2),
    "drittel": Fraction(1, 3), "viertel": Fraction(1, 4), "third": Fraction(1, 3),
    "quarter": Fraction(1, 4), "dreiviertel": Fraction(3, 4),
}  # fmt: skip
_GLYPHS = {"½": (1, 2), "¼": (1, 4), "¾": (3, 4), "⅓": (1, 3), "⅔": (2, 3), "⅛": (1, 8)}
#: Articles: a number only before a unit ("eine Stunde", "a week").
ARTICLES = frozenset(listed("ein eine einen einem einer eines a an one"))

#: A number in figures; blanks part thousands only where every group is complete.
DIGITS = r"(?:\d{1,3}(?: \d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,'’]\d+)*)"
_GROUPS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")


def from_digits(raw: str, language: str) -> Fraction | None:
    """The value of a number in figures, read as the language reads it.

    `1.250` is 1250 in German and 1.25 in English; `6.480,00` and `6,480.00` are what they can only
    be; `1 250` and `1'250` are thousands. None for what is no number ("1.2.3").
    """
    text = re.sub(r"[ '’]", "", raw)
    thousands, point = (",", ".") if language == "en" else (".", ",")
    marks = {mark for mark in ",." if mark in text}
    if len(marks) == 2:
        point = max(",.", key=text.rfind)
        thousands = "," if point == "." else "."
    elif marks:
        (mark,) = marks
        grouped = _GROUPS.fullmatch(text) is not None and text[0] != "0"
        if not (grouped and (mark == thousands or text.count(mark) > 1)):
            point, thousands = mark, ""
        else:
            point, thousands = "", mark
    whole, _, decimals = text.partition(point) if point else (text, "", "")
    if thousands and thousands in whole and not _GROUPS.fullmatch(whole):
        return None
    whole = whole.replace(thousands, "") if thousands else whole
    if not whole.isascii() or not whole.isdigit() or (decimals and not decimals.isdigit()):
        return None
    return Fraction(f"{whole}.{decimals}" if decimals else whole)


def glyph(char: str) -> Fraction | None:
    return Fraction(*_GLYPHS[char]) if char in _GLYPHS else None


def scale(word: str) -> int | None:
    return _SCALES.get(word.lower())


def from_word(word: str) -> Fraction | None:
    """The value of one word ("zweihundertfünfzig", "twelve", "half"), or None."""
    low = word.lower()
    if low in _WHOLE:
        return _WHOLE[low]
    if low in _SMALL_EN or low in _TENS_EN:
        return Fraction(_SMALL_EN.get(low) or _TENS_EN.get(low) or 0)
    if low in _SCALES and low in ("tausend", "thousand"):
        return Fraction(_SCALES[low])
    if low.endswith("einhalb") and (whole := _german(low[: -len("einhalb")])) is not None:
        return Fraction(2 * whole + 1, 2)
    value = _german(low)
    return None if value is None else Fraction(value)


def _german(low: str) -> int | None:
    for name, size in (("tausend", 1000), ("hundert", 100)):
        if name in low:
            before, _, after = low.partition(name)
            many = _german(before) if before else 1
            rest = _german(after.removeprefix("und")) if after else 0
            return None if many is None or rest is None else many * size + rest
    if low in _SMALL_DE:
        return _SMALL_DE[low]
    for name, ten in _TENS_DE.items():
        if low == name:
            return ten
        if low.endswith("und" + name) and low[: -len(name) - 3] in _SMALL_DE:
            return ten + _SMALL_DE[low[: -len(name) - 3]]
    return None


def from_words(run: list[str]) -> Fraction:
    """The value of English words in a row ("two hundred and fifty"); each is a number word."""
    total, current = Fraction(0), Fraction(0)
    for word in run:
        low = word.lower()
        if low == "and":
            continue
        if low in ("hundred", "dozen"):
            current = (current or Fraction(1)) * (100 if low == "hundred" else 12)
        elif (big := scale(low)) is not None:
            total += (current or Fraction(1)) * big
            current = Fraction(0)
        else:
            current += from_word(low) or 0
    return total + current


def joins(word: str) -> bool:
    """Whether an English number word may stand in a row with others."""
    low = word.lower()
    return low in _SMALL_EN or low in _TENS_EN or low in ("hundred", "thousand", "million", "dozen")
