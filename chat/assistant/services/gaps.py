"""Questions that the content does not answer."""

from uuid import UUID

from chat import selectors
from chat.assistant.guard.text import tidy
from chat.assistant.models import ContentGap
from hub.errors import BadInput, NotAllowed
from hub.registry.streams import Principal

LONGEST = 1_000


def note_gap(*, question: str, principal: Principal, conversation: UUID | None = None) -> UUID:
    """Note a question for those who write the content; the same open one is not noted twice.

    Raises `NotAllowed` for somebody who answers nowhere, `NotFound` for a conversation that is not
    theirs, `BadInput` for an empty question.
    """
    words = tidy(question)[:LONGEST]
    if not words:
        raise BadInput(field="question")
    if not any(action == "conversation.answer" for action, _ in principal.grants):
        raise NotAllowed
    site = None
    if conversation is not None:
        site = selectors.get(principal, conversation, "conversation.answer").site_id
    gap, _ = ContentGap.objects.get_or_create(
        question=words,
        site_id=site,
        conversation_id=conversation,
        done_at=None,
        defaults={"noted_by_id": principal.id},
    )
    return gap.id


def close_gap(*, gap: ContentGap) -> None:
    """The content answers it now."""
    from django.utils import timezone

    gap.done_at = timezone.now()
    gap.save(update_fields=["done_at"])
