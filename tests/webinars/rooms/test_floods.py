"""Many at once, and much from one: the others do not notice."""

import asyncio
import contextlib

import pytest

from hub.accounts.models import Staff
from hub.sites.models import Site
from hub.threads import in_thread
from tests.clients import Client
from tests.serving import Web
from tests.webinars.rooms.houses import a_house
from tests.webinars.rooms.people import let_in
from webinars.models import Room

pytestmark = pytest.mark.django_db(transaction=True)


async def test_floods_are_held_back_and_nobody_else_notices(
    web: Web, site: Site, keller: Staff
) -> None:
    async with a_house(web, site, keller) as house:
        codes = [
            (await house.send(house.one, "message", {"text": str(n)})).get("code")
            for n in range(12)
        ]
        assert codes[:8] == [None] * 8
        assert set(codes[8:]) == {"too_many"}
        codes = [
            (await house.send(house.two, "question", {"text": str(n)})).get("code")
            for n in range(8)
        ]
        assert codes[:6] == [None] * 6
        assert set(codes[6:]) == {"too_many"}
        codes = [
            (await house.ask(house.two, "room.hand", up=n % 2 == 0)).get("code") for n in range(16)
        ]
        assert codes[:12] == [None] * 12
        assert "too_many" in codes[12:]
        assert (await house.send(house.host, "message", {"text": "Danke"}))["t"] == "ok"


async def test_a_crowd_that_comes_at_once_costs_a_frame_a_second(
    web: Web, site: Site, keller: Staff
) -> None:
    def crowd(room: Room) -> list[str]:
        return [let_in(room, f"Gast {n}")[1] for n in range(40)]

    async with a_house(web, site, keller) as house, contextlib.AsyncExitStack() as stack:
        tokens = await in_thread(crowd, house.room)
        await house.one.silence(1.5)
        began = asyncio.get_running_loop().time()

        async def come(token: str) -> None:
            line = await stack.enter_async_context(Client.visitor(web, token))
            await line.subscribe(f"room:{house.room.id}")

        watching = asyncio.create_task(house.one.silence(6))
        await asyncio.gather(*[come(token) for token in tokens])
        took = asyncio.get_running_loop().time() - began
        told = [f for f in await watching if f["t"] == "event"]
        counts = [f["data"]["here"] for f in told if f["kind"] == "presence"]
        assert counts[-1] == 43
        assert len(told) <= 9, [f["kind"] for f in told]
        print(f"\n40 people joined in {took:.2f} s; {len(told)} events to one who was there")
