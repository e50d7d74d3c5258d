"""A webinar with a crowd, while web, worker, media process and database are killed, and the CRM is
away.

In the end: is anybody there twice, is a minute wrong, does the CRM say the same as we do? And the
picture: it goes on while a web process is dead, and comes back by itself after the media process.
"""

import asyncio
import contextlib
import os
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from pytest_django import Settings
from websockets.exceptions import WebSocketException

from benchmarks.media_recovery import STARTED_AGAIN_AFTER
from benchmarks.media_seats import Publisher, Seat
from crm_bridge import services as bridge
from crm_bridge.tasks import deliver_due
from hub.contacts.models import HistoryEntry
from hub.threads import in_thread
from hub.wake import wake
from tests import engines
from tests.clients import Client, post
from tests.fakes.crm_receiver import SECRET, CrmReceiver
from tests.faults.test_the_bridge_under_faults import settle, start_worker, time_passes
from tests.people import make_site, make_staff, session_of
from tests.serving import Web, start_web
from tests.webinars.media.processes import MediaProcess, running_media, wait_for_nodes
from tests.webinars.rooms.peers import Peer, a_peer, ask
from tests.webinars.rooms.people import make_room, make_webinar
from webinars import minutes
from webinars.minutes import Span
from webinars.models import AttendanceInterval, Room, RoomParticipant
from webinars.services import links, registering
from webinars.sweeps import sweep_attendance

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

LONG = os.environ.get("FAULTS") == "long"
SECONDS = 180.0 if LONG else 45.0
GUESTS = 40 if LONG else 12
#: Seconds that an attendance may be wrong by: two heartbeats less than nothing, and the time in
#: which a dead process is noticed.
WITHIN = 16.0


@dataclass
class Guest:
    """Somebody who registered, joins by their link, asks something, and always comes back."""

    name: str
    token: str
    web: Web
    participant: str = ""
    #: When their line was up, as they saw it.
    there: list[Span] = field(default_factory=list)
    drops: int = 0
    asked: int | None = None
    ended: bool = False

    async def attend(self, room: Room) -> None:
        question = str(uuid4())
        session = ""
        while not self.ended:
            begun: datetime | None = None
            try:
                session = session or await self._join()
                async with Client.visitor(self.web, session) as line:
                    log = (await line.subscribe(f"room:{room.id}"))["logs"][0]["log"]
                    begun = datetime.now(UTC)
                    if self.asked is None:
                        body = {"text": f"Frage von {self.name}"}
                        await line.send(t="send", id=question, log=log, kind="question", body=body)
                    await self._listen(line, question)
            except (OSError, TimeoutError, WebSocketException, AssertionError):
                self.drops += 1
            if begun is not None:
                self.there.append(Span(begun, datetime.now(UTC)))
            await asyncio.sleep(0.3)

    async def _join(self) -> str:
        url = f"{self.web.public}/api/v1/public/rooms/join"
        status, joined = await asyncio.to_thread(post, url, {"token": self.token, "as": "me"})
        assert status == 200, joined
        assert self.participant in ("", joined["participant"])
        self.participant = joined["participant"]
        return str(joined["token"])

    async def _listen(self, line: Client, question: str) -> None:
        while True:
            frame = await line.next(40)
            if frame["t"] == "ok" and frame["id"] == question:
                self.asked = frame["seq"]
            if frame["t"] == "event" and frame["kind"] == "state":
                self.ended = frame["data"]["state"] == "ended"
                if self.ended:
                    return


@dataclass
class House:
    webs: list[Web]
    worker: Any
    media: MediaProcess
    crm: CrmReceiver


@pytest.fixture
def house(transactional_db: None, settings: Settings, tmp_path: Path) -> Iterator[House]:
    with CrmReceiver() as crm, running_media(tmp_path / "media") as media:
        settings.OUTBOUND_ALLOW = [crm.origin]
        running = House([start_web() for _ in range(2)], start_worker(crm), media, crm)
        wait_for_nodes(1)
        yield running
        for process in (*(web.process for web in running.webs), running.worker):
            process.kill()
            process.wait()
        connections.close_all()  # the test's own are of a server that was killed


