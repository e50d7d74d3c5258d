"""What nobody should be able to do in a room, tried over real sockets."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async

from hub.accounts.models import Staff
from hub.realtime.models import Entry
from hub.registry.entries import as_text
from hub.sites.models import Site
from hub.threads import in_thread
from tests.clients import Client, start_conversation
from tests.people import make_site, make_staff, session_of
from tests.serving import Web
from tests.webinars.rooms.houses import a_house, prepare
from tests.webinars.rooms.people import let_in, make_room
from webinars.models import Room

pytestmark = pytest.mark.django_db(transaction=True)


async def test_nobody_gets_into_a_room_that_is_not_theirs(
    web: Web, site: Site, keller: Staff
) -> None:
    def others() -> tuple[Room, str, str, str]:
        room, [(_, token), _] = prepare(site)
        elsewhere = make_staff("Lea Fuchs", site=make_site("other"))
        other = make_room(site, state="live")
        return other, token, session_of(elsewhere), str(room.id)

    other, token, foreign, own_room = await in_thread(others)
    began = await asyncio.to_thread(start_conversation, web.public, site.key)
    refs = [f"room:{other.id}", f"room:{uuid4()}", "room:", "room:x", "room:" + "9" * 200]
    async with (
        Client.visitor(web, token) as guest,
        Client.visitor(web, began["token"]) as visitor,
        Client.staff(web, foreign) as colleague,
    ):
        for line, wanted in (
            (guest, refs),
            (visitor, [f"room:{own_room}", *refs]),
            (colleague, [f"room:{own_room}", *refs]),
        ):
            await line.expect("hello")
            for ref in wanted:
                await line.send(t="sub", ref=ref)
                assert (await line.expect("error"))["code"] == "not_found"
            answer = str(uuid4())
            await line.send(t="room.hand", id=answer, room=str(other.id), up=True)
            assert (await line.expect("error", id=answer))["code"] == "not_found"
        # The room's participant is no visitor of a conversation.
        await guest.send(t="sub", ref=f"conversation:{began['conversation']}")
        assert (await guest.expect("error"))["code"] == "not_found"


async def test_guests_do_nothing_that_is_a_hosts(web: Web, site: Site, keller: Staff) -> None:
    async with a_house(web, site, keller) as house:
        other = str(house.bernd.id)
        tried: list[tuple[str, dict[str, Any]]] = [
            *(("room.step", {"step": step}) for step in ("open", "live", "end")),
            ("room.floor", {"participant": str(house.anna.id), "give": True}),
            ("room.floor", {"participant": other, "give": True}),
            ("room.remove", {"participant": other}),
            ("room.question", {"question": 1, "state": "answered"}),
            ("media.mute", {"participant": other, "source": "camera", "muted": True}),
            (
                "media.offer",
                {"connection": str(uuid4()), "purpose": "publish", "sdp": "v=0"},
            ),
        ]
        for frame, more in tried:
            refused = await house.ask(house.one, frame, **more)
            assert (refused["t"], refused["code"]) == ("error", "not_allowed"), frame
        for kind, body in (
            ("room.ended", {"room": str(house.room.id), "kind": "webinar", "seconds": 1}),
            ("question.state", {"question": 1, "state": "answered"}),
            ("hand", {"participant": other, "name": "x", "up": True}),
            ("card.meeting", {"room": str(house.room.id), "title": "x"}),
            ("note", {"text": "x"}),
        ):
            assert (await house.send(house.one, kind, body))["code"] == "not_allowed"
        refused = await house.send(house.one, "message", {"text": "x"}, log=house.hosts_log)
        assert refused["code"] == "not_found"
        room = await sync_to_async(Room.objects.get)(pk=house.room.id)
        assert room.state == "live"


async def test_an_attendee_gives_back_their_own_floor_and_nothing_else(
    web: Web, site: Site, keller: Staff
) -> None:
    async with a_house(web, site, keller) as house:
        anna, bernd = str(house.anna.id), str(house.bernd.id)

        async def floor(line: Client, participant: str, give: bool) -> str:
            answer = await house.ask(line, "room.floor", participant=participant, give=give)
            return str(answer.get("code", answer["t"]))

        assert await floor(house.one, anna, False) == "done"  # there was none: nothing happens
        for one in (anna, bernd):
            assert await floor(house.host, one, True) == "done"
        assert await floor(house.one, bernd, False) == "not_allowed"
        assert await floor(house.one, str(uuid4()), False) == "not_allowed"
        assert await floor(house.one, anna, True) == "not_allowed"
        assert await floor(house.one, anna, False) == "done"
        assert await floor(house.one, anna, False) == "done"  # twice is harmless
        assert await floor(house.one, anna, True) == "not_allowed"
        assert await floor(house.host, bernd, False) == "done"

        heard = [*house.one.frames, *(await house.one.silence(1))]
        told = [frame["data"].get("may_publish") for frame in heard if frame.get("kind") == "me"]
        assert told == [["camera", "microphone"], None]

        def kept() -> tuple[set[bool], list[str]]:
            floors = house.room.participants.filter(role="attendee")
            entries = Entry.objects.filter(log_id=house.room.hosts_log_id, kind="floor")
            return (
                set(floors.values_list("has_floor", flat=True)),
                [as_text("floor", entry.body, "en") for entry in entries.order_by("seq")],
            )

        assert await in_thread(kept) == (
            {False},
            [
                "Anna comes onto the stage",
                "Bernd comes onto the stage",
                "Anna left the stage",
                "Miriam Keller took Bernd off the stage",
            ],
        )
        assert (await house.ask(house.host, "room.step", step="end"))["t"] == "done"
        assert await floor(house.one, anna, False) == "not_allowed"


async def test_the_hosts_log_is_nothing_to_an_attendee(web: Web, site: Site, keller: Staff) -> None:
    async with a_house(web, site, keller) as house:
        told = await house.send(
            house.host, "message", {"text": "Gleich kommt die Preisfrage"}, log=house.hosts_log
        )
        assert told["t"] == "ok"
        await house.ask(house.two, "room.hand", up=True)
        heard = [*house.one.frames, *(await house.one.silence(2))]
        await house.one.send(t="more", log=house.hosts_log, after=0)
        assert (await house.one.expect("error"))["code"] == "not_found"
        again = await house.one.subscribe(f"room:{house.room.id}")
        for frame in (*heard, again):
            assert house.hosts_log not in str(frame)
            assert "Preisfrage" not in str(frame)
            assert "room-hosts" not in str(frame)
            assert frame.get("kind") != "hosts"
        # Nor who is there, beside those on the stage and those who wrote.
        assert "Bernd" not in str(again)


async def test_hosts_deal_with_people_of_this_room_alone(
    web: Web, site: Site, keller: Staff
) -> None:
    def stranger() -> str:
        return str(let_in(make_room(site, state="live"), "Fremd")[0].id)

    foreign = await in_thread(stranger)
    async with a_house(web, site, keller) as house:
        me = (await house.host.subscribe(f"room:{house.room.id}"))["state"]["me"]["participant"]
        for who, code in ((foreign, "not_found"), (str(uuid4()), "not_found"), (me, "not_allowed")):
            for frame, more in (("room.floor", {"give": True}), ("room.remove", {})):
                refused = await house.ask(house.host, frame, participant=who, **more)
                assert refused["code"] == code
        refused = await house.ask(
            house.host, "media.mute", participant=foreign, source="camera", muted=True
        )
        assert refused["code"] == "not_found"
        refused = await house.ask(
            *(house.host, "media.mute"),
            participant=str(house.anna.id),
            source="camera",
            muted=False,
        )
        assert refused["code"] == "not_allowed"  # nobody switches somebody else's camera on
        assert (await house.send(house.one, "message", {"text": "eine Nachricht"}))["t"] == "ok"
        for seq, code in (
            (1, "not_found"),
            (0, "not_found"),
            (-1, "not_found"),
            (2**40, "not_found"),
        ):
            refused = await house.ask(house.host, "room.question", question=seq, state="answered")
            assert refused["code"] == code


async def test_somebody_who_was_removed_is_out(web: Web, site: Site, keller: Staff) -> None:
    async with a_house(web, site, keller) as house:
        assert (await house.send(house.one, "message", {"text": "noch da"}))["t"] == "ok"
        own = str(uuid4())
        removed = await house.ask(house.host, "room.remove", id=own, participant=str(house.anna.id))
        assert removed["t"] == "done"
        while not (await house.one.expect("event", kind="me"))["data"].get("removed"):
            pass
        await asyncio.sleep(0.3)
        assert (await house.send(house.one, "message", {"text": "doch"}))["code"] == "not_found"
        for _ in range(2):
            await house.one.send(t="sub", ref=f"room:{house.room.id}")
            assert (await house.one.expect("error"))["code"] == "removed"
        refused = await house.ask(house.one, "room.hand", up=True)
        assert refused["code"] == "removed"
        await house.send(house.two, "message", {"text": "unter uns"})
        assert "unter uns" not in str(await house.one.silence(1))
        again = await house.ask(house.host, "room.remove", id=own, participant=str(house.anna.id))
        assert again["t"] == "done"
        assert await Entry.objects.filter(kind="removed").acount() == 1


async def test_questions_that_are_none(web: Web, site: Site, keller: Staff) -> None:
    async with a_house(web, site, keller) as house:
        for body, code in (
            ({"text": ""}, "bad_frame"),
            ({"text": "a" * 1001}, "bad_frame"),
            ({"text": 5}, "bad_frame"),
            ({"text": "a", "anonymous": "yes"}, "bad_frame"),
            ({"text": "a", "by": "host"}, "bad_frame"),
            ({"text": "a\x00b"}, "bad_frame"),
            ({"text": "😀" * 1000}, None),
            ({"text": "   "}, None),
        ):
            assert (await house.send(house.one, "question", body)).get("code") == code, body


async def test_a_question_stands_in_a_webinar_alone(web: Web, site: Site) -> None:
    began = await asyncio.to_thread(start_conversation, web.public, site.key)
    async with Client.visitor(web, began["token"]) as visitor:
        await visitor.subscribe(f"conversation:{began['conversation']}")
        own = str(uuid4())
        await visitor.send(
            *(),
            t="send",
            id=own,
            log=began["log"],
            kind="question",
            body={"text": "x"},
            prev=None,
        )
        assert (await visitor.expect("error", id=own))["code"] == "not_allowed"


async def test_the_same_frame_twice_is_done_once(web: Web, site: Site, keller: Staff) -> None:
    async with a_house(web, site, keller) as house:
        own = str(uuid4())
        for _ in range(3):
            assert (await house.ask(house.two, "room.hand", id=own, up=True))["t"] == "done"
        assert await Entry.objects.filter(kind="hand").acount() == 1
        for _ in range(2):
            ended = await house.ask(house.host, "room.step", step="end")
            assert ended["result"] == {"state": "ended"}
        assert await Entry.objects.filter(kind="room.ended").acount() == 1
        for step in ("open", "live"):
            assert (await house.ask(house.host, "room.step", step=step))["code"] == "room_over"
        for line, frame in ((house.one, "room.hand"),):
            assert (await house.ask(line, frame, up=True))["code"] == "not_allowed"
