"""After entries were committed: the inbox has changed, and perhaps the first answer was given."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone

from chat.models import Conversation
from hub.realtime.fanout import publish_event
from hub.realtime.models import Entry, Participant
from hub.registry.wakers import log_wakers


def logs_grew(logs: Iterable[UUID]) -> None:
    """Called in a thread, with what grew in the last moment."""
    grown = list(logs)
    found = Conversation.objects.filter(public_log_id__in=grown)
    for conversation in found.values_list("id", flat=True):
        publish_event("inbox", "changed", {"conversation": str(conversation)})
    staff = Participant.objects.filter(log_id=OuterRef("log_id"), kind="staff")
    answered = Entry.objects.filter(
        log_id=OuterRef("public_log_id"),
        participant_id__in=staff.values("id"),
    )
    found.filter(Exists(answered), first_answer_at__isnull=True, taken_at__isnull=False).update(
        first_answer_at=timezone.now()
    )


def register() -> None:
    log_wakers.register("chat", logs_grew)
