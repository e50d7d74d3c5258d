"""Slow and hostile readers, under Daphne as we ship it and under uvicorn, the drop-in."""

import asyncio
import contextlib
import json
from collections.abc import Iterator
from uuid import uuid4

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from hub.realtime import protocol
from hub.sites.models import Site
from tests.clients import PROTOCOL, Client, start_conversation
from tests.people import make_site
from tests.serving import Web, running_web

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["daphne", "uvicorn"])
def web(request: pytest.FixtureRequest, transactional_db: None) -> Iterator[Web]:
    with running_web(
        uvicorn=request.param == "uvicorn", SOCKET_FRAMES_PER_SECOND="2000"
    ) as running:
        yield running


@pytest.fixture
def site(transactional_db: None) -> Site:
    return make_site()


async def test_a_question_and_its_second_sending(web: Web, site: Site) -> None:
    began = await asyncio.to_thread(start_conversation, web.public, site.key)
    async with Client.visitor(web, began["token"]) as visitor:
        await visitor.subscribe(f"conversation:{began['conversation']}")
        own = await visitor.say(began["log"], "einmal")
        first = await visitor.expect("ok", id=own)
        await visitor.say(began["log"], "einmal", id=own)
        assert (await visitor.expect("ok", id=own))["seq"] == first["seq"] == 2


async def test_who_confirms_nothing_is_closed_and_the_others_go_on(web: Web, site: Site) -> None:
    began = await asyncio.to_thread(start_conversation, web.public, site.key)
    ref = f"conversation:{began['conversation']}"
    url = f"ws://127.0.0.1:{web.port}/ws/visitor"
    origin = web.public
    async with (
        Client.visitor(web, began["token"]) as writer,
        connect(url, subprotocols=[PROTOCOL], origin=origin, max_size=None) as silent,  # type: ignore[arg-type]
    ):
        await silent.send(json.dumps({"t": "hello", "token": began["token"], "lang": "de"}))
        await silent.send(json.dumps({"t": "sub", "ref": ref, "after": {}}))
        heard: list[dict[str, object]] = []
        reading = asyncio.create_task(_hear(silent, heard))
        await writer.subscribe(ref)
        previous = None
        # Somewhat more than one socket may leave unconfirmed.
        for _ in range(protocol.MAX_UNCONFIRMED_BYTES // 3500 + 10):
            previous = await writer.say(began["log"], "x" * 3900, previous, id=str(uuid4()))
            await writer.expect("ok", id=previous)
        await asyncio.wait_for(reading, 10)
        assert heard[-1]["code"] == "too_slow"
        assert silent.close_code == protocol.CLOSE_TOO_SLOW
        own = await writer.say(began["log"], "weiter", previous)
        await writer.expect("ok", id=own)


async def _hear(socket: ClientConnection, heard: list[dict[str, object]]) -> None:
    """Read until the other side closes, and confirm nothing."""
    with contextlib.suppress(ConnectionClosed):
        while True:
            heard.append(json.loads(await socket.recv()))


async def test_a_frame_above_a_mebibyte_ends_only_its_own_line(web: Web, site: Site) -> None:
    began = await asyncio.to_thread(start_conversation, web.public, site.key)
    async with Client.visitor(web, began["token"]) as good:
        await good.subscribe(f"conversation:{began['conversation']}")
        async with Client.visitor(web, began["token"]) as bad:
            await bad.expect("hello")
            # Daphne drops the line, maybe while this is still sending. uvicorn takes up to 16 MiB:
            # then it is a frame too large.
            with contextlib.suppress(ConnectionClosed):
                await bad.socket.send("x" * (2 * 1024 * 1024))
            answers = await bad.until_closed(3)
            assert bad.socket.close_code or answers[-1]["code"] == "frame_too_large"
        own = await good.say(began["log"], "noch da")
        await good.expect("ok", id=own)