def prepare(house: House) -> tuple[Room, list[str], list[Guest]]:
    bridge.connect(
        who=None, name="CRM", url=house.crm.url, secret=SECRET, timeout_seconds=1, lease_seconds=2
    )
    room = make_room(make_site(), state="open")
    webinar = make_webinar(room)
    guests = []
    for n in range(GUESTS):
        said = registering.who(name=f"Gast {n}", email=f"gast{n}@kunde.example")
        done = registering.register(
            webinar_id=webinar.id,
            registration_id=uuid4(),
            who=said,
            source=registering.Source.PAGE,
        )
        token = links.for_registration(done.registration)
        guests.append(Guest(said.name, token, house.webs[n % 2]))
    sessions = [session_of(make_staff(name)) for name in ("Miriam Keller", "Jens Wolf")]
    return room, sessions, guests


async def clock() -> None:
    """What the clock process sends."""
    while True:
        await asyncio.to_thread(wake, sweep_attendance)
        await asyncio.to_thread(wake, deliver_due)
        await asyncio.sleep(2)


@contextlib.asynccontextmanager
async def running(*work: Any) -> AsyncIterator[list["asyncio.Task[None]"]]:
    tasks = [asyncio.create_task(one) for one in work]
    try:
        yield tasks
    finally:
        # More than once: a time-out that ends at the same moment takes a cancellation for its own.
        while left := [task for task in tasks if not task.done()]:
            for task in left:
                task.cancel()
            await asyncio.wait(left, timeout=1)


@contextlib.asynccontextmanager
async def a_line(house: House, session: str, room: Room) -> AsyncIterator[Client]:
    """A member of staff in the room for a moment: a line that nobody reads is closed."""
    async with Client.staff(house.webs[1], session) as line:
        await line.subscribe(f"room:{room.id}")
        yield line


@contextlib.asynccontextmanager
async def a_picture(house: House, room: Room, sessions: list[str]) -> AsyncIterator[Peer]:
    """One member of staff publishes, another watches: the other's peer."""
    async with (
        a_line(house, sessions[0], room) as host,
        a_line(house, sessions[1], room) as other,
        a_peer(host, room) as stage,
        a_peer(other, room) as seat,
    ):
        assert (await stage.offer("publish", "microphone"))["t"] == "done"
        assert (await seat.offer("watch"))["t"] == "done"
        await seat.grows()
        yield seat


async def step(house: House, session: str, room: Room, name: str) -> datetime:
    async with a_line(house, session, room) as host:
        assert (await ask(host, "room.step", room, step=name))["t"] == "done"
    return datetime.now(UTC)


async def test_nobody_is_there_twice_and_the_minutes_are_right(house: House) -> None:
    room, sessions, guests = await in_thread(prepare, house)
    picture: dict[str, float] = {}
    async with running(clock(), *(guest.attend(room) for guest in guests)) as (_, *attending):
        await asyncio.sleep(3)
        live = [await step(house, sessions[0], room, "live")]
        await asyncio.sleep(SECONDS / 5)
        house.crm.mode = "down"
        async with a_picture(house, room, sessions) as seat:
            picture["while_web_dead"] = await killing_a_web(house, seat)
        await asyncio.sleep(SECONDS / 10)
        house.worker.kill()
        house.worker.wait()
        house.worker = start_worker(house.crm)
        await asyncio.sleep(SECONDS / 10)
        await restarting_the_database()
        await asyncio.sleep(SECONDS / 10)
        picture["back_after_restart_s"] = await killing_the_media(house, room, sessions)
        house.crm.mode = "ok"
        await asyncio.sleep(SECONDS / 5)
        live.append(await step(house, sessions[0], room, "end"))
        await asyncio.wait(attending, timeout=15)
    counted = await in_thread(count, house, guests, live)
    print(f"\n{counted} {picture}")
    print(f"media.back_after_restart_s: {picture['back_after_restart_s']}")
    assert counted["drops"] >= GUESTS // 2  # the kill was felt
    assert counted["off"] <= WITHIN
    wrong = {name: n for name, n in counted.items() if name not in ("drops", "off", "attended")}
    assert wrong == dict.fromkeys(wrong, 0)
    assert picture["while_web_dead"] > 20
    assert picture["back_after_restart_s"] < 8  # three where nothing else runs on two cores


