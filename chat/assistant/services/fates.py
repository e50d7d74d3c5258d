"""What became of a draft: sent as it stood, changed, or dismissed."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chat import selectors
from chat.assistant.errors import AlreadyDecided
from chat.assistant.models import AssistantDraft
from chat.assistant.views import sentences_of, text_of
from chat.entries import DraftFate
from chat.services.common import system
from hub.errors import BadInput, NotFound
from hub.realtime.append import append
from hub.registry.streams import Principal

LONGEST = 4_000


def note_fate(*, draft: UUID, principal: Principal, fate: str, text: str = "") -> None:
    """Note what a draft became; `text` is what was sent instead, where it was changed.

    Stands in the internal log. Saying the same twice is fine. Raises `NotFound` for what is not
    theirs, `BadInput` for another word, `AlreadyDecided` when something else was noted before.
    """
    if fate not in ("sent", "changed", "dismissed"):
        raise BadInput(field="fate")
    if len(text) > LONGEST:
        raise BadInput(field="text")
    with transaction.atomic():
        row = AssistantDraft.objects.select_for_update().filter(pk=draft).first()
        if row is None:
            raise NotFound
        conversation = selectors.get(principal, row.conversation_id, "conversation.answer")
        if row.fate == fate:
            return
        if row.fate != AssistantDraft.Fate.OPEN:
            raise AlreadyDecided
        offered = text_of(sentences_of(row))
        if fate == "changed" and text.strip() == offered.strip():
            fate = "sent"
        row.fate = fate
        row.fate_by_id = principal.id
        row.fate_at = timezone.now()
        row.offered_text = offered if fate == "changed" else ""
        row.sent_text = text.strip() if fate == "changed" else ""
        row.save()
        log = conversation.internal_log_id
        append(
            log=log,
            participant=system(log),
            kind="draft",
            body=DraftFate(draft=str(row.id), fate=fate, question=row.question),
            client_id=row.id,
            into_closed=True,
        )
