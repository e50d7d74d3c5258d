"""What a load balancer, a container platform and Prometheus ask.

- `/healthz`: this process lives. Nothing else is looked at: a database that is down is no reason
  to restart the web process.
- `/readyz`: the parts that a request needs answer, too. 200 or 503, with a JSON of the parts
  (`ok` or `failed` each, no details: those stand in the log).
- `/metrics`: Prometheus's text format. For whoever sends `Authorization: Bearer <METRICS_TOKEN>`;
  where that variable is unset, for direct callers on this machine only.
"""

import asyncio
import hmac
import time
from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from typing import Final

import psycopg
import structlog
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import add_never_cache_headers
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from redis import asyncio as redis

from hub.database import conninfo

log = structlog.get_logger(__name__)

_TIMEOUT: Final = 3.0  # seconds for a part to answer
_KEPT: Final = 1.0  # seconds an answer holds, so that probes cost the database little

#: The newest migration of each app, read from the files once a process.
_newest: set[tuple[str, str]] | None = None
_last: tuple[float, dict[str, bool]] = (float("-inf"), {})


async def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as this process answers."""
    return _json({"status": "ok"}, 200)


async def readyz(request: HttpRequest) -> HttpResponse:
    """200 if all parts answer, else 503."""
    global _last
    at, parts = _last
    if time.monotonic() - at > _KEPT:
        parts = await check()
        _last = (time.monotonic(), parts)
    ready = all(parts.values())
    body: dict[str, object] = {
        "status": "ok" if ready else "failed",
        "parts": {name: "ok" if good else "failed" for name, good in parts.items()},
    }
    return _json(body, 200 if ready else 503)


async def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus's text format, or 404 for whoever may not see it."""
    if not _may_see_metrics(request):
        return HttpResponse(status=404)
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)


async def check() -> dict[str, bool]:
    """Ask every part at once. A part that fails is logged with its reason."""
    asked: dict[str, Callable[[], Awaitable[bool]]] = {"database": _database, "redis": _redis}
    answers = await asyncio.gather(*(_ask(name, part) for name, part in asked.items()))
    parts = dict(zip(asked, answers, strict=True))
    parts["migrations"] = parts["database"] and await _ask("migrations", _migrations)
    return parts


async def _ask(name: str, part: Callable[[], Awaitable[bool]]) -> bool:
    try:
        async with asyncio.timeout(_TIMEOUT):
            good = await part()
    except (psycopg.Error, redis.RedisError, OSError, TimeoutError) as error:
        log.warning("readyz_part_failed", part=name, reason=type(error).__name__)
        return False
    if not good:
        log.warning("readyz_part_failed", part=name, reason="not ready")
    return good


async def _database() -> bool:
    return bool(await _rows("SELECT 1"))


async def _redis() -> bool:
    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=_TIMEOUT)
    try:
        return bool(await client.ping())
    finally:
        await client.aclose()


async def _migrations() -> bool:
    global _newest
    if _newest is None:
        _newest = await sync_to_async(newest_migrations, thread_sensitive=False)()
    applied = await _rows("SELECT app, name FROM django_migrations")
    return _newest <= {(str(app), str(name)) for app, name in applied}


def newest_migrations() -> set[tuple[str, str]]:
    """The newest migration of each app, from the files."""
    return set(MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes())


async def _rows(query: str) -> list[tuple[object, ...]]:
    # A connection of its own: a pool that is used up must not make a healthy database look ill.
    connection = await psycopg.AsyncConnection.connect(conninfo(), autocommit=True)
    try:
        found = await connection.execute(query.encode())
        return await found.fetchall()
    finally:
        await connection.close()


def _may_see_metrics(request: HttpRequest) -> bool:
    token: str = settings.METRICS_TOKEN
    if token:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
    if request.headers.get("X-Forwarded-For") or request.headers.get("Forwarded"):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _json(body: dict[str, object], status: int) -> HttpResponse:
    response = JsonResponse(body, status=status)
    add_never_cache_headers(response)
    return response
