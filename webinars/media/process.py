"""The media process from its start to SIGTERM: the node, its registration, its commands."""

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import Final, cast
from uuid import UUID

import psycopg
import redis.asyncio
import structlog
from django.conf import settings

from hub.database import conninfo
from webinars.media import addresses
from webinars.media.contract import Create
from webinars.media.forwarding import Stage
from webinars.media.inbox import WAIT_SECONDS, Inbox
from webinars.media.negotiation import VideoCodec
from webinars.media.node import Node
from webinars.media.outbox import Outbox
from webinars.media.registration import (
    REFRESH_SECONDS,
    Registration,
    Taken,
    kept_id,
)

log = structlog.get_logger(__name__)

#: A good-bye that Redis does not take in time is not waited for.
_FAREWELL_SECONDS: Final = 1.0
#: What a commit of the web process may still be on its way for, before a room counts as lost.
_GRACE_SECONDS: Final = 5.0


class Process:
    def __init__(self) -> None:
        self._store = redis.asyncio.Redis.from_url(settings.REDIS_URL, socket_timeout=2.0)
        # Longer than BLMPOP waits; a line that died without a word is noticed all the same.
        self._waiting = redis.asyncio.Redis.from_url(
            settings.REDIS_URL, socket_timeout=2 * WAIT_SECONDS
        )
        self._outbox = Outbox(self._store)
        self._ips = addresses.to_bind(settings.MEDIA_BIND)
        self.node = Node(
            candidates=addresses.to_advertise(
                settings.MEDIA_ADVERTISE,
                port=settings.MEDIA_PORT,
                bound=self._ips,
                local_origin=settings.PUBLIC_IS_LOCAL,
            ),
            emit=self._outbox.emit,
            new_stage=Stage,
            video=cast(VideoCodec, settings.MEDIA_VIDEO),
            connections_most=settings.MEDIA_CONNECTIONS,
        )
        self._registration = Registration(
            self._store, kept_id(settings.DATA_DIR, settings.MEDIA_PORT)
        )
        self._inbox = Inbox(self._waiting, self._registration.id, self.node.carry_out)
        self._stopping = asyncio.Event()
        #: Rooms that PostgreSQL does not give to this node, since when.
        self._strays: dict[UUID, float] = {}
        #: What failed last, and was said so.
        self._failing: set[str] = set()

    async def run(self) -> None:
        """Until SIGTERM. Raises OSError when MEDIA_PORT is taken."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stopping.set)
        self.node.open(self._ips, settings.MEDIA_PORT)
        if settings.MEDIA_METRICS_PORT:
            from prometheus_client import start_http_server

            start_http_server(settings.MEDIA_METRICS_PORT, addr="127.0.0.1")
        log.info("media_runs", node=str(self._registration.id), port=settings.MEDIA_PORT)
        work = asyncio.create_task(self._work())
        asked = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait([work, asked], return_when=asyncio.FIRST_COMPLETED)
        finally:
            log.info("media_stops", rooms=len(self.node.rooms))
            asked.cancel()
            work.cancel()
            self.node.close()
            await self._withdraw()
        if work.done() and not work.cancelled():
            work.result()

    async def _work(self) -> None:
        """Registered and with its rooms before the first command is read."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._outbox.run())
            await self._until_done(self._inbox.clear)
            await self._until_done(self._take_own)
            group.create_task(self._for_ever(self._refresh, REFRESH_SECONDS))
            group.create_task(self._inbox.run())
            group.create_task(self._for_ever(self._look))

    async def _refresh(self) -> None:
        await self._registration.refresh(len(self.node.rooms))

    async def _take_own(self) -> None:
        self._carry(await self._registration.take_own(conninfo()))

    async def _look(self) -> None:
        await self._registration.wanted.wait()
        mine, taken = await self._registration.look(conninfo())
        self._carry(taken)
        self._let_go(mine)

    def _carry(self, taken: Iterable[Taken]) -> None:
        for one in taken:
            self.node.carry_out(Create(one.room, one.epoch, one.audio_slots, one.video_slots))
            self._outbox.moved(one.room, one.epoch)
            log.info("media_room_taken", room=str(one.room), epoch=one.epoch)

    def _let_go(self, mine: dict[UUID, int]) -> None:
        """Rooms that are another's now, or over. A new one's commit may still be under way."""
        now = time.monotonic()
        strays = [room.id for room in self.node.rooms.values() if mine.get(room.id) != room.epoch]
        self._strays = {room: self._strays.get(room, now) for room in strays}
        for room, since in list(self._strays.items()):
            if now - since > _GRACE_SECONDS:
                self.node.leave(room)

    async def _for_ever(self, what: Callable[[], Awaitable[None]], pause: float = 0.0) -> None:
        while True:
            await self._tried(what)
            await asyncio.sleep(pause)

    async def _until_done(self, what: Callable[[], Awaitable[None]]) -> None:
        while True:
            if await self._tried(what):
                return
            await asyncio.sleep(0.2)

    async def _tried(self, what: Callable[[], Awaitable[None]]) -> bool:
        """False when Redis or PostgreSQL is away. What is forwarded goes on without them."""
        try:
            await what()
        except (redis.exceptions.RedisError, psycopg.Error, OSError) as failure:
            if what.__name__ not in self._failing:
                self._failing.add(what.__name__)
                log.warning("media_waits", reason=type(failure).__name__, what=what.__name__)
            return False
        if what.__name__ in self._failing:
            self._failing.discard(what.__name__)
            log.info("media_goes_on", what=what.__name__)
        return True

    async def _withdraw(self) -> None:
        try:
            async with asyncio.timeout(_FAREWELL_SECONDS):
                await self._registration.withdraw()
        except (redis.exceptions.RedisError, OSError, TimeoutError):
            pass
        await self._registration.close()
        await self._store.aclose()
        await self._waiting.aclose()
