"""A conversation's public log, which others may need for longer than the conversation lasts."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from chat.models import Conversation
from chat.tasks import wake_transcripts
from hub.realtime.models import Log
from hub.registry.base import Registry

#: The ids of the conversations whose threads it uses now, as a subquery of one column.
Use = Callable[[], "QuerySet[Any, Any]"]

thread_uses: Registry[Use] = Registry("use of a thread")


def in_use() -> "QuerySet[Conversation]":
    """Conversations whose threads something uses, closed or not."""
    found = Conversation.objects.none()
    if uses := list(thread_uses):
        found = Conversation.objects.filter(Q(*(Q(pk__in=use()) for use in uses), _connector=Q.OR))
    return found


def settle(conversation: Conversation) -> None:
    """Open or close the thread of a conversation that is held (`common.locked`): it is open as long
    as the conversation is, or something uses it. Called whenever one of the two has changed.

    Transcripts by mail wait for the same (`services.transcripts`).
    """
    log = Log.objects.filter(pk=conversation.public_log_id)
    used = in_use().filter(pk=conversation.pk).exists()
    if used or conversation.state != Conversation.State.CLOSED:
        log.update(closed_at=None)
    else:
        log.filter(closed_at__isnull=True).update(closed_at=timezone.now())
    if not used:
        transaction.on_commit(wake_transcripts, robust=True)
