"""A draft without a model: the best sentences of the passages, the live facts, a link."""

import re

from chat.assistant import phrases
from chat.assistant.evidence import Gathered, Part
from chat.assistant.guard import concepts
from chat.assistant.guard.lines import orders
from chat.assistant.guard.text import holds, sentences, stems, tidy
from chat.assistant.questions import Question
from chat.assistant.types import Evidence, Frame, Proposed

#: Sentences for one of the visitor's questions, and the least that a sentence has to fit.
EACH = 2
LEAST = 0.3

#: A sentence that leans on the one before it cannot stand alone.
_LEANS = re.compile(
    r"^(?:damit|dann|dabei|dazu|davon|dafür|daher|deshalb|dadurch|danach|erst dann|er|sie|es"
    r"|dieser?|dieses|diese|dort|das|auch|in allen fällen|geht das|ist|whatever|it|they|this|that"
    r"|these|those|then|only then|with these|with this|in every case|if that|there)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\b(?:wie|how|ab wann|bis zu welch\w+|wieviel)\b", re.IGNORECASE)
_FACT = re.compile(r"^(?P<label>[^:]{2,40}): (?P<value>.+)$")


def compose(question: Question, gathered: Gathered, frame: Frame) -> list[Proposed]:
    """Sentences with their sources, in the visitor's language; none when there is nothing to say.

    Sentences are taken as they stand. Nobody's instructions are among them: a sentence that speaks
    to a machine is no answer.
    """
    said: list[Proposed] = []
    linked: list[Evidence] = []
    for part in gathered.parts:
        if part.answerable and not _only_live(part, question):
            for proposed, source in _best(part, gathered, frame):
                if proposed not in said:
                    said.append(proposed)
                    linked.append(source)
    if question.wants:
        for source in gathered.evidence:
            if source.live is not None:
                said += phrases.live(source.n, source.live, question.wants, frame)
    if not said:
        return []
    if question.first:
        said.insert(0, phrases.greeting(frame))
    if linked and linked[0].url:
        said.append(Proposed(phrases.more(linked[0].url, frame.language), (linked[0].n,)))
    return said


def _only_live(part: Part, question: Question) -> bool:
    """Whether a question asks for nothing but what the live facts say."""
    asked = concepts.of_text(part.text)
    return bool(question.wants) and bool(asked) and asked <= {"price", "delivery", "stock"}


def _best(part: Part, gathered: Gathered, frame: Frame) -> list[tuple[Proposed, Evidence]]:
    """The best sentences for one question, in the order of their sources."""
    rated: list[tuple[float, int, int, Evidence]] = []
    texts: dict[tuple[int, int], str] = {}
    for rank, source in enumerate(gathered.ranked(part)):
        if source.language != frame.language or source.live is not None:
            continue
        lines = sentences(tidy(source.quote))
        for at, line in enumerate(lines):
            if orders(line):
                continue
            whole = _standing(lines, at, source)
            if whole:
                texts[source.n, at] = whole
                rated.append((_fit(line, source, part, rank, frame), source.n, at, source))
    rated.sort(key=lambda one: -one[0])
    chosen = [one for one in rated if one[0] >= LEAST][:EACH]
    if chosen:
        chosen = [one for one in chosen if one[0] >= 0.6 * chosen[0][0]]
    order = {n: at for at, n in enumerate(part.sources)}
    chosen.sort(key=lambda one: (order[one[1]], one[2]))
    found: list[tuple[Proposed, Evidence]] = []
    for _score, n, at, source in chosen:
        text = texts[n, at]
        if not any(text in other.text or other.text in text for other, _ in found):
            found.append((Proposed(text, (n,)), source))
    return found


def _standing(lines: list[str], at: int, source: Evidence) -> str:
    """The sentence so that it can stand alone, or nothing where it cannot."""
    line = lines[at]
    if fact := _FACT.match(line):
        if not source.skus or line.endswith("."):
            return line if line.endswith(".") and line[0].isupper() else ""
        return f"{source.title}: {fact['label']} {fact['value']}."
    if not line.endswith((".", "!")) or line[0].islower():
        return ""
    if _LEANS.match(line):
        before = lines[at - 1] if at else ""
        alone = not before.endswith(".") or _LEANS.match(before) is not None
        return "" if alone else f"{before} {line}"
    return line


def _fit(line: str, source: Evidence, part: Part, rank: int, frame: Frame) -> float:
    """How well a line answers: the question's words in it or its heading, and its source's rank."""
    asked = stems(part.text, frame.language)
    here = stems(line, frame.language)
    head = stems(f"{source.title} {source.section}", frame.language)
    told = sum(1.0 if holds(here, w) else 0.4 if holds(head, w) else 0.0 for w in asked)
    share = told / max(len(asked), 1)
    ideas = concepts.of_text(part.text) & concepts.of_text(line)
    figure = 0.1 if _FIGURE.search(part.text) and any(c.isdigit() for c in line) else 0.0
    return 0.7 * share + (0.15 if ideas else 0.0) + figure + 0.15 / (1 + rank)
