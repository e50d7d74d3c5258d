"""Drafts as screens show them."""

from collections.abc import Sequence

import msgspec
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chat.assistant.guard import price
from chat.assistant.guard.reasons import in_words
from chat.assistant.models import AssistantDraft
from chat.assistant.types import Draft, Evidence, Sentence, SentenceView, SourceView

_NOTES: dict[str, str | Promise] = {
    "unreachable": _("The model could not be reached: this is drafted from the content itself."),
    "refused": _("The model refused: this is drafted from the content itself."),
    "timeout": _("The model took too long: this is drafted from the content itself."),
    "nonsense": _("The model's answer made no sense: this is drafted from the content itself."),
    "struck": _("No source bore the model's draft out: this is drafted from the content itself."),
}


def evidence_of(row: AssistantDraft) -> tuple[Evidence, ...]:
    return msgspec.convert(row.evidence, tuple[Evidence, ...])


def sentences_of(row: AssistantDraft) -> tuple[Sentence, ...]:
    return msgspec.convert(row.sentences, tuple[Sentence, ...])


def draft_of(row: AssistantDraft, lang: str) -> Draft:
    """The draft for a reader of `lang`: reasons and notes in their words, the text untouched.

    A sentence's text has its prices without their time, which stands with the source; `text`, what
    would be sent, has both.
    """
    sentences = sentences_of(row)
    with translation.override(lang):
        return Draft(
            id=row.id,
            question=row.question,
            sentences=tuple(_sentence(sentence) for sentence in sentences),
            sources=tuple(_source(source) for source in evidence_of(row)),
            text=text_of(sentences),
            provenance=row.provenance,  # type: ignore[arg-type]
            language=row.language,
            made_at=row.created_at,
            note=str(_NOTES[row.note]) if row.note in _NOTES else None,
        )


def text_of(sentences: Sequence[Sentence]) -> str:
    """What stands, as one text."""
    return " ".join(sentence.text for sentence in sentences if not sentence.struck)


def _sentence(sentence: Sentence) -> SentenceView:
    text = sentence.text
    for slot in sorted(sentence.slots, key=lambda one: -one.start):
        figure = price.AS_OF.sub("", text[slot.start : slot.end]) if slot.kind == "price" else ""
        before = text[: slot.start]
        text = (before if figure else before.rstrip(" ")) + figure + text[slot.end :]
    return SentenceView(
        text=text,
        sources=sentence.sources,
        struck=sentence.struck,
        reason=in_words(sentence.reason) if sentence.reason else None,
        live=sentence.live,
    )


def _source(source: Evidence) -> SourceView:
    live = source.live
    title = source.title
    if source.section and source.section != title:
        title = f"{title}, {source.section}"
    return SourceView(
        n=source.n,
        kind=source.kind,
        title=title,
        url=source.url,
        anchor=source.anchor,
        quote=source.quote,
        changed_at=source.changed_at,
        as_of=live.as_of if live else None,
        stale=live.stale if live else False,
    )
