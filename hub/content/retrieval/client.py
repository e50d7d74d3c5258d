"""Asks the search process, and waits for no longer than 300 ms."""

from uuid import uuid4

import msgspec
from django.conf import settings
from prometheus_client import Counter
from redis import RedisError
from redis import asyncio as redis

from hub.content.retrieval import wire

SEARCHES = Counter("hub_searches", "Searches of the content base", ["outcome"])


async def ask(query: str, *, language: str, site: str, k: int) -> wire.Reply | None:
    """The ranking, or None when no search process is there, or none is fast enough."""
    request = wire.Request(
        reply=f"hub:search:reply:{uuid4().hex}", query=query, language=language, site=site, k=k
    )
    try:
        reply, outcome = await _exchange(request)
    except (RedisError, OSError, TimeoutError):
        reply, outcome = None, "redis"
    SEARCHES.labels(outcome=outcome).inc()
    return reply


async def _exchange(request: wire.Request) -> tuple[wire.Reply | None, str]:
    store = redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=2.0, socket_connect_timeout=wire.TIMEOUT
    )
    async with store:
        async with store.pipeline(transaction=False) as pipe:
            pipe.exists(wire.ALIVE)
            pipe.llen(wire.REQUESTS)
            alive, waiting = await pipe.execute()
        if not alive:
            return None, "absent"
        if waiting >= wire.MOST_WAITING:
            return None, "busy"
        packed = wire.encode(request)
        await store.lpush(wire.REQUESTS, packed)
        answer = await store.blpop([request.reply], timeout=wire.TIMEOUT)
        if answer is None:
            await store.lrem(wire.REQUESTS, 1, packed.decode())
            return None, "late"
        try:
            reply = wire.decode_reply(answer[1])
        except msgspec.MsgspecError:
            return None, "broken"
        return reply, "hybrid" if reply.semantic else "grams"
