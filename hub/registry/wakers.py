"""Who wants to know, after a commit, that something changed.

A waker gets ids, never content, and must return at once: it sets a flag or sends a Celery wake-up.
It may be lost; whoever listens also sweeps.
"""

from collections.abc import Callable, Iterable
from uuid import UUID

from hub.registry.base import Registry

Waker = Callable[[Iterable[UUID]], None]

#: Called with the ids of logs that got entries.
log_wakers: Registry[Waker] = Registry("log waker")
#: Called with the ids of history entries that were made or changed.
history_wakers: Registry[Waker] = Registry("history waker")
