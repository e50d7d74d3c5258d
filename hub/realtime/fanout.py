"""Publishing from anywhere that is not the event loop: services, tasks, commands.

Everything goes out after the commit of the transaction under way, and may be lost.
"""

import threading
from typing import Any
from uuid import UUID

import redis
from django.conf import settings
from django.db import transaction

from hub.realtime.bus import CHANNEL, DROPPED, encode
from hub.realtime.frames import EntryFrame, encoder
from hub.realtime.protocol import Event

_NOBODY = b"\0" * 16
_local = threading.local()


def _client() -> "redis.Redis":
    client: redis.Redis | None = getattr(_local, "client", None)
    if client is None:
        client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1.0)
        _local.client = client
    return client


def send_hint(kind: str, data: Any) -> None:
    """Publish at once. A Redis that is away costs a second at most, and the hint."""
    try:
        _client().publish(CHANNEL, encode((_NOBODY, kind, data)))
    except (redis.exceptions.RedisError, OSError):
        DROPPED.inc()


def publish_event(topic: str, kind: str, data: Any = None, *, audience: str = "all") -> None:
    """Tell a topic's listeners (`all`, or only `staff` or `visitor`), after the commit."""
    frame = encoder.encode(Event(topic=topic, kind=kind, data=data))
    transaction.on_commit(lambda: send_hint("event", [topic, audience, frame]), robust=True)


def publish_participant(log: UUID, frame: bytes) -> None:
    """Announce a participant to a log's listeners, after the commit."""
    transaction.on_commit(lambda: send_hint("log_frame", [log.bytes, "all", frame]), robust=True)


def publish_entries(log: UUID, entries: list[tuple[int, EntryFrame]]) -> None:
    """Hand entries out that a service appended, after the commit."""
    data = [[log.bytes, seq, frame] for seq, frame in entries]
    transaction.on_commit(lambda: send_hint("appended", data), robust=True)


def revoke(staff_id: UUID) -> None:
    """Close the open sockets of somebody who was deactivated or lost a role."""
    transaction.on_commit(lambda: send_hint("revoke", staff_id.bytes), robust=True)


def reads_in(staff_id: UUID, lang: str) -> None:
    """Have the open sockets of somebody speak the language that they chose, after the commit."""
    transaction.on_commit(lambda: send_hint("reads_in", [staff_id.bytes, lang]), robust=True)


def expel(principal: UUID, ref: str) -> None:
    """End the subscriptions of somebody who may no longer listen to a stream, after the commit."""
    transaction.on_commit(lambda: send_hint("expel", [principal.bytes, ref]), robust=True)
