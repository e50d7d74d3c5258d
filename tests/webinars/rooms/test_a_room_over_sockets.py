"""A webinar's room on real sockets, against the web process as it is deployed."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async

from hub.accounts.models import Staff
from hub.contacts.models import HistoryEntry
from hub.sites.models import Site
from hub.threads import in_thread
from tests.clients import Client
from tests.people import session_of
from tests.serving import Web
from tests.webinars.rooms.people import let_in, make_room, make_webinar, public_of, register
from webinars.models import AttendanceInterval, Room, RoomParticipant

pytestmark = pytest.mark.django_db(transaction=True)

NOBODY = "00000000-0000-0000-0000-000000000000"


def prepare(site: Site, **fields: Any) -> tuple[Room, list[tuple[RoomParticipant, str]]]:
    room = make_room(site, **fields)
    webinar = make_webinar(room)
    people = []
    for name in ("Anna Maier", "Bernd Huber"):
        registration = register(webinar, name)
        people.append(let_in(room, name, registration=registration, company="Kunde GmbH"))
    return room, people


async def test_a_webinar_from_the_lobby_to_the_end(web: Web, site: Site, keller: Staff) -> None:
    room, ((anna, anna_token), (bernd, bernd_token)) = await in_thread(prepare, site)
    session = await in_thread(session_of, keller)
    ref = f"room:{room.id}"
    async with (
        Client.staff(web, session) as host,
        Client.visitor(web, anna_token) as one,
        Client.visitor(web, bernd_token) as two,
    ):
        backstage = await host.subscribe(ref)
        assert [log["audience"] for log in backstage["logs"]] == ["public", "hosts"]
        assert backstage["state"]["me"]["role"] == "host"
        assert set(backstage["state"]["me"]["may_publish"]) == {
            *("camera", "microphone", "screen", "screen-audio")
        }

        waiting = await one.subscribe(ref)
        assert [log["audience"] for log in waiting["logs"]] == ["public"]
        assert waiting["state"]["state"] == "planned"
        assert waiting["state"]["me"] == {
            "participant": str(anna.id),
            "name": "Anna Maier",
            "role": "attendee",
        }
        log = public_of(waiting)["log"]
        await one.say(log, "zu früh")
        assert (await one.expect("error"))["code"] == "room_not_open"

        async def step(name: str) -> None:
            own = str(uuid4())
            await host.send(t="room.step", id=own, room=str(room.id), step=name)
            await host.expect("done", id=own)

        await step("open")
        assert (await one.expect("event", kind="state"))["data"]["state"] == "open"
        own = await one.say(log, "Guten Tag")
        assert (await one.expect("participant"))["participant"]["name"] == "Anna Maier"
        assert (await one.expect("ok", id=own))["seq"] == 1
        await step("live")
        while (await one.expect("event", kind="state"))["data"]["state"] != "live":
            pass
        await two.subscribe(ref)

        # A question without a name: nobody hears who asked, and nobody appears.
        asked = str(uuid4())
        await two.send(
            t="send",
            id=asked,
            log=log,
            kind="question",
            body={"text": "Was kostet das?", "anonymous": True},
        )
        await two.expect("ok", id=asked)
        heard = (await one.expect("entry", seconds=5))["entry"]
        while heard["kind"] != "question":
            heard = (await one.expect("entry"))["entry"]
        assert heard["by"] == NOBODY
        assert not [f for f in one.frames if f["t"] == "participant" and "Bernd" in str(f)]
        again = await host.subscribe(ref)
        assert "Bernd" not in str(public_of(again)["participants"])

        # The hand, the floor, and the floor taken back.
        own = str(uuid4())
        await two.send(t="room.hand", id=own, room=str(room.id), up=True)
        assert (await two.expect("done", id=own))["result"] == {"place": 1}
        own = str(uuid4())
        await host.send(
            t="room.floor", id=own, room=str(room.id), participant=str(bernd.id), give=True
        )
        await host.expect("done", id=own)
        while not (me := (await two.expect("event", kind="me"))["data"]).get("may_publish"):
            pass
        assert me["may_publish"] == ["camera", "microphone"]

        own = str(uuid4())
        await host.send(
            *(),
            t="room.question",
            id=own,
            room=str(room.id),
            question=heard["seq"],
            state="answered",
            text="6.480 Euro",
        )
        await host.expect("done", id=own)
        while (answer := (await one.expect("entry"))["entry"])["kind"] != "question.state":
            pass
        assert answer["body"]["text"] == "6.480 Euro"

        await asyncio.sleep(1.5)
        await step("end")
        while (await one.expect("event", kind="state"))["data"]["state"] != "ended":
            pass
        own = await one.say(log, "noch etwas")
        assert (await one.expect("error", id=own))["code"] == "closed"

    def afterwards() -> None:
        assert not AttendanceInterval.objects.filter(left_at__isnull=True).exists()
        entries = {
            entry.subject_id: entry for entry in HistoryEntry.objects.filter(kind="attendance")
        }
        assert set(entries) == {anna.id, bernd.id}
        assert all(entry.ended_at is not None for entry in entries.values())
        from webinars.history import attendance

        payload = attendance.payload(entries[bernd.id])
        assert 1 <= payload["seconds"] <= 10
        assert payload["questions"] == []  # what was asked without a name is nobody's
        assert payload["hands"] == payload["floor"] == 1
        assert attendance.payload(entries[anna.id])["messages"] == 1

    await sync_to_async(afterwards)()
