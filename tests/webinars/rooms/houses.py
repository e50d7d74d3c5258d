"""A live room over real sockets: a host and two guests on their lines."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

from hub.accounts.models import Staff
from hub.sites.models import Site
from hub.threads import in_thread
from tests.clients import Client
from tests.people import session_of
from tests.serving import Web
from tests.webinars.rooms.people import let_in, make_room, make_webinar, public_of, register
from webinars.models import Room, RoomParticipant


class House:
    """A live room with a host and two guests on their lines."""

    room: Room
    host: Client
    one: Client
    two: Client
    anna: RoomParticipant
    bernd: RoomParticipant
    log: str
    hosts_log: str

    async def ask(self, line: Client, frame: str, **more: Any) -> dict[str, Any]:
        """The answer to a frame that names the room."""
        own = more.pop("id", None) or str(uuid4())
        await line.send(t=frame, id=own, **{"room": str(self.room.id), **more})
        return await answer_to(line, own)

    async def send(self, line: Client, kind: str, body: Any, **more: Any) -> dict[str, Any]:
        own = str(uuid4())
        await line.send(t="send", id=own, kind=kind, body=body, **{"log": self.log, **more})
        return await answer_to(line, own)


async def answer_to(line: Client, own: str) -> dict[str, Any]:
    async with asyncio.timeout(5):
        while True:
            frame = await line.next(5)
            if frame.get("id") == own and frame["t"] in ("ok", "done", "error"):
                return frame
            line.frames.append(frame)


def prepare(site: Site) -> tuple[Room, list[tuple[RoomParticipant, str]]]:
    room = make_room(site, state="live")
    webinar = make_webinar(room)
    return room, [
        let_in(room, name, registration=register(webinar, name)) for name in ("Anna", "Bernd")
    ]


@contextlib.asynccontextmanager
async def a_house(web: Web, site: Site, staff: Staff) -> AsyncIterator[House]:
    house = House()
    house.room, people = await in_thread(prepare, site)
    (house.anna, first), (house.bernd, second) = people
    session = await in_thread(session_of, staff)
    async with (
        Client.staff(web, session) as house.host,
        Client.visitor(web, first) as house.one,
        Client.visitor(web, second) as house.two,
    ):
        ref = f"room:{house.room.id}"
        seen = await house.host.subscribe(ref)
        house.hosts_log = next(x["log"] for x in seen["logs"] if x["audience"] == "hosts")
        house.log = public_of(await house.one.subscribe(ref))["log"]
        await house.two.subscribe(ref)
        yield house
