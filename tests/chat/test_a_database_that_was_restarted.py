"""After PostgreSQL was restarted, a running web process serves everything again by itself."""

import asyncio
from collections.abc import Iterator
from typing import Any
from urllib.request import urlopen

import pytest
from asgiref.sync import sync_to_async
from django.db import connections
from websockets.exceptions import ConnectionClosed

from tests import engines
from tests.chat.test_a_conversation_over_sockets import take
from tests.clients import Client, start_conversation
from tests.people import make_site, make_staff, session_of
from tests.serving import Web, running_web

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def web(transactional_db: None) -> Iterator[Web]:
    with running_web() as running:
        yield running
    connections.close_all()  # the test's own, for what cleans up after it


async def test_a_conversation_with_a_salesperson_is_read_again(web: Web) -> None:
    """Its participants' titles come from the staff, over a connection that was there before."""
    postgres = engines.POSTGRES
    if postgres is None:
        pytest.skip("the database was given")

    def begin() -> tuple[Any, str]:
        staff = make_staff("Miriam Keller")
        began = start_conversation(web.public, make_site().key)
        take(began["conversation"], staff)
        return began, session_of(staff)

    began, session = await sync_to_async(begin)()
    ref = f"conversation:{began['conversation']}"
    async with Client.staff(web, session) as before:
        await before.subscribe(ref)
    await asyncio.to_thread(postgres.kill)
    await asyncio.sleep(1)
    postgres.start()  # not in a thread: a child ends with the thread that started it
    await sync_to_async(connections.close_all)()
    async with asyncio.timeout(60):
        while True:
            try:
                async with Client.staff(web, session) as after, asyncio.timeout(3):
                    seen = await after.subscribe(ref)
                    break
            except (TimeoutError, ConnectionClosed, OSError):
                await asyncio.sleep(0.2)  # as a client does that is told to come later
    assert "Miriam Keller" in str(seen["logs"][0]["participants"])


async def test_all_that_was_in_the_pool_is_dead_and_the_next_request_is_served(web: Web) -> None:
    postgres = engines.POSTGRES
    if postgres is None:
        pytest.skip("the database was given")
    url = f"{web.public}/api/v1/public/sites/{(await sync_to_async(make_site)()).key}"

    def ask() -> int:
        with urlopen(url, timeout=30) as answer:
            return int(answer.status)

    await asyncio.gather(*[asyncio.to_thread(ask) for _ in range(30)])
    await asyncio.to_thread(postgres.kill)
    postgres.start()
    await sync_to_async(connections.close_all)()
    assert await asyncio.to_thread(ask) == 200
