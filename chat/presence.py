"""Who is there now, of staff and of visitors."""

from uuid import UUID

import redis
from django.conf import settings

from hub.realtime.presence import online

_client: "redis.Redis | None" = None


def client() -> "redis.Redis":
    """One pooled client for short commands."""
    global _client
    if _client is None:
        _client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1.0)
    return _client


def online_staff() -> set[UUID]:
    return online(client(), "staff")


def online_visitors() -> set[UUID]:
    return online(client(), "visitor")
