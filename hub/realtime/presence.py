"""Who is there. In Redis alone: a member that nobody renews is gone after 40 s.

A sorted set for staff (`hub:presence:staff`) and one for visitors (`hub:presence:visitor`); members
are `<id>|<process>`, so that somebody with sockets in two processes is not gone when one ends.
"""

import asyncio
import contextlib
import time
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any
from uuid import UUID

import redis.exceptions

if TYPE_CHECKING:
    import redis as redis_sync

    from hub.realtime.bus import Bus

LIFETIME = 40.0
RENEW = 15.0


def _key(kind: str) -> str:
    return f"hub:presence:{kind}"


class Presence:
    """What this process knows; renewed every 15 s."""

    def __init__(self, bus: "Bus") -> None:
        self._bus = bus
        self._here: dict[tuple[str, UUID], int] = {}
        self._renewed = 0.0
        self._process = bus.process.hex()
        self._tasks: set[asyncio.Task[None]] = set()

    def arrive(self, kind: str, who: UUID) -> bool:
        """Count one more socket; true when it is the first here."""
        count = self._here.get((kind, who), 0)
        self._here[kind, who] = count + 1
        if count == 0:
            self._soon(self._write(kind, [who]))
        return count == 0

    def leave(self, kind: str, who: UUID) -> bool:
        """Count one less; true when none is left here."""
        count = self._here.get((kind, who), 0) - 1
        if count > 0:
            self._here[kind, who] = count
            return False
        self._here.pop((kind, who), None)
        self._soon(self._remove(kind, [who]))
        return True

    async def run(self) -> None:
        if time.monotonic() - self._renewed < RENEW:
            return
        self._renewed = time.monotonic()
        for kind in ("staff", "visitor"):
            await self._write(kind, [who for k, who in self._here if k == kind])

    async def leave_all(self) -> None:
        for kind in ("staff", "visitor"):
            await self._remove(kind, [who for k, who in self._here if k == kind])
        self._here.clear()

    def _soon(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _write(self, kind: str, who: list[UUID]) -> None:
        if who:
            until = time.time() + LIFETIME
            with contextlib.suppress(redis.exceptions.RedisError, OSError):
                await self._bus.redis.zadd(
                    _key(kind), {f"{one}|{self._process}": until for one in who}
                )

    async def _remove(self, kind: str, who: list[UUID]) -> None:
        if who:
            with contextlib.suppress(redis.exceptions.RedisError, OSError):
                await self._bus.redis.zrem(_key(kind), *[f"{one}|{self._process}" for one in who])


def online(client: "redis_sync.Redis", kind: str) -> set[UUID]:
    """Who is there now, for a service or selector. Nobody, when Redis is away."""
    try:
        now = time.time()
        client.zremrangebyscore(_key(kind), "-inf", now)
        members: Any = client.zrangebyscore(_key(kind), now, "+inf")
    except (redis.exceptions.RedisError, OSError):
        return set()
    found = set()
    for member in members:
        text = member.decode() if isinstance(member, bytes) else member
        with contextlib.suppress(ValueError):
            found.add(UUID(text.split("|")[0]))
    return found
