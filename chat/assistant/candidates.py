"""Sentences that a passage offers as answers: those that can stand alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chat.assistant.guard import concepts
from chat.assistant.guard.lines import mask, orders, turns
from chat.assistant.guard.names import names_of
from chat.assistant.guard.text import clause_spans, content_words, sentences, stem, stems, tidy
from chat.assistant.types import Evidence, Frame

#: A sentence that leans on the one before it cannot stand alone.
_LEANS = re.compile(
    r"^(?:damit|dann|dabei|dazu|davon|dafür|daher|deshalb|dadurch|danach|erst dann|er|sie|es"
    r"|dieser?|dieses|diese|dort|das|auch|in allen fällen|geht das|ist|whatever|it|they|this|that"
    r"|these|those|then|only then|with these|with this|in every case|if that|there)\b",
    re.IGNORECASE,
)
#: A teaser announces an answer and gives none.
_ANNOUNCES = re.compile(
    r"^(?:so|wie|was|wann|wo|wer|warum|welche[rsn]?|woran|womit|how|what|when|where|who|why|which)\b",
    re.IGNORECASE,
)
_PLATE = re.compile(r"^(?P<label>\w[^:.,]{1,30}): (?P<value>\S.{0,60})$")


@dataclass(frozen=True)
class Candidate:
    """`text` stands alone; `rank` is its source's, `at` its place there. `plate`: a line of a
    rating plate. `figure`: it has one."""

    text: str
    source: Evidence
    rank: int
    at: int
    stems: frozenset[str]
    head: frozenset[str]
    ideas: frozenset[str]
    plate: bool
    figure: bool


def candidates(sources: Sequence[Evidence], skus: Sequence[str], frame: Frame) -> list[Candidate]:
    """All of them, by source. Sources in another language say nothing that could be quoted; of
    another product's page only what names one of `skus` counts."""
    language, names = frame.language, names_of(frame.products)
    found: list[Candidate] = []
    seen: set[str] = set()
    for rank, source in enumerate(sources):
        if source.language != language or source.live is not None:
            continue
        head = stems(f"{source.title} {source.section}", language)
        if turns(source.section):
            continue  # no line below such a heading can stand alone
        lines = sentences(tidy(source.quote))
        for at, line in enumerate(lines):
            plate = _PLATE.match(line) if source.skus else None
            text = _plate(plate, source) if plate else _standing(lines, at)
            if not text or text in seen:
                continue
            if skus and source.skus and not set(source.skus) & set(skus):
                named = [m.skus for m in names.find(line, clause_spans(line))]
                if plate or not any(set(skus) & one for one in named):
                    continue
            seen.add(text)
            found.append(
                Candidate(
                    text=text,
                    source=source,
                    rank=rank,
                    at=at,
                    stems=stems(text, language),
                    head=head,
                    ideas=concepts.of_text(plate["label"] if plate else text),
                    plate=plate is not None,
                    figure=any(char.isdigit() for char in text),
                )
            )
    return found


def _plate(found: re.Match[str], source: Evidence) -> str:
    """A line of a rating plate as a sentence; nothing for what only looks like one."""
    short = len(found["label"].split()) <= 3
    if not short or not (any(c.isdigit() for c in found["value"]) or len(found["value"]) < 25):
        return ""
    return f"{source.title}: {found['label']} {found['value'].rstrip('.')}."


def _standing(lines: Sequence[str], at: int) -> str:
    """The sentence, with the one before it where it leans on that; or nothing."""
    line = lines[at]
    if orders(line) or not line.endswith((".", "!")) or line[0].islower():
        return ""
    if _ANNOUNCES.match(line) or _ANNOUNCES.match(line.partition(": ")[2]):
        return ""
    if not _LEANS.match(line):
        return line
    before = lines[at - 1] if at else ""
    fit = before.endswith(".") and not before[0].islower() and not orders(before)
    return f"{before} {line}" if fit and not _LEANS.match(before) else ""


def idea_words(question: str, frame: Frame) -> dict[str, frozenset[str]]:
    """The stems of a question's words, without product names, each with what it is about."""
    mentions = names_of(frame.products).find(question, clause_spans(question))
    spans = [(m.start, m.end) for m in mentions if m.kind == "product"]
    bare = mask(question, spans).replace("\0", " ")
    return {stem(word, frame.language): concepts.of_word(word) for word in content_words(bare)}
