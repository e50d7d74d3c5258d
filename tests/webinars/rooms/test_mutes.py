"""What a host muted stays muted, whatever dies or is reloaded, until its owner unmutes it."""

import asyncio
import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from hub.accounts.models import Staff
from hub.accounts.permissions import principal
from hub.errors import NotAllowed, NotFound
from hub.registry.streams import Principal
from hub.sites.models import Site
from hub.threads import in_thread
from tests.clients import Client
from tests.people import session_of
from tests.serving import Web
from tests.webinars.media.processes import MediaProcess, running_media, wait_for_nodes
from tests.webinars.rooms.peers import Peer, a_peer, ask
from tests.webinars.rooms.people import guest, let_in, make_room
from webinars import streams
from webinars.models import Room, RoomParticipant
from webinars.services import floor, stepping
from webinars.services.media import place_of

pytestmark = pytest.mark.django_db(transaction=True)


def come(who: Principal, room: Room) -> None:
    asyncio.run(streams.resolve(who, f"room:{room.id}"))


def of(one: RoomParticipant) -> list[str]:
    return RoomParticipant.objects.get(pk=one.pk).muted_by_host


def mute(who: Principal, room: Room, one: RoomParticipant | None, **more: Any) -> None:
    given = {"source": "microphone", "muted": True, **more}
    floor.mute(who=who, room_id=room.id, participant_id=one.id if one else None, **given)


def test_only_a_hosts_mute_is_kept_and_only_its_owner_takes_it_back(
    site: Site, keller: Staff
) -> None:
    room = make_room(site, state="live", may_speak="all")
    anna, bernd = (let_in(room, name)[0] for name in ("Anna", "Bernd"))
    host = principal(keller)
    come(host, room)
    mute(guest(anna), room, None)
    assert of(anna) == []
    for source in ("microphone", "camera", "microphone"):
        mute(host, room, anna, source=source)
    assert of(anna) == ["camera", "microphone"]
    assert of(bernd) == []
    for who, whom in ((host, anna), (guest(bernd), anna)):
        with pytest.raises(NotAllowed):
            mute(who, room, whom, muted=False)
    mute(guest(anna), room, None)  # what one mutes oneself changes nothing of it
    assert of(anna) == ["camera", "microphone"]
    mute(guest(anna), room, anna, muted=False)
    assert of(anna) == ["camera"]


def test_whoever_is_given_the_floor_may_be_heard(site: Site, keller: Staff) -> None:
    room = make_room(site, state="live")
    anna, _ = let_in(room, "Anna")
    host = principal(keller)
    come(host, room)
    for give, kept in ((True, []), (False, ["microphone"]), (True, [])):
        floor.give_floor(
            who=host, room_id=room.id, participant_id=anna.id, action_id=uuid4(), give=give
        )
        assert of(anna) == kept
        mute(host, room, anna)


def test_nobody_is_muted_in_another_room_or_after_the_end(site: Site, keller: Staff) -> None:
    room, other = (make_room(site, state="live") for _ in range(2))
    stranger, anna = let_in(other, "Bernd")[0], let_in(room, "Anna")[0]
    host = principal(keller)
    come(host, room)
    with pytest.raises(NotFound):
        mute(host, room, stranger)
    stepping.step(who=host, room_id=room.id, step="end")
    with pytest.raises(NotAllowed):
        mute(host, room, anna)
    with pytest.raises(NotAllowed):
        mute(guest(anna), room, None, muted=False)
    assert of(stranger) == of(anna) == []


@pytest.fixture
def two(transactional_db: None, tmp_path: Path) -> Iterator[list[MediaProcess]]:
    with contextlib.ExitStack() as stack:
        found = [stack.enter_context(running_media(tmp_path / name)) for name in "ab"]
        wait_for_nodes(2)
        yield found


def carrier(room: Room, media: list[MediaProcess]) -> MediaProcess:
    node = str(place_of(room.id).node)
    return next(one for one in media if any(node in f.read_text() for f in one.folder.glob("*-*")))


async def is_silent(seat: Peer, seconds: float = 1.5) -> bool:
    """Whether next to nothing comes; what is on its way may still."""
    await asyncio.sleep(0.5)
    before = seat.frames
    await asyncio.sleep(seconds)
    return seat.frames - before < 5


async def muted_in(line: Client, room: Room) -> list[bool]:
    """What the room says of its slots to whoever looks now."""
    async with a_peer(line, room) as seat:
        answer = await seat.offer("watch")
    return [slot.get("muted", False) for slot in answer["result"]["slots"]]


async def test_a_mute_outlives_the_page_and_the_media_process(
    web: Web, site: Site, keller: Staff, two: list[MediaProcess]
) -> None:
    room = await in_thread(make_room, site, state="live", may_speak="all")
    anna, token = await in_thread(let_in, room, "Anna")
    session = await in_thread(session_of, keller)
    async with Client.staff(web, session) as host, Client.visitor(web, token) as line:
        for one in (host, line):
            await one.subscribe(f"room:{room.id}")
        async with a_peer(line, room) as stage, a_peer(host, room) as seat:
            await stage.offer("publish", "microphone")
            await seat.offer("watch")
            await seat.grows()
            said = {"source": "microphone", "muted": True, "participant": str(anna.id)}
            assert (await ask(host, "media.mute", room, **said))["t"] == "done"
            assert await is_silent(seat)

            # A page that was reloaded and knows nothing of it.
            await stage.close()
            async with a_peer(line, room) as reloaded:
                me = (await line.subscribe(f"room:{room.id}"))["state"]["me"]
                assert me["muted"] == ["microphone"]
                assert (await reloaded.offer("publish", "microphone"))["t"] == "done"
                assert await is_silent(seat)

        (await in_thread(carrier, room, two)).kill()
        while (await line.expect("event", seconds=15))["kind"] != "media.moved":
            pass
        async with a_peer(line, room) as again, a_peer(host, room) as seat:
            assert (await again.offer("publish", "microphone"))["t"] == "done"
            await seat.offer("watch")
            assert await is_silent(seat)
            assert await muted_in(host, room) == [True]

            # One's own word ends it, over there and for good.
            said = {"source": "microphone", "muted": False}
            assert (await ask(line, "media.mute", room, **said))["t"] == "done"
            await seat.grows()
            assert await in_thread(of, anna) == []


async def test_whoever_is_muted_while_their_offer_finds_no_process_is_muted_by_the_next(
    web: Web, site: Site, keller: Staff, two: list[MediaProcess]
) -> None:
    room = await in_thread(make_room, site, state="live", may_speak="all")
    anna, token = await in_thread(let_in, room, "Anna")
    session = await in_thread(session_of, keller)
    async with Client.staff(web, session) as host, Client.visitor(web, token) as line:
        for one in (host, line):
            await one.subscribe(f"room:{room.id}")
        async with a_peer(host, room) as seat, a_peer(line, room) as stage:
            await seat.offer("watch")
            (await in_thread(carrier, room, two)).kill()
            offered = asyncio.create_task(stage.offer("publish", "microphone"))
            await asyncio.sleep(0.5)
            said = {"source": "microphone", "muted": True, "participant": str(anna.id)}
            assert (await ask(host, "media.mute", room, **said))["t"] == "done"
            assert (await offered)["t"] == "done"
            async with a_peer(host, room) as seat_again:
                await seat_again.offer("watch")
                assert await is_silent(seat_again)
                assert await muted_in(host, room) == [True]
