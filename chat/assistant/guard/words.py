"""Whether the words of a sentence are a source's words, clause by clause, and not turned round."""

import re

from chat.assistant.guard import concepts
from chat.assistant.guard.claimed import Claimed
from chat.assistant.guard.lines import Clause, Line, negations
from chat.assistant.guard.text import content_words, holds, stem
from chat.assistant.types import Reason

#: Share of content words that the cited sources have to have, and one line of them alone.
SHARE = 0.65
ONE_LINE = 0.4
#: Share of a clause's words that may stand in no source.
CLAUSE_LOST = 0.45

_TITLED = re.compile(r"\b(?:Herrn?|Frau|Mr|Mrs|Ms|Dr|Prof)\.? (?P<name>[A-ZÄÖÜ][\w-]+)")
_MARK = re.compile(r"(?<![\w-])(?:[A-ZÄÖÜ]{3,}|[A-Z]?[a-z]+[A-Z]\w+)(?![\w-])")
_NO_MARKS = frozenset({"MwSt", "USt", "VAT", "EUR", "USD", "GmbH", "Max", "PDF"})
_INNER_CAPITAL = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{2,}\w*")


def unknown_name(claimed: Claimed, lines: list[Line], live: frozenset[str]) -> Reason | None:
    """A person, a mark, or (in English) a proper name that no cited source has."""
    known = " ".join(f"{x.text} {x.evidence.title} {x.evidence.section}" for x in lines)
    for match in _TITLED.finditer(claimed.rest):
        name = match["name"]
        if name not in claimed.frame.person.split() and name not in known:
            return Reason("name", match[0])
    patterns = [_MARK, _INNER_CAPITAL] if claimed.language == "en" else [_MARK]
    for pattern in patterns:
        for match in pattern.finditer(claimed.rest):
            word = match[0]
            if word in known or word in claimed.frame.person.split() or word in _NO_MARKS:
                continue
            low = stem(word, claimed.language)
            if not any(holds(told, low) for told in [live, *(x.stems | x.context for x in lines)]):
                return Reason("name", word)
    return None


def missing(claimed: Claimed, lines: list[Line], live: frozenset[str]) -> Reason | None:
    """Whether too many words of the sentence, or all of one clause, stand in no cited source."""
    if lines and not live and all(x.evidence.language != claimed.language for x in lines):
        return _across(claimed, lines)
    known = live.union(*(line.stems | line.context for line in lines))
    ideas = frozenset(idea for line in lines for idea in line.concepts)
    total: list[str] = []
    absent: list[str] = []
    for clause in claimed.clauses:
        words = _words(clause)
        lost = [w for w in words if not _told(w, claimed.language, known, ideas)]
        if lost and (len(lost) == len(words) or len(lost) / len(words) > CLAUSE_LOST):
            return Reason("words", _telling(lost))
        total += words
        absent += lost
    if not total:
        return None
    if 1 - len(absent) / len(total) < SHARE:
        return Reason("words", _telling(absent))
    heads = [live] + [line.stems | line.context for line in lines]
    best = max(sum(_told(w, claimed.language, head, ideas) for w in total) for head in heads)
    return None if best / len(total) >= ONE_LINE else Reason("words", _telling(absent or total))


def _told(word: str, language: str, known: frozenset[str], ideas: frozenset[str]) -> bool:
    if holds(known, stem(word, language)):
        return True
    return bool(concepts.of_word(word)) and concepts.of_word(word) <= ideas


def _across(claimed: Claimed, lines: list[Line]) -> Reason | None:
    """Over a border of language only what both lexicons know can be compared."""
    words = [word for clause in claimed.clauses for word in _words(clause)]
    for line in lines:
        same = [
            w
            for w in words
            if concepts.of_word(w) & line.concepts
            or w.lower() in line.text.lower()
            or holds(line.stems | line.context, stem(w, line.evidence.language))
        ]
        if not words or len(same) / len(words) >= 0.5:
            return None
    return Reason("other_language")


def turned_round(claimed: Claimed, lines: list[Line]) -> Reason | None:
    """Whether a clause says "not" where the source's says it is so, or the other way round."""
    same = [line for line in lines if line.evidence.language == claimed.language]
    close = [line for line in same if _alike(claimed, line)]
    mine = negations(claimed.text)
    if close and all(negations(line.text) + line.turned != mine for line in close):
        return Reason("contradiction")
    theirs = [(clause, line.turned) for line in same for clause in line.clauses]
    for clause in claimed.clauses:
        pairs = [
            (_overlap(clause, other), other.negated is not turned)
            for other, turned in theirs
            if len(clause.stems) > 1
        ]
        near = [pair for pair in pairs if pair[0] >= 0.75]
        if not near:
            continue
        best = max(pair[0] for pair in near)
        if all(no is not clause.negated for share, no in near if share >= best - 0.1):
            return Reason("contradiction")
    return None


def _alike(claimed: Claimed, line: Line) -> bool:
    """Whether a sentence has nearly all words of a line and hardly any other."""
    mine = frozenset(stem for clause in claimed.clauses for stem in clause.stems)
    theirs = frozenset(stem for clause in line.clauses for stem in clause.stems)
    both = len(mine & theirs)
    return both >= 2 and both / len(mine | theirs) >= 0.8


def _overlap(mine: Clause, theirs: Clause) -> float:
    if not theirs.stems:
        return 0.0
    shared = sum(holds(theirs.stems, word) for word in mine.stems)
    return shared / max(len(mine.stems), min(len(theirs.stems), 6))


def _words(clause: Clause) -> list[str]:
    return content_words(clause.text)


def _telling(absent: list[str]) -> str:
    """The word that says most: the longest of those with a capital, else the longest."""
    capital = [word for word in absent if word[0].isupper()]
    return max(capital or absent, key=len)