async def killing_a_web(house: House, seat: Peer) -> float:
    """Frames that a viewer got while the web process of half the guests was dead."""
    web = house.webs[0]
    await asyncio.to_thread(web.kill)
    before = seat.frames
    await asyncio.sleep(2)
    seen = seat.frames - before
    web.process = (await asyncio.to_thread(start_web, web.port)).process
    return float(seen)


async def restarting_the_database() -> None:
    """Who is there stays there meanwhile; who came and went is written afterwards."""
    postgres = engines.POSTGRES
    if postgres is None:
        pytest.fail("needs the bundled PostgreSQL: unset DATABASE_URL")
    await asyncio.to_thread(postgres.kill)
    await asyncio.sleep(1)
    postgres.start()  # not in a thread: a child ends with the thread that started it


async def killing_the_media(house: House, room: Room, sessions: list[str]) -> float:
    """Seconds until somebody sees again who offers anew as the room's page does."""
    lines = [partial(Client.staff, house.webs[1], session) for session in sessions]
    stage, seat = Publisher(lines[0], str(room.id)), Seat(lines[1], str(room.id))
    async with stage.sitting(), seat.sitting(), asyncio.timeout(60):
        while not seat.firsts:
            await asyncio.sleep(0.05)
        killed = time.monotonic()
        house.media.kill()
        await asyncio.sleep(STARTED_AGAIN_AFTER)
        house.media.restart()
        while not (back := seat.back_at(killed)):
            await asyncio.sleep(0.05)
        return round(back - killed, 2)


def count(house: House, guests: list[Guest], live: list[datetime]) -> dict[str, float]:
    """What is wrong in our history, and over there, once everything has settled."""
    connections.close_all()
    wake(sweep_attendance)
    time_passes()
    settled = settle()
    entries = list(HistoryEntry.objects.select_related("log"))
    ours = {str(e.id): e.revision + (e.log.head if e.log else 0) for e in entries}
    attended = {e.subject_id: e for e in entries if e.kind == "attendance"}
    off, unlike = 0.0, 0
    for guest in guests:
        truth = minutes.seconds(minutes.clip(guest.there, live[0], live[1]))
        [entry] = [e for pk, e in attended.items() if str(pk) == guest.participant]
        told = house.crm.entries[str(entry.id)].data["payload"]
        off = max(off, abs(told["seconds"] - truth))
        unlike += told["questions"] != [f"Frage von {guest.name}"]
    over_there = house.crm.entries
    return {
        "attended": len(attended),
        "drops": sum(guest.drops for guest in guests),
        "off": off,
        "unlike": unlike,
        "unsettled": int(not settled),
        "twice": RoomParticipant.objects.filter(staff=None).count() - len(guests),
        "missing": len(guests) - len(attended),
        "registrations_missing": len(guests) - sum(e.kind == "registration" for e in entries),
        "open": AttendanceInterval.objects.filter(left_at=None).count(),
        "crm_missing": len(ours.keys() - over_there.keys()),
        "crm_unknown": len(over_there.keys() - ours.keys()),
        "crm_stale": sum(held.version != ours.get(pk) for pk, held in over_there.items()),
        "crm_doubled": sum(len(h.applied) - len(set(h.applied)) for h in over_there.values()),
    }
