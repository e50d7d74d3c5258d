"""The text as it is sent: live prices are fetched once more at that moment."""

from uuid import UUID

from chat.assistant import freshening
from chat.assistant.services.drafts import fresh, open_draft
from chat.assistant.services.fates import LONGEST
from chat.assistant.types import Final
from chat.assistant.views import evidence_of, sentences_of, text_of
from hub.errors import BadInput
from hub.registry.streams import Principal
from hub.threads import in_database


async def final_text(*, draft: UUID, principal: Principal, text: str | None = None) -> Final:
    """The draft's text, or `text` that a person made of it, with prices as of now.

    Tells which live figures have changed since the draft was made. Raises `NotFound`,
    `BadInput` for a text that is too long for a message.
    """
    if text is not None and len(text) > LONGEST:
        raise BadInput(field="text")
    row, frame = await in_database(open_draft, draft, principal)
    before = evidence_of(row)
    sentences, now = freshening.renewed(
        sentences_of(row), before, await fresh(row, frame), frozenset(row.wants), frame
    )
    changed = freshening.changes(before, now, frame)
    if text is not None:
        told, there = freshening.retold(text, before, now, frame)
        return Final(told, changed, there)
    stands = [sentence for sentence in sentences if not sentence.struck]
    return Final(text_of(sentences), changed, any(sentence.sources for sentence in stands))
