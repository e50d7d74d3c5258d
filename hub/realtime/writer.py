"""Group commit: what arrives while the last commit is under way goes into the next one.

One writer a process. An item is acknowledged (`on_stored`) after the commit that holds it; the
frames go out after that. A lost connection to PostgreSQL leaves a batch unclear: it is written
again, and what had been stored answers as `dup` with its first seq.
"""

import asyncio
import contextlib
import random
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
import structlog

from hub.errors import Conflict, HubError, NotAllowed, Unavailable
from hub.realtime import errors, store
from hub.realtime.store import Connection, Judged, Row

log = structlog.get_logger(__name__)

#: Items in one statement at most; more only makes the tail of a burst wait longer.
MAX_BATCH = 400
#: Seconds after which an item that could not be stored goes back to its sender.
GIVE_UP = 15.0
#: Client ids whose commit this process has seen: a predecessor among them needs no look-up.
REMEMBERED = 20_000


class Stored(NamedTuple):
    """An entry is committed; `fresh` is false when it had been stored before."""

    seq: int
    at: datetime
    fresh: bool


@dataclass(slots=True, eq=False)
class Item:
    """One entry on its way. `body` is JSON. One of the two callbacks is called, once."""

    log: UUID
    participant: UUID
    client_id: UUID
    kind: str
    body: str
    on_stored: Callable[["Item", Stored], None]
    on_refused: Callable[["Item", HubError], None]
    version: int = 1
    provenance: str = "person"
    prev: UUID | None = None
    since: float = field(default_factory=time.monotonic)
    followers: list["Item"] = field(default_factory=list)

    @property
    def key(self) -> tuple[UUID, UUID, UUID]:
        return (self.log, self.participant, self.client_id)


Committed = Callable[[list[tuple[UUID, Row]]], None]


