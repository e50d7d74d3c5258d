"""A conversation's public log, which others may need for longer than the conversation lasts."""

from collections.abc import Callable
from uuid import UUID

from django.utils import timezone

from chat.models import Conversation
from hub.realtime.models import Log
from hub.registry.base import Registry

#: Told a conversation's id: whether its thread is still in use.
Use = Callable[[UUID], bool]

thread_uses: Registry[Use] = Registry("use of a thread")


def settle(conversation: Conversation) -> None:
    """Open or close the thread of a conversation that is held (`common.locked`): it is open as long
    as the conversation is, or something uses it. Called whenever one of the two has changed."""
    log = Log.objects.filter(pk=conversation.public_log_id)
    if conversation.state != Conversation.State.CLOSED or any(
        used(conversation.id) for used in thread_uses
    ):
        log.update(closed_at=None)
    else:
        log.filter(closed_at__isnull=True).update(closed_at=timezone.now())
