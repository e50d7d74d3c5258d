"""Hints between processes, over Redis pub/sub. All of it may be lost.

One message is a msgpack array `[process, kind, data]`. Publishing never delays an acknowledgement:
it goes through a bounded queue, and what does not fit is dropped and counted.
"""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import msgspec
import redis.asyncio
import structlog
from prometheus_client import Counter

log = structlog.get_logger(__name__)

CHANNEL = "hub:hints"
#: Messages that may wait for Redis; a batch of entries is one message.
QUEUE = 1000

DROPPED = Counter("hub_hints_dropped_total", "Hints that were not published: Redis was too slow")

encode = msgspec.msgpack.Encoder().encode
decode = msgspec.msgpack.Decoder(tuple[bytes, str, Any]).decode


class Bus:
    """One process's end. `on_hint(kind, data)` is called in the event loop for others' hints."""

    def __init__(self, url: str, on_hint: Callable[[str, Any], None]) -> None:
        # redis-py gives every socket a time-out by default; a subscription has to wait for ever.
        self._reader = redis.asyncio.Redis.from_url(url, socket_timeout=None)
        self._sender = redis.asyncio.Redis.from_url(url, socket_timeout=2.0)
        self._on_hint = on_hint
        self.process = uuid4().bytes
        self._queue: asyncio.Queue[bytes] = asyncio.Queue(QUEUE)
        self._tasks: list[asyncio.Task[None]] = []
        self.subscribed = asyncio.Event()

    @property
    def redis(self) -> "redis.asyncio.Redis":
        """The client for short commands (2 s time-out)."""
        return self._sender

    def start(self) -> None:
        self._tasks = [
            asyncio.create_task(self._send(), name="hints out"),
            asyncio.create_task(self._receive(), name="hints in"),
        ]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task
        await self._reader.aclose()
        await self._sender.aclose()

    def publish(self, kind: str, data: Any) -> None:
        try:
            self._queue.put_nowait(encode((self.process, kind, data)))
        except asyncio.QueueFull:
            DROPPED.inc()

    async def _send(self) -> None:
        while True:
            message = await self._queue.get()
            try:
                await self._sender.publish(CHANNEL, message)
            except (redis.exceptions.RedisError, OSError):
                DROPPED.inc()
                await asyncio.sleep(0.2)

    async def _receive(self) -> None:
        pause = 0.1
        while True:
            try:
                async with self._reader.pubsub(ignore_subscribe_messages=True) as channel:
                    await channel.subscribe(CHANNEL)
                    self.subscribed.set()
                    pause = 0.1
                    while True:
                        message = await channel.get_message(timeout=None)
                        if message is not None:
                            self._handle(message["data"])
            except (redis.exceptions.RedisError, OSError) as failure:
                self.subscribed.clear()
                log.warning("bus.redis_lost", error=type(failure).__name__)
                await asyncio.sleep(pause)
                pause = min(2.0, pause * 2)

    def _handle(self, raw: bytes) -> None:
        try:
            process, kind, data = decode(raw)
        except msgspec.MsgspecError:
            return
        if process != self.process:
            try:
                self._on_hint(kind, data)
            except Exception:
                log.exception("bus.hint_failed", kind=kind)
