"""How often somebody may try something, counted in Redis.

A sliding window: the count of this window plus what is still inside of the one before. When Redis
is away, everything is allowed and `hub_rate_limit_unavailable_total` goes up: limits keep abuse
cheap to bear, and the house must not close because of them. What may never be unlimited (codes of
the second factor) is counted in PostgreSQL instead.
"""

import math
import time
from functools import lru_cache
from typing import Final

import redis
import structlog
from django.conf import settings
from prometheus_client import Counter

from hub.errors import TooMany

UNAVAILABLE = Counter(
    "hub_rate_limit_unavailable_total", "Limits that were not checked because Redis was away"
)
REFUSED = Counter("hub_rate_limit_refused_total", "Requests over a limit", ["name"])
#: Seconds for which Redis is not asked again after it did not answer.
PAUSE: Final = 5.0
_log = structlog.get_logger(__name__)
_paused_until = 0.0


def allow(key: str, limit: int, per_seconds: int) -> bool:
    """Count one try under `key`; whether it is within `limit` tries in any `per_seconds`.

    `key` starts with the limit's name: `sign-in.address:203.0.113.5`.
    """
    return wait(key, limit, per_seconds) == 0.0


def require(key: str, limit: int, per_seconds: int) -> None:
    """`allow`, raising `TooMany` with the seconds to wait."""
    seconds = wait(key, limit, per_seconds)
    if seconds:
        raise TooMany(retry_after=seconds)


def wait(key: str, limit: int, per_seconds: int) -> float:
    """Count one try; 0 if it is allowed, else the seconds after which another one may be.

    A refused try counts as well, up to the limit of one more window: whoever keeps trying keeps
    waiting.
    """
    global _paused_until
    if time.monotonic() < _paused_until:
        UNAVAILABLE.inc()
        return 0.0
    now = time.time()
    window = int(now // per_seconds)
    try:
        pipe = _client().pipeline(transaction=False)
        pipe.incr(f"hub:limit:{key}:{window}")
        pipe.expire(f"hub:limit:{key}:{window}", 2 * per_seconds)
        pipe.get(f"hub:limit:{key}:{window - 1}")
        current, _, before = pipe.execute()
    except (redis.RedisError, OSError) as away:
        _paused_until = time.monotonic() + PAUSE
        UNAVAILABLE.inc()
        _log.warning("rate limits are not checked", reason=type(away).__name__)
        return 0.0
    gone = now / per_seconds - window
    used = min(int(current), 2 * limit) + min(int(before or 0), 2 * limit) * (1 - gone)
    if used <= limit:
        return 0.0
    REFUSED.labels(key.partition(":")[0]).inc()
    return float(max(1, math.ceil(per_seconds * (1 - gone))))


@lru_cache(maxsize=1)
def _client() -> "redis.Redis":
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.5)
