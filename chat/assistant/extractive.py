"""A draft without a model: the best sentences of the passages, the live facts, a link."""

import math
import re
from collections import Counter

from chat.assistant import phrases
from chat.assistant.candidates import Candidate, candidates, idea_words
from chat.assistant.evidence import Gathered, Part
from chat.assistant.guard import concepts
from chat.assistant.guard.text import holds
from chat.assistant.questions import Question
from chat.assistant.types import Evidence, Frame, Proposed

#: Sentences for one of the visitor's questions, and the least share of it that one has to meet.
EACH = 2
LEAST = 0.25
#: A second sentence has to be nearly as good as the first.
NEARLY = 0.75

_HOW_MUCH = re.compile(r"\b(?:wie|wieviel|ab wann|how|what is the)\b", re.IGNORECASE)


def compose(question: Question, gathered: Gathered, frame: Frame) -> list[Proposed]:
    """Sentences with their sources, in the visitor's language; none when there is nothing to say.

    Sentences are taken as they stand. Nobody's instructions are among them: a sentence that speaks
    to a machine is no answer.
    """
    said: list[Proposed] = []
    linked: list[Evidence] = []
    for part in gathered.parts:
        if not _only_live(part):
            for one in best(part, gathered, frame):
                proposed = Proposed(one.text, (one.source.n,))
                if proposed not in said:
                    said.append(proposed)
                    linked.append(one.source)
    for source in gathered.evidence:
        if source.live is not None:
            wants = question.wanted_of(source.live.sku) or (
                frozenset() if question.skus else question.wants
            )
            said += phrases.live(source.n, source.live, wants, frame)
    if not said:
        return []
    if question.first:
        said.insert(0, phrases.greeting(frame))
    if linked and linked[0].url:
        said.append(Proposed(phrases.more(linked[0].url, frame.language), (linked[0].n,)))
    return said


def _only_live(part: Part) -> bool:
    """Whether a question asks for nothing but what the live facts say."""
    about = concepts.of_text(part.asked.text)
    wants = bool(part.asked.wants and part.asked.skus)
    return wants and about <= {"price", "delivery", "stock"}


def best(part: Part, gathered: Gathered, frame: Frame) -> list[Candidate]:
    """The best sentences for one question, in the order of their sources.

    Where the search doubts that anything answers it, only a line of a rating plate that is about
    the very thing counts.
    """
    found = candidates(gathered.ranked(part), part.asked.skus, frame)
    if not part.answerable:
        about = concepts.of_text(part.asked.text) - {"price", "delivery", "stock", "capacity"}
        found = [one for one in found if one.plate and one.ideas & about]
    rated = _rated(part, found, frame)
    if not rated or rated[0][0] < LEAST:
        return []
    good = [one for score, one in rated if score >= max(LEAST, NEARLY * rated[0][0])]
    chosen: list[Candidate] = []
    for one in good:
        if not any(one.text in other.text or other.text in one.text for other in chosen):
            chosen.append(one)
    chosen = chosen[:EACH]
    return sorted(chosen, key=lambda one: (one.rank, one.at))


def _rated(part: Part, found: list[Candidate], frame: Frame) -> list[tuple[float, Candidate]]:
    """How well each answers: the question's words in it, rare ones counting more, and its rank."""
    asked = idea_words(part.asked.text, frame)
    if not asked or not found:
        return []
    in_lines = Counter(w for w in asked for one in found if _tells(one, w, asked[w]))
    weight = {w: math.log(1 + len(found) / (1 + in_lines[w])) for w in asked}
    total = sum(weight.values())
    how_much = _HOW_MUCH.search(part.asked.text) is not None
    rated: list[tuple[float, Candidate]] = []
    for one in found:
        told = sum(weight[w] * _share(one, w, asked[w]) for w in asked) / total
        bonus = (0.1 if how_much and one.figure else 0.0) + 0.15 / (1 + one.rank)
        teaser = 0.7 if one.source.kind == "page" and not one.source.section else 1.0
        rated.append((teaser * (told + bonus) if told else 0.0, one))
    return sorted(rated, key=lambda pair: -pair[0])


def _tells(one: Candidate, stem: str, ideas: frozenset[str]) -> bool:
    return holds(one.stems, stem) or bool(ideas & one.ideas)


def _share(one: Candidate, stem: str, ideas: frozenset[str]) -> float:
    if holds(one.stems, stem):
        return 1.0
    if ideas & one.ideas:
        return 0.8
    return 0.4 if holds(one.head, stem) else 0.0