class Writer:
    """`submit` items; `committed` gets what was freshly stored, in order, after each commit."""

    def __init__(self, connect: Callable[[], Any], committed: Committed) -> None:
        self._connect = connect
        self._committed = committed
        self._connection: Connection | None = None
        self._queue: OrderedDict[tuple[UUID, UUID, UUID], Item] = OrderedDict()
        self._in_flight: dict[tuple[UUID, UUID, UUID], Item] = {}
        self._seen: OrderedDict[tuple[UUID, UUID, UUID], None] = OrderedDict()
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._task: asyncio.Task[None] | None = None
        self._closing = False

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="log writer")

    @property
    def backlog(self) -> int:
        return len(self._queue) + len(self._in_flight)

    def submit(self, item: Item) -> None:
        """Take an item. The same entry twice at once (an old and a new socket) is one item."""
        if self._closing:
            item.on_refused(item, Unavailable(retry_after=1.0))
            return
        twin = self._queue.get(item.key) or self._in_flight.get(item.key)
        if twin is not None:
            twin.followers.append(item)
            return
        self._queue[item.key] = item
        self._idle.clear()
        self._wake.set()

    async def drain(self, seconds: float) -> None:
        """Refuse what comes from now on, and wait until what was taken is stored."""
        self._closing = True
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), seconds)

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        if self._connection is not None:
            await self._connection.close()

    async def _run(self) -> None:
        pause = 0.0
        while True:
            if not self._queue:
                self._idle.set()
                self._wake.clear()
                await self._wake.wait()
            if pause:
                await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311
            batch = self._take()
            self._in_flight = {item.key: item for item in batch}
            try:
                skipped = await self._write(batch)
                pause = 0.002 if skipped else 0.0
            except psycopg.OperationalError as failure:
                skipped = batch
                pause = min(1.0, pause * 2 or 0.05)
                log.warning("writer.database_lost", error=type(failure).__name__)
                await self._forget_connection()
            except Exception:
                log.exception("writer.batch_failed")
                skipped = []
                for item in batch:
                    self._refuse(item, Unavailable(retry_after=1.0))
            self._in_flight = {}
            self._put_back(skipped)

    def _take(self) -> list[Item]:
        batch: list[Item] = []
        while self._queue and len(batch) < MAX_BATCH:
            batch.append(self._queue.popitem(last=False)[1])
        return batch

    def _put_back(self, skipped: list[Item]) -> None:
        now = time.monotonic()
        for item in reversed(skipped):
            if now - item.since > GIVE_UP:
                self._refuse(item, Unavailable())
            else:
                self._queue[item.key] = item
                self._queue.move_to_end(item.key, last=False)

    async def _write(self, batch: list[Item]) -> list[Item]:
        """Store a batch; returns what has to be tried again."""
        connection = await self._connected()
        try:
            for attempt in range(4):
                try:
                    judged = await store.append(connection, *self._columns(batch))
                    break
                except (
                    psycopg.errors.UniqueViolation,
                    psycopg.errors.SerializationFailure,
                    psycopg.errors.DeadlockDetected,
                ):
                    if attempt == 3:
                        raise
                    await asyncio.sleep(0.005 * 2**attempt)
        except psycopg.OperationalError:
            raise
        except psycopg.Error:
            if len(batch) == 1:
                log.exception("writer.item_refused", kind=batch[0].kind)
                self._refuse(batch[0], Conflict())
                return []
            middle = len(batch) // 2  # one bad member must not fail the others
            return await self._write(batch[:middle]) + await self._write(batch[middle:])
        return self._settle(batch, judged)

    def _columns(self, batch: list[Item]) -> tuple[list[list[Any]], list[UUID]]:
        need: list[UUID | None] = []
        roots: dict[tuple[UUID, UUID, UUID], UUID | None] = {}
        for item in batch:
            # The predecessor may be in this very batch: then what it needs is what we need.
            before = (item.log, item.participant, item.prev) if item.prev else None
            if before is None or before in self._seen:
                wanted = None
            elif before in roots:
                wanted = roots[before]
            else:
                wanted = item.prev
            roots[item.key] = wanted
            need.append(wanted)
        columns: list[list[Any]] = [
            [item.log for item in batch],
            [item.participant for item in batch],
            [item.client_id for item in batch],
            [item.kind for item in batch],
            [item.version for item in batch],
            [item.body for item in batch],
            [item.provenance for item in batch],
            need,
        ]
        return columns, sorted({item.log for item in batch})

    def _settle(self, batch: list[Item], judged: list[Judged]) -> list[Item]:
        skipped: list[Item] = []
        fresh: list[tuple[UUID, Row]] = []
        for item, (_, verdict, seq, at) in zip(batch, judged, strict=True):
            if verdict == "ok" or verdict == "dup":
                assert seq is not None and at is not None
                self._remember(item.key)
                if verdict == "ok":
                    row = Row(
                        seq,
                        item.kind,
                        item.version,
                        item.participant,
                        item.client_id,
                        item.body,
                        item.provenance,
                        at,
                    )
                    fresh.append((item.log, row))
                stored = Stored(seq, at, verdict == "ok")
                item.on_stored(item, stored)
                for follower in item.followers:
                    follower.on_stored(follower, stored._replace(fresh=False))
            elif verdict == "skipped":
                skipped.append(item)
            elif verdict == "forbidden":
                self._refuse(item, NotAllowed())
            elif verdict == "closed":
                self._refuse(item, errors.LogClosed())
            else:
                self._refuse(item, errors.OutOfOrder())
        if fresh:
            self._committed(fresh)
        return skipped

    def _refuse(self, item: Item, error: HubError) -> None:
        item.on_refused(item, error)
        for follower in item.followers:
            follower.on_refused(follower, error)

    def _remember(self, key: tuple[UUID, UUID, UUID]) -> None:
        self._seen[key] = None
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)

    async def _connected(self) -> Connection:
        if self._connection is None or self._connection.closed:
            self._connection = await self._connect()
        return self._connection

    async def _forget_connection(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(psycopg.Error):
                await self._connection.close()
        self._connection = None
