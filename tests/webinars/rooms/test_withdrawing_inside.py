"""Withdrawing while one is in the room: out at once, the others undisturbed, and back again."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from hub.accounts.models import Staff
from hub.accounts.permissions import principal
from hub.realtime.models import Entry
from hub.sites.models import Site
from hub.threads import in_thread
from tests.clients import Client
from tests.serving import Web
from tests.webinars.media.processes import running_media
from tests.webinars.rooms.houses import House, a_house
from tests.webinars.rooms.peers import a_peer
from tests.webinars.rooms.people import ago, guest, let_in, make_room, make_webinar, register
from webinars.errors import NobodySpeaks, RegistrationWithdrawn, RemovedFromRoom
from webinars.models import AttendanceInterval, RoomParticipant
from webinars.selectors import hosts, rooms
from webinars.services import attending, floor, links, withdrawing
from webinars.services.attending import Came
from webinars.streams import _resolve

pytestmark = pytest.mark.django_db(transaction=True)


def token_of(one: RoomParticipant) -> str:
    assert one.registration is not None
    return links.for_registration(one.registration)


def withdraw(one: RoomParticipant) -> None:
    withdrawing.withdraw(token_of(one))


def come_back(one: RoomParticipant) -> None:
    withdrawing.take_back(token_of(one))


async def told_me(line: Client, **wanted: Any) -> dict[str, Any]:
    while True:
        data: dict[str, Any] = (await line.expect("event", kind="me"))["data"]
        if wanted.items() <= data.items():
            return data


async def open_intervals(house: House, count: int) -> None:
    async with asyncio.timeout(10):
        while await AttendanceInterval.objects.filter(left_at=None).acount() != count:
            await asyncio.sleep(0.1)


async def test_who_withdraws_leaves_the_room_at_once_and_comes_back(
    web: Web, site: Site, keller: Staff
) -> None:
    async with a_house(web, site, keller) as house:
        ref = f"room:{house.room.id}"
        await open_intervals(house, 3)
        assert (await house.send(house.one, "message", {"text": "noch da"}))["t"] == "ok"
        give = {"participant": str(house.anna.id), "give": True}
        assert (await house.ask(house.host, "room.floor", **give))["t"] == "done"
        await told_me(house.one, may_publish=["camera", "microphone"])

        await in_thread(withdraw, house.anna)
        me = await told_me(house.one, withdrawn=True)
        assert "may_publish" not in me
        await open_intervals(house, 2)
        assert (await house.send(house.one, "message", {"text": "doch"}))["code"] == "not_found"
        await house.one.send(t="sub", ref=ref)
        assert (await house.one.expect("error"))["code"] == "registration_withdrawn"
        for frame, more in (
            ("room.hand", {"up": True}),
            ("media.offer", {"connection": str(uuid4()), "purpose": "watch", "sdp": "v=0\r\n"}),
        ):
            refused = await house.ask(house.one, frame, **more)
            assert refused["code"] == "registration_withdrawn"
        assert (await house.ask(house.host, "room.floor", **give))["code"] == "hosts_speak"

        # The others go on, and what they say does not reach who left.
        assert (await house.send(house.two, "message", {"text": "unter uns"}))["t"] == "ok"
        assert "unter uns" not in str(await house.one.silence(1))
        assert not await Entry.objects.filter(kind="removed").aexists()

        await in_thread(come_back, house.anna)
        back = await house.one.subscribe(ref)
        assert back["state"]["me"] == {
            "participant": str(house.anna.id),
            "name": "Anna",
            "role": "attendee",
        }
        assert "unter uns" in str(back["logs"])
        assert (await house.send(house.one, "message", {"text": "wieder da"}))["t"] == "ok"
        await open_intervals(house, 3)
    assert await AttendanceInterval.objects.filter(participant=house.anna).acount() == 2


async def test_their_picture_stops_and_nobody_elses(
    web: Web, site: Site, keller: Staff, tmp_path: Path
) -> None:
    with running_media(tmp_path / "media"):
        async with (
            a_house(web, site, keller) as house,
            a_peer(house.host, house.room) as stage,
            a_peer(house.one, house.room) as gone,
            a_peer(house.two, house.room) as stays,
        ):
            assert (await stage.offer("publish", "microphone", "camera"))["t"] == "done"
            for seat in (gone, stays):
                assert (await seat.offer("watch"))["t"] == "done"
                await seat.grows()
            await in_thread(withdraw, house.anna)
            await asyncio.sleep(0.5)
            seen = gone.frames
            await stays.grows()
            await asyncio.sleep(1)
            assert gone.frames - seen < 5
            await in_thread(come_back, house.anna)
            async with a_peer(house.one, house.room) as again:
                answer = await again.offer("watch")
                assert answer["t"] == "done", answer
                await again.grows()


async def test_who_was_not_told_is_found_by_the_next_beat(site: Site) -> None:
    room = await in_thread(make_room, site, state="live", live_at=ago(60))

    def look() -> None:
        webinar = make_webinar(room)
        anna, _ = let_in(room, "Anna", registration=register(webinar, "Anna"))
        colleague, _ = let_in(room, "Petra")
        came = [Came(uuid4(), one.id, ago(30)) for one in (anna, colleague)]
        attending.record(came, [])
        withdraw(anna)
        beat = attending.beat([one.interval for one in came])
        assert (beat.alive, beat.out) == ({came[1].interval}, {came[0].interval})
        assert [one.id for one in rooms.here(room.id)] == [colleague.id]
        there = {one.participant: one.here for one in hosts.view(rooms.room(room.id)).people}
        assert there == {anna.id: False, colleague.id: True}

    await in_thread(look)


def audience(site: Site, count: int) -> list[RoomParticipant]:
    room = make_room(site, state="live")
    webinar = make_webinar(room)
    return [
        let_in(room, f"Gast {n}", registration=register(webinar, f"Gast {n}"))[0]
        for n in range(count)
    ]


def test_somebody_who_comes_by_a_colleagues_link_stays(site: Site) -> None:
    first, other = audience(site, 2)
    colleague, _ = let_in(first.room, "Petra")
    withdraw(first)
    for one in (other, colleague):
        assert _resolve(guest(one), one.room_id).state.me.participant == one.id
    with pytest.raises(RegistrationWithdrawn):
        _resolve(guest(first), first.room_id)


def test_who_was_removed_is_not_let_in_by_withdrawing_and_coming_back(
    site: Site, keller: Staff
) -> None:
    (one,) = audience(site, 1)
    token = token_of(one)
    host = principal(keller)
    _resolve(host, one.room_id)
    floor.remove(who=host, room_id=one.room_id, participant_id=one.id, action_id=uuid4())
    for deed in (withdrawing.withdraw, withdrawing.take_back):
        with pytest.raises(RemovedFromRoom):
            deed(token)


def test_a_hand_goes_down_and_no_floor_is_given_to_who_withdrew(site: Site, keller: Staff) -> None:
    (one,) = audience(site, 1)
    host = principal(keller)
    _resolve(host, one.room_id)
    floor.raise_hand(who=guest(one), room_id=one.room_id, action_id=uuid4(), up=True)
    withdraw(one)
    one.refresh_from_db()
    assert one.hand_raised_at is None
    with pytest.raises(NobodySpeaks):
        floor.give_floor(
            who=host, room_id=one.room_id, participant_id=one.id, action_id=uuid4(), give=True
        )
