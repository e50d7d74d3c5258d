"""The end of a conversation: closing, opening again, rating, transcript by mail."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from chat.models import Conversation, TranscriptMail
from chat.services import thread_use
from chat.services.common import announce, locked, system
from chat.tasks import wake_transcripts
from hub.contacts.history import touch_history
from hub.errors import BadInput, Conflict
from hub.realtime.append import append
from hub.realtime.models import Log
from hub.registry.streams import Principal


def close(*, who: Principal, conversation_id: UUID, transcript_to: str = "") -> Conversation:
    """Close a conversation; ask for a rating and offer the transcript. Twice changes nothing.

    A meeting that is live there keeps the thread open, and the transcript's mail, until it ends.
    """
    with transaction.atomic():
        conversation = locked(conversation_id, who)
        if conversation.state == "closed":
            return conversation
        waited = conversation.state == "waiting"
        conversation.state = "closed"
        conversation.closed_at = timezone.now()
        conversation.save(update_fields=["state", "closed_at"])
        if transcript_to:
            _transcript(conversation, transcript_to)
        touch_history(
            kind="conversation", subject_id=conversation.id, ended_at=conversation.closed_at
        )
        log = conversation.public_log_id
        for kind, body in (
            ("closed", {"by": who.kind}),
            ("card.rating", {}),
            ("card.transcript", {}),
        ):
            append(log=log, participant=system(log), kind=kind, body=body)
        Log.objects.filter(pk=conversation.internal_log_id).update(closed_at=conversation.closed_at)
        thread_use.settle(conversation)
        announce(conversation, queue_changed=waited)
        return conversation


def reopen(*, who: Principal, conversation_id: UUID) -> Conversation:
    """Open a closed conversation again; it is whose it was, or waits."""
    with transaction.atomic():
        conversation = locked(conversation_id, who)
        if conversation.state != "closed":
            raise Conflict
        conversation.closed_at = None
        conversation.state = "active" if conversation.assignee_id else "waiting"
        conversation.waiting_since = conversation.waiting_since or timezone.now()
        conversation.save(update_fields=["state", "closed_at", "waiting_since"])
        Log.objects.filter(pk=conversation.internal_log_id).update(closed_at=None)
        thread_use.settle(conversation)
        touch_history(kind="conversation", subject_id=conversation.id, ended_at=None)
        log = conversation.public_log_id
        append(log=log, participant=system(log), kind="reopened", body={"by": who.kind})
        announce(conversation, queue_changed=conversation.state == "waiting")
        return conversation


def rate(*, conversation: Conversation, action_id: UUID, stars: int, text: str = "") -> None:
    """The visitor's rating, 1 to 5. The last one counts."""
    with transaction.atomic():
        held = locked(conversation.id)
        held.rating, held.rating_text = stars, text[:1000]
        held.save(update_fields=["rating", "rating_text"])
        touch_history(kind="conversation", subject_id=held.id)
        append(
            log=held.public_log_id,
            participant=system(held.public_log_id),
            kind="rated",
            body={"stars": stars, "text": text[:1000]},
            client_id=action_id,
            into_closed=True,
        )
        announce(held)


def ask_transcript(*, conversation: Conversation, email: str) -> None:
    """Send the transcript to an address, once an address; after the meeting that is live there."""
    with transaction.atomic():
        _transcript(locked(conversation.id), email)


def _transcript(conversation: Conversation, email: str) -> None:
    email = email.strip()
    try:
        validate_email(email)
    except ValidationError:
        raise BadInput(field="email") from None
    if TranscriptMail.objects.filter(conversation=conversation).count() >= 5:
        raise Conflict
    TranscriptMail.objects.get_or_create(
        conversation=conversation, to=email.lower(), defaults={"due_at": timezone.now()}
    )
    transaction.on_commit(wake_transcripts, robust=True)
