"""The realtime half of one web process: pool, writer, bus, exchange, and what ticks.

`serve` starts and stops it; under another server (uvicorn) the first socket starts it.
"""

import asyncio
import contextlib
import random
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

import psycopg
import structlog
from django.conf import settings
from psycopg_pool import AsyncConnectionPool

from hub.database import conninfo
from hub.realtime import store
from hub.realtime.bus import Bus
from hub.realtime.exchange import Exchange
from hub.realtime.frames import EntryFrame, encoder, entry_frame
from hub.realtime.presence import Presence
from hub.realtime.protocol import Goaway, Heads
from hub.realtime.reads import ReadMarks
from hub.realtime.store import Row
from hub.realtime.writer import Writer
from hub.registry.tickers import tickers
from hub.registry.wakers import log_wakers
from hub.threads import in_thread

if TYPE_CHECKING:
    from hub.realtime.connection import Connection

log = structlog.get_logger(__name__)

#: Seconds between two looks at the heads, and between two `heads` frames to a client.
LOOK = 1.0
HEARTBEAT = 10.0


class Process:
    """Everything realtime that one process has. Lives in one event loop."""

    def __init__(self) -> None:
        info = conninfo()

        async def connect() -> Any:
            return await psycopg.AsyncConnection.connect(info, autocommit=True, connect_timeout=5)

        self.pool: AsyncConnectionPool[Any] = AsyncConnectionPool(
            info, min_size=1, max_size=4, open=False, timeout=5, kwargs={"autocommit": True}
        )
        self.exchange = Exchange(self._fetch)
        self.bus = Bus(settings.REDIS_URL, self._on_hint)
        self.writer = Writer(connect, self._committed)
        self.reads = ReadMarks(self.pool)
        self.presence = Presence(self.bus)
        self.epoch = ""
        self.connections: set[Connection] = set()
        self.draining = False
        self._awake: set[UUID] = set()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        # Not waited for: a database that is away when we start is one that comes back.
        await self.pool.open(wait=False)
        self.writer.start()
        self.bus.start()
        for name, what in (
            ("heads", self._look_at_heads),
            ("heartbeat", self._heartbeat),
            ("wakers", self._call_wakers),
            ("read marks", self.reads.run),
            ("presence", self.presence.run),
        ):
            self._tasks.append(asyncio.create_task(self._for_ever(name, what), name=name))
        for name in tickers.names():
            tick = self._for_ever(name, partial(tickers[name], self))
            self._tasks.append(asyncio.create_task(tick, name=name))

    async def stop(self) -> None:
        """Say goaway, store what was taken, hand it out, and end."""
        from hub.realtime.subscribe import tell_left

        self.draining = True
        goaway = [
            (c, encoder.encode(Goaway(retry_after=random.uniform(0.3, 3.0))))  # noqa: S311
            for c in list(self.connections)
        ]
        for connection, frame in goaway:
            connection.push(frame)
        await self.writer.drain(5.0)
        await asyncio.sleep(0.05)
        for connection, _ in goaway:
            connection.close_soon(4503)
        await asyncio.sleep(0.05)
        for connection, _ in goaway:
            for ref in list(connection.entered):
                tell_left(connection, ref)
        await self.reads.flush()
        await self.presence.leave_all()
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task
        for tick in tickers:
            with contextlib.suppress(Exception):
                await asyncio.wait_for(tick(self), 2.0)
        await self.writer.stop()
        await self.bus.stop()
        await self.pool.close()

    async def database_epoch(self) -> str:
        """Which database this is; asked once."""
        if not self.epoch:
            async with self.pool.connection() as connection:
                cursor = await connection.execute("SELECT id::text FROM realtime_epoch LIMIT 1")
                row = await cursor.fetchone()
                self.epoch = row[0] if row else ""
        return self.epoch

    # --- what was committed here ----------------------------------------------------------------

    def _committed(self, fresh: list[tuple[UUID, Row]]) -> None:
        hints = []
        for log_id, row in fresh:
            frame = entry_frame(log_id, row)
            self.exchange.offer(log_id, row.seq, frame)
            hints.append((log_id.bytes, row.seq, frame))
            self._awake.add(log_id)
        self.bus.publish("appended", hints)

    async def _fetch(self, log_id: UUID, after: int) -> list[tuple[int, EntryFrame]]:
        async with self.pool.connection() as connection:
            rows = await store.read_after(connection, log_id, after, 500)
        return [(row.seq, entry_frame(log_id, row)) for row in rows]

    # --- what other processes say ---------------------------------------------------------------

    def _on_hint(self, kind: str, data: Any) -> None:
        if kind == "appended":
            for log_bytes, seq, frame in data:
                self.exchange.offer(UUID(bytes=log_bytes), seq, frame)
        elif kind == "event":
            topic, audience, frame = data
            self.exchange.tell(topic, audience, frame)
        elif kind == "log_frame":
            log_bytes, audience, frame = data
            self.exchange.tell_log(UUID(bytes=log_bytes), audience, frame)
        elif kind == "revoke":
            staff = UUID(bytes=data)
            for connection in list(self.connections):
                if connection.principal.kind == "staff" and connection.principal.id == staff:
                    connection.close_soon(4401)
        elif kind == "reads_in":
            staff_bytes, lang = data
            for connection in self.connections:
                if connection.principal.id == UUID(bytes=staff_bytes):
                    connection.read_in(lang)
        elif kind == "expel":
            principal, ref = data
            self.expel(UUID(bytes=principal), ref)

    def expel(self, principal: UUID, ref: str) -> None:
        """End somebody's subscriptions to a stream in this process."""
        from hub.realtime.subscribe import unsubscribe

        for connection in list(self.connections):
            if connection.principal.id == principal and ref in connection.refs:
                unsubscribe(connection, ref)

    def tell_log(self, log_id: UUID, audience: str, frame: bytes, but: object = None) -> None:
        """A frame beside the log (typing, read marks) to a log's listeners, here and elsewhere."""
        self.exchange.tell_log(log_id, audience, frame, but)
        self.bus.publish("log_frame", [log_id.bytes, audience, frame])

    def tell(self, topic: str, audience: str, frame: bytes) -> None:
        self.exchange.tell(topic, audience, frame)
        self.bus.publish("event", [topic, audience, frame])

    # --- what ticks -----------------------------------------------------------------------------

    async def _for_ever(self, name: str, what: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await what()
            except Exception as failure:
                log.warning("realtime.tick_failed", what=name, error=type(failure).__name__)
            await asyncio.sleep(LOOK)

    async def _look_at_heads(self) -> None:
        """One batched query of the primary a second, whatever the number of sockets."""
        logs = list(self.exchange.feeds)
        if logs:
            async with self.pool.connection() as connection:
                self.exchange.saw_heads(await store.heads(connection, logs))

    async def _heartbeat(self) -> None:
        now = time.monotonic()
        for index, connection in enumerate(list(self.connections)):
            connection.check_pace(now)
            if now - connection.last_heads >= HEARTBEAT:
                connection.last_heads = now
                connection.push(encoder.encode(self.heads_for(connection)))
            if index % 200 == 199:
                await asyncio.sleep(0)

    def heads_for(self, connection: "Connection") -> Heads:
        feeds = self.exchange.feeds
        heads = {log_id: feeds[log_id].sent or 0 for log_id in connection.logs if log_id in feeds}
        return Heads(heads=heads, now=connection.now())

    async def _call_wakers(self) -> None:
        if self._awake:
            logs, self._awake = list(self._awake), set()
            await in_thread(_wake, logs)


def _wake(logs: list[UUID]) -> None:
    for waker in log_wakers:
        try:
            waker(logs)
        except Exception:
            log.exception("realtime.waker_failed")


_current: Process | None = None
_lock = asyncio.Lock()


async def current() -> Process:
    """This process's realtime half, started at first use."""
    global _current
    if _current is None:
        async with _lock:
            if _current is None:
                process = Process()
                await process.start()
                _current = process
    return _current


async def shut_down() -> None:
    global _current
    if _current is not None:
        process, _current = _current, None
        await process.stop()
