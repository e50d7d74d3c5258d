"""Text as the guard compares it: cleaned, cut into sentences and clauses, words as stems."""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

from chat.assistant.guard.vocabulary import ABBREVIATIONS, EXACT_SUFFIXES, MONTHS, STOP

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_END = re.compile(r"[.!?…]+[\"”“»)\]]*(?=\s+\S)|\n+")
_CLAUSE = re.compile(
    r"[;:]\s|,\s|\s[–—-]\s"
    r"|(?<!\d)\s(?:und|sowie|aber|denn|sondern|doch|and|but|which|while|because)\s(?!\d)"
)
_LIST = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")
_CITED = re.compile(r"\s*\[(\d{1,2}(?:\s*,\s*\d{1,2})*)\]")


def tidy(text: str) -> str:
    """The text without invisible characters, with plain digits and blanks.

    Digits of other scripts become ASCII digits, full-width letters plain ones: what a reader takes
    for a figure has to be one for the guard.
    """
    out: list[str] = []
    for char in unicodedata.normalize("NFC", text):
        kind = unicodedata.category(char)
        if char == "\n":
            out.append(char)
        elif kind in ("Cf", "Cc", "Cn", "Co", "Cs") or kind.startswith("M"):
            out.append(" " if kind == "Cc" else "")
        elif kind == "Nd":
            out.append(str(unicodedata.digit(char)))
        elif "\uff00" <= char <= "\uffef":
            out.append(unicodedata.normalize("NFKC", char))
        elif kind.startswith("Z"):
            out.append(" ")
        else:
            out.append("−" if char in "‒⁻﹣" else char)
    return re.sub(r"[ \t]+", " ", "".join(out)).strip()


def mixed_scripts(text: str) -> bool:
    """Whether a word mixes Latin letters with look-alikes of another alphabet."""
    for word in _WORD.findall(text):
        scripts = {_script(char) for char in word if char.isalpha() and char not in "µμΩº"}
        if len(scripts) > 1 or scripts & {"CYRILLIC", "GREEK"}:
            return True
    return False


def _script(char: str) -> str:
    return unicodedata.name(char, "LATIN").split(" ")[0]


def unmarked(text: str) -> tuple[str, tuple[int, ...]]:
    """The text without `[1]`-like marks and list signs, and the numbers that the marks name."""
    cited = tuple(int(n) for group in _CITED.findall(text) for n in group.split(","))
    return _LIST.sub("", _CITED.sub("", text)).strip(), cited


def sentences(text: str) -> list[str]:
    """The sentences of a text; line breaks end one, abbreviations and ordinals don't."""
    found: list[str] = []
    start = 0
    for end in _END.finditer(text):
        before, after = text[start : end.start()], text[end.end() :]
        if text[end.start()] == "." and not _ends_here(before, after):
            continue
        found.append(text[start : end.end()])
        start = end.end()
    found.append(text[start:])
    return [piece.strip() for piece in found if piece.strip()]


def _ends_here(before: str, after: str) -> bool:
    last = before.rsplit(maxsplit=1)[-1].lstrip('(„“"') if before.strip() else ""
    following = after.split(maxsplit=1)[0].strip(".,;:") if after.strip() else ""
    if last.lower() in ABBREVIATIONS or (len(last) == 1 and last.isalpha()):
        return False
    if re.fullmatch(r"\d{1,2}(\.\d{1,2})?", last):
        if following.lower() in MONTHS:
            return False
        lead = before.split()[-2].lower() if len(before.split()) > 1 else ""
        if lead in {"am", "im", "der", "die", "das", "dem", "den", "zum", "vom", "bis", "ab"}:
            return False
    return not following[:1].islower()


def clause_spans(sentence: str) -> list[tuple[int, int]]:
    """Start and end of each clause, in order, covering the sentence."""
    spans: list[tuple[int, int]] = []
    start = 0
    for cut in _CLAUSE.finditer(sentence):
        if cut.start() > start:
            spans.append((start, cut.start()))
            start = cut.end()
    spans.append((start, len(sentence)))
    return [span for span in spans if sentence[span[0] : span[1]].strip()]


def words(text: str) -> list[str]:
    """The words as they stand, without figures."""
    return _WORD.findall(text)


def content_words(text: str) -> list[str]:
    """The words that carry meaning, as they stand."""
    return [word for word in words(text) if len(word) > 2 and word.lower() not in STOP]


@lru_cache(maxsize=20_000)
def stem(word: str, language: str) -> str:
    """The stem of a word, with umlauts as plain vowels."""
    stemmer = _stemmer("english" if language == "en" else "german")
    folded = word.lower().replace("ß", "ss").replace("’", "'")
    stemmed = str(stemmer.stemWord(folded))
    return stemmed.translate(str.maketrans("äöüé", "aoue"))


@lru_cache(maxsize=4)
def _stemmer(name: str) -> "snowballstemmer.basestemmer.BaseStemmer":
    return snowballstemmer.stemmer(name)


def stems(text: str, language: str) -> frozenset[str]:
    return frozenset(stem(word, language) for word in content_words(text))


def holds(known: frozenset[str], wanted: str) -> bool:
    """Whether `wanted`, a stem, stands among the stems `known`.

    A part of a known compound counts ("Speicher" of "Vakuumspeicher"), and a compound whose parts
    are all known; what makes a compound a claim of its own ("wartungsfrei") counts only as a whole.
    """
    if wanted in known:
        return True
    if wanted.endswith(EXACT_SUFFIXES):
        return False
    if len(wanted) >= 4 and any(
        (len(other) - len(wanted) > 2 and other.endswith(wanted))
        or (len(wanted) >= 5 and other.startswith(wanted))
        for other in known
    ):
        return True
    return any(
        _part(known, wanted[:cut]) and _part(known, wanted[cut:])
        for cut in range(4, len(wanted) - 3)
    )


def _part(known: frozenset[str], part: str) -> bool:
    return part in known or (len(part) > 4 and part[-1] in "sn" and part[:-1] in known)
