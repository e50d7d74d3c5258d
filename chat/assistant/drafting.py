"""From a question to checked sentences: a model or the passages themselves, then the guard."""

import msgspec

from chat.assistant import extractive, model
from chat.assistant.evidence import Gathered
from chat.assistant.guard import check
from chat.assistant.questions import Question
from chat.assistant.types import Evidence, Frame, Proposed, Provenance, Sentence


class Made(msgspec.Struct, frozen=True):
    """`evidence` is what the sentences cite, numbered in the order in which they do."""

    sentences: tuple[Sentence, ...]
    evidence: tuple[Evidence, ...]
    provenance: Provenance
    note: str


async def make(question: Question, gathered: Gathered, frame: Frame) -> Made | None:
    """The draft, or None where the content says nothing: no evidence, no draft.

    A model that fails, or whose every statement was struck, is replaced by the extractive draft,
    with a note.
    """
    note = ""
    if model.configured() and (gathered.answerable or _told_live(question, gathered)):
        try:
            proposed = await model.propose(question, gathered, frame)
        except model.ModelFailed as failed:
            note = failed.note
        else:
            made = _checked(proposed, gathered, frame, "model", "")
            if says_something(made.sentences):
                return made
            note = "struck"
    proposed = extractive.compose(question, gathered, frame)
    made = _checked(proposed, gathered, frame, "extractive", note)
    return made if says_something(made.sentences) else None


def says_something(sentences: tuple[Sentence, ...]) -> bool:
    """Whether a sentence stands that states something: a greeting alone is no draft."""
    return any(sentence.sources and not sentence.struck for sentence in sentences)


def _told_live(question: Question, gathered: Gathered) -> bool:
    return bool(question.wants) and any(e.live is not None for e in gathered.evidence)


def _checked(
    proposed: list[Proposed], gathered: Gathered, frame: Frame, provenance: Provenance, note: str
) -> Made:
    sentences = check(proposed, list(gathered.evidence), frame)
    evidence, renumbered = cited(sentences, gathered.evidence)
    return Made(renumbered, evidence, provenance, note)


def cited(
    sentences: list[Sentence], evidence: tuple[Evidence, ...]
) -> tuple[tuple[Evidence, ...], tuple[Sentence, ...]]:
    """The evidence that is cited, numbered anew by first mention, and the sentences so."""
    known = {source.n: source for source in evidence}
    numbers: dict[int, int] = {}
    for sentence in sentences:
        for n in sentence.sources:
            if n in known:
                numbers.setdefault(n, len(numbers) + 1)
    sources = tuple(msgspec.structs.replace(known[n], n=new) for n, new in numbers.items())
    return sources, tuple(_renumbered(sentence, numbers) for sentence in sentences)


def _renumbered(sentence: Sentence, numbers: dict[int, int]) -> Sentence:
    return msgspec.structs.replace(
        sentence,
        sources=tuple(numbers[n] for n in sentence.sources if n in numbers),
        live=tuple(numbers[n] for n in sentence.live),
        slots=tuple(msgspec.structs.replace(slot, n=numbers[slot.n]) for slot in sentence.slots),
    )
