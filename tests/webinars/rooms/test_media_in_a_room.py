"""Picture and sound of a room: the web process decides, a real media process carries."""

import asyncio
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async

from hub.accounts.models import Staff
from hub.sites.models import Site
from hub.threads import in_thread
from tests.clients import Client
from tests.people import session_of
from tests.serving import Web
from tests.webinars.media.processes import MediaProcess, running_media, wait_for_nodes
from tests.webinars.rooms.peers import a_peer, ask
from tests.webinars.rooms.people import let_in, make_room, make_webinar, register
from webinars.models import Room

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def media(transactional_db: None, tmp_path: Path) -> Any:
    with running_media(tmp_path / "media") as running:
        wait_for_nodes(1)
        yield running


def prepare(site: Site) -> tuple[Room, Any, str]:
    room = make_room(site)
    webinar = make_webinar(room)
    one, token = let_in(room, "Anna", registration=register(webinar, "Anna"))
    return room, one, token


async def test_backstage_live_floor_and_a_media_process_that_dies(
    web: Web, site: Site, keller: Staff, media: MediaProcess
) -> None:
    room, anna, token = await in_thread(prepare, site)
    session = await in_thread(session_of, keller)
    async with (
        Client.staff(web, session) as host,
        Client.visitor(web, token) as guest,
        a_peer(host, room) as stage,
        a_peer(guest, room) as seat,
        a_peer(guest, room) as voice,
    ):
        await host.subscribe(f"room:{room.id}")
        await guest.subscribe(f"room:{room.id}")
        assert (await stage.offer("publish", "microphone", "camera"))["t"] == "done"
        # Nobody looks behind the stage before it is live.
        assert (await seat.offer("watch"))["code"] == "room_not_live"
        for step in ("open", "live"):
            if step == "live":
                assert (await seat.offer("watch"))["code"] == "room_not_live"
            await ask(host, "room.step", room, step=step)
        answer = await seat.offer("watch")
        assert answer["t"] == "done", answer
        assert {slot["source"] for slot in answer["result"]["slots"]} <= {"microphone", "camera"}
        await seat.grows()

        # The floor: not before it was given, not after it was taken.
        assert (await voice.offer("publish", "microphone"))["code"] == "not_allowed"
        floor = {"participant": str(anna.id)}
        await ask(host, "room.floor", room, give=True, **floor)
        assert (await voice.offer("publish", "microphone"))["t"] == "done"
        await _speaks(host, anna.id, True)
        await ask(host, "room.floor", room, give=False, **floor)
        await _speaks(host, anna.id, False)
        await seat.grows()  # nobody's picture stopped

        # The process dies and comes back; whoever offers anew sees again within five seconds.
        began = time.monotonic()
        media.kill()
        media.restart()
        while (await guest.expect("event", seconds=10))["kind"] != "media.moved":
            pass
        async with a_peer(host, room) as again, a_peer(guest, room) as seat_again:
            assert (await again.offer("publish", "microphone", "camera"))["t"] == "done"
            assert (await seat_again.offer("watch"))["t"] == "done"
            await seat_again.grows()
            assert time.monotonic() - began < 8  # two cores shared by a test and its processes

            # Removed: nothing comes any more, and nothing is let in.
            await ask(host, "room.remove", room, **floor)
            assert (await seat_again.offer("watch"))["code"] == "removed"
            await asyncio.sleep(0.5)
            seen = seat_again.frames
            await asyncio.sleep(1)
            assert seat_again.frames - seen < 5
        await ask(host, "room.step", room, step="end")
        assert (await stage.offer("publish", "camera"))["code"] == "room_over"


async def _speaks(line: Client, participant: Any, wanted: bool) -> None:
    """Until the newest slot map has them, or has them no more."""
    async with asyncio.timeout(10):
        while True:
            told = [f for f in line.frames if f["t"] == "event" and f["kind"] == "media.slots"]
            if told:
                who = {slot["participant"] for slot in told[-1]["data"]["slots"]}
                if (str(participant) in who) is wanted:
                    return
            line.frames.append(await line.next(10))


async def test_without_a_media_process_the_browser_is_told_to_try_again(
    web: Web, site: Site, keller: Staff
) -> None:
    room, _, _ = await in_thread(prepare, site)
    session = await in_thread(session_of, keller)
    async with Client.staff(web, session) as host, a_peer(host, room) as stage:
        await host.subscribe(f"room:{room.id}")
        refused = await stage.offer("publish", "microphone")
    assert refused["code"] == "media_away"
    assert refused["retry_after"] == 1.0
    room = await sync_to_async(Room.objects.get)(pk=room.id)
    assert room.media_node is None


async def test_nonsense_instead_of_an_offer_is_refused_by_its_field(
    web: Web, site: Site, keller: Staff, media: MediaProcess
) -> None:
    room, _, _ = await in_thread(prepare, site)
    session = await in_thread(session_of, keller)
    async with Client.staff(web, session) as host:
        await host.subscribe(f"room:{room.id}")
        for sdp in ("v=0", "\x00" * 100, "a" * 40_000, "v=0\r\nm=audio 9 x 0\r\n"):
            refused = await ask(
                *(host, "media.offer", room),
                connection=str(uuid4()),
                purpose="publish",
                sdp=sdp,
            )
            assert (refused["code"], refused.get("field")) == ("bad_input", "sdp")
        for sdp in ("", "a" * 50_000):
            refused = await ask(
                *(host, "media.offer", room),
                connection=str(uuid4()),
                purpose="publish",
                sdp=sdp,
            )
            assert refused["code"] == "bad_frame"
