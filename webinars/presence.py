"""Who is in which room over this process's sockets, on its way to PostgreSQL.

One interval a connection. What came and went is written once a second, in one transaction; every
ten seconds one statement says that the rest is still there. While the database is away, everything
is kept and written afterwards.
"""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import structlog
from django.utils import timezone

from hub.registry.streams import Resolved
from hub.registry.tickers import tickers
from hub.threads import in_thread
from webinars import telling
from webinars.events import RoomState
from webinars.services import attending
from webinars.services.attending import Came, Went

if TYPE_CHECKING:
    from hub.realtime.connection import Connection
    from hub.realtime.process import Process

log = structlog.get_logger(__name__)

#: Seconds between two beats, and between two looks at a live room for its hosts.
BEAT = 10.0


@dataclass(slots=True)
class Here:
    """A connection in a room."""

    interval: UUID
    participant: UUID
    room: UUID
    #: Whether others see them on the stage, so that their coming and going is a change of state.
    on_stage: bool


class Attendance:
    """One process's end. Lives in its event loop."""

    def __init__(self) -> None:
        self._here: dict[tuple[int, str], Here] = {}
        self._came: list[Came] = []
        self._went: list[Went] = []
        self._changed: set[UUID] = set()
        self._stages: set[UUID] = set()
        self._beat_at = 0.0

    def entered(self, connection: "Connection", ref: str, resolved: Resolved) -> None:
        state = resolved.state
        if not isinstance(state, RoomState) or state.me is None or state.state == "ended":
            return
        self._enter(
            (id(connection), ref),
            Here(
                interval=uuid4(),
                participant=state.me.participant,
                room=state.id,
                on_stage=state.me.role != "attendee"
                or state.kind == "meeting"
                or state.may_speak == "all",
            ),
        )

    def _enter(self, key: tuple[int, str], here: Here) -> None:
        self._here[key] = here
        self._came.append(Came(here.interval, here.participant, timezone.now()))
        self._note(here)

    def left(self, connection: "Connection", ref: str) -> None:
        here = self._here.pop((id(connection), ref), None)
        if here is not None:
            self._went.append(Went(here.interval, timezone.now()))
            self._note(here)

    def _note(self, here: Here) -> None:
        self._changed.add(here.room)
        if here.on_stage:
            self._stages.add(here.room)

    async def tick(self, process: "Process") -> None:
        """Once a second: write, beat, tell."""
        telling.ticking = not process.draining
        # Together: who comes while these are written is told with the next ones, not before them.
        came, went = self._came, self._went
        changed, stages = self._changed, self._stages
        self._came, self._went, self._changed, self._stages = [], [], set(), set()
        try:
            if came or went:
                await self._write(came, went)
            now = time.monotonic()
            if now - self._beat_at >= BEAT:
                self._beat_at = now
                await self._beat(process)
                # Minutes grow while nothing else happens.
                changed |= {here.room for here in self._here.values() if here.on_stage}
            await in_thread(_tell, changed, stages)
        except Exception:
            self._changed |= changed
            self._stages |= stages
            raise

    async def _write(self, came: list[Came], went: list[Went]) -> None:
        try:
            over = await in_thread(attending.record, came, went)
        except Exception:
            self._came, self._went = came + self._came, went + self._went
            raise
        for key in [k for k, here in self._here.items() if here.interval in over]:
            del self._here[key]

    async def _beat(self, process: "Process") -> None:
        by_interval = {here.interval: (key, here) for key, here in self._here.items()}
        pending = {one.interval for one in self._came}
        asked = set(by_interval) - pending
        beat = await in_thread(attending.beat, asked)
        for interval in asked - beat.alive:
            key, here = by_interval[interval]
            if self._here.get(key) is not here:
                continue  # left meanwhile
            if interval in beat.out:
                self._expel(process, key)
            else:
                # Closed by a sweep while the database was away, or with the room.
                self._here.pop(key)
                self._enter(key, Here(uuid4(), here.participant, here.room, here.on_stage))

    @staticmethod
    def _expel(process: "Process", key: tuple[int, str]) -> None:
        """That they are out was told and did not arrive."""
        from hub.realtime.subscribe import unsubscribe

        for connection in list(process.connections):
            if id(connection) == key[0]:
                unsubscribe(connection, key[1])


def _tell(changed: set[UUID], stages: set[UUID]) -> None:
    for room in changed:
        telling.presence(room)
        telling.hosts(room)
    for room in stages:
        telling.state(room)
    telling.due()


attendance = Attendance()


def register() -> None:
    tickers.register("webinars.attendance", attendance.tick)
