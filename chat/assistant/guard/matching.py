"""Whether a figure of a draft is a figure of a source, and says the same of the same thing."""

import re

from chat.assistant.guard import concepts
from chat.assistant.guard.claimed import Claimed
from chat.assistant.guard.figures import Bound, Figure
from chat.assistant.guard.lines import Clause, Line
from chat.assistant.guard.text import holds, stems
from chat.assistant.types import Reason

_LISTS = re.compile(r"[,;]\s|\s(?:und|sowie|and)\s")
#: From the most to the least telling.
_ORDER = ("figure", "other_language", "figure_elsewhere", "other_product", "bound")
#: Which bounds of a source bear out a draft's.
_BEARS: dict[Bound, frozenset[Bound]] = {
    "": frozenset({"", "min", "max", "about"}),
    "about": frozenset({"", "min", "max", "about"}),
    "min": frozenset({"min", "over"}),
    "max": frozenset({"", "max", "under"}),
    "over": frozenset({"over"}),
    "under": frozenset({"under"}),
}


def unsupported(figure: Figure, claimed: Claimed, lines: list[Line]) -> Reason | None:
    """Why no line bears the figure out, or None when one does."""
    failed = "figure"
    for line in lines:
        for known in line.figures:
            if not _same(figure, known):
                continue
            problem = _problem(figure, claimed, line, known)
            if problem is None and _better_elsewhere(figure, claimed, line, known, lines):
                problem = "figure_elsewhere"
            if problem is None:
                return None
            failed = max(failed, problem, key=_ORDER.index)
    return Reason(failed, figure.raw.strip())


def _same(claim: Figure, known: Figure) -> bool:
    if not claim.values or not known.values:
        return False
    one = claim.shape == "one"
    if one and known.shape == "size":
        count = "Ø" in known.raw and claim.values[0] == known.values[0] and claim.unit == ""
        parts = known.values[1:] if "Ø" in known.raw else known.values
        return count or (claim.values[0] in parts and claim.unit == known.unit)
    if claim.unit != known.unit or (claim.per != known.per and claim.unit != "times"):
        return False
    if one and known.shape == "range":
        low, high = known.values[0], known.values[-1]
        return (claim.values[0] == low and claim.bound == "min") or (
            claim.values[0] == high and claim.bound == "max"
        )
    return claim.shape == known.shape and claim.values == known.values


def _problem(claim: Figure, claimed: Claimed, line: Line, known: Figure) -> str | None:
    same_language = claimed.language == line.evidence.language
    clause = claimed.clause_at(claim.start)
    if not _about_same(claimed, claim, line):
        return "other_product"
    if claimed.text.rstrip(".! ") in line.text:
        return None  # a quotation
    if claim.shape == known.shape == "one" and known.bound not in _BEARS[claim.bound]:
        return "bound"
    mine = (clause.concepts if clause else frozenset()) or concepts.of_text(claimed.text)
    theirs = _clause_of(line, known).concepts or line.concepts
    if mine and theirs and not mine & theirs:
        return "figure_elsewhere"
    if not same_language:
        return None if mine & theirs else "other_language"
    if not claim.unit and claim.nouns and not any(_told(line, noun) for noun in claim.nouns):
        return "figure_elsewhere"
    words = clause.stems if clause and clause.stems else _stems(claimed)
    if _of_another(words, line, known):
        return "figure_elsewhere"
    told = sum(_told(line, word) or bool(mine & theirs & concepts.of_word(word)) for word in words)
    return None if not words or told / len(words) >= 0.5 else "figure_elsewhere"


def _about_same(claimed: Claimed, figure: Figure, line: Line) -> bool:
    products = claimed.products_at(figure.start)
    if products:
        return bool(products & line.skus)
    families = [m.skus for m in claimed.mentions if m.kind == "family"]
    if not families or line.evidence.skus:
        return not families or any(f & line.families or f & line.skus for f in families)
    return any(f & line.families or f & line.named for f in families)


def _clause_of(line: Line, figure: Figure) -> Clause:
    before = [clause for clause in line.clauses if clause.start <= figure.start]
    return before[-1] if before else line.clauses[0]


def _better_elsewhere(
    claim: Figure, claimed: Claimed, line: Line, known: Figure, lines: list[Line]
) -> bool:
    """Whether another line, with another figure of this kind, says clearly more of the sentence."""
    clause = claimed.clause_at(claim.start)
    words = clause.stems if clause and len(clause.stems) > 1 else _stems(claimed)
    if clause and len(clause.stems) < 3 and clause.concepts & line.concepts:
        return False
    here = _share(words, line)
    rivals = (
        other
        for other in lines
        if other is not line
        and not any(_same(claim, figure) for figure in other.figures)
        and any(f.shape == known.shape and f.unit == known.unit for f in other.figures)
    )
    return any(_share(words, rival) >= max(0.6, here + 0.25) for rival in rivals)


def _share(words: frozenset[str], line: Line) -> float:
    return sum(holds(line.stems, word) for word in words) / max(len(words), 1)


def _of_another(words: frozenset[str], line: Line, known: Figure) -> bool:
    """In a line with several figures of a kind: whether the words go with another than this."""
    rivals = [
        figure
        for figure in line.figures
        if figure.shape == known.shape and figure.unit == known.unit
    ]
    others = [f for f in rivals if f.start != known.start]
    mine = _segment(line, known)
    if any(figure.listed for figure in rivals):
        if known.listed and not any(holds(mine, word) for word in words):
            return True
        others = [f for f in others if f.listed]
    elif len(mine) < 2 or any(holds(mine, word) for word in words):
        return False
    theirs = [_segment(line, other) for other in others]
    return any(
        not holds(mine, word) and any(holds(other, word) for other in theirs) for word in words
    )


def _segment(line: Line, figure: Figure) -> frozenset[str]:
    """The stems of a figure's own part of a list."""
    start = 0
    for cut in _LISTS.finditer(line.text):
        if cut.end() <= figure.start:
            start = cut.end()
        else:
            return stems(line.text[start : cut.start()], line.evidence.language)
    return stems(line.text[start:], line.evidence.language)


def _told(line: Line, stem: str) -> bool:
    return holds(line.stems, stem) or holds(line.context, stem)


def _stems(claimed: Claimed) -> frozenset[str]:
    return frozenset(stem for clause in claimed.clauses for stem in clause.stems)
