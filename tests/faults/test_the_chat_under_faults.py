"""Load from the protocol's load generator while things are killed: what is lost, doubled, stale.

`make faults` runs the short form (some two minutes); FAULTS=long a longer one. Everything runs on
loopback, and only what was started here is killed, by its id.
"""

import asyncio
import os
from collections.abc import Iterator
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import connections

from benchmarks import load
from benchmarks.people import make_conversations
from hub.realtime.models import Entry, Log
from hub.threads import in_thread
from tests import engines
from tests.serving import Web, start_web

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

LONG = os.environ.get("FAULTS") == "long"
SECONDS = 120.0 if LONG else 15.0
PAIRS = 30 if LONG else 10


def begin(port: int | None = None) -> Web:
    return start_web(port, SOCKET_FRAMES_PER_SECOND="2000")


@pytest.fixture
def webs(transactional_db: None) -> Iterator[list[Web]]:
    """Two web processes: visitors on one, staff on the other, so that hints cross processes."""
    running = [begin() for _ in range(2)]
    yield running
    for web in running:
        if web.process.poll() is None:
            web.kill()


def split(pairs: list[Any], webs: list[Web]) -> list[Any]:
    """Put staff on the second process (its staff port), with its origin."""
    for _, staff in pairs:
        staff.port = webs[1].port + 1
        staff.headers["Origin"] = webs[1].staff
    return pairs


async def talk(webs: list[Web], meanwhile: Any) -> dict[str, int]:
    pairs = split(await in_thread(make_conversations, PAIRS, webs[0].port), webs)
    figures, people, _ = await load.converse(
        pairs, seconds=SECONDS, in_flight=4, rate=10, settle=60, meanwhile=meanwhile
    )
    counted = {
        "sent": figures.sent,
        "acknowledged": figures.acknowledged,
        "received": figures.received,
        "reconnects": figures.reconnects,
        "lost": load.lost(people),
        "doubled": figures.doubled + load.doubled(people),
        "out_of_order": figures.out_of_order + load.disorder(people),
        "refused": figures.refused,
        "unsent": sum(p.pending for pair in people for p in pair),
        "gaps": await in_thread(gaps, [one.where.log for one, _ in people]),
    }
    print(f"\n{counted} {figures.errors}")
    return counted


def gaps(logs: list[str]) -> int:
    """Logs whose seqs are not 1..head in PostgreSQL."""
    connections.close_all()  # this thread's may be of a server that was killed
    wrong = 0
    for log in logs:
        seqs = list(Entry.objects.filter(log_id=log).order_by("seq").values_list("seq", flat=True))
        wrong += seqs != list(range(1, Log.objects.get(pk=log).head + 1))
    return wrong


def nothing_is_wrong(counted: dict[str, int]) -> None:
    assert counted["sent"] > 100
    assert counted["acknowledged"] == counted["sent"]
    wrong = ("lost", "doubled", "out_of_order", "refused", "unsent", "gaps")
    assert {name: counted[name] for name in wrong} == dict.fromkeys(wrong, 0)


async def test_killing_a_web_process(webs: list[Web]) -> None:
    async def kill() -> None:
        for index in (0, 1) * (10 if LONG else 1):
            await asyncio.sleep(SECONDS / (30 if LONG else 4))
            await asyncio.to_thread(webs[index].kill)
            webs[index] = await asyncio.to_thread(begin, webs[index].port)

    nothing_is_wrong(await talk(webs, kill()))


async def test_redis_killed_and_flushed(webs: list[Web]) -> None:
    async def kill() -> None:
        valkey = engines.VALKEY
        if valkey is None:
            pytest.fail("needs the bundled Valkey: unset REDIS_URL")
        await asyncio.sleep(SECONDS / 4)
        await asyncio.to_thread(valkey.kill)
        await asyncio.sleep(2)
        # Not in a thread: the kernel ends a child of ours with the thread that started it.
        valkey.start()
        await asyncio.sleep(SECONDS / 4)
        from hub.realtime.fanout import _client

        await asyncio.to_thread(_client().flushall)

    nothing_is_wrong(await talk(webs, kill()))


async def test_postgresql_restarted(webs: list[Web]) -> None:
    async def kill() -> None:
        postgres = engines.POSTGRES
        if postgres is None:
            pytest.fail("needs the bundled PostgreSQL: unset DATABASE_URL")
        await asyncio.sleep(SECONDS / 4)
        await asyncio.to_thread(postgres.kill)
        await asyncio.sleep(1)
        postgres.start()

    counted = await talk(webs, kill())
    await sync_to_async(connections.close_all)()  # the test's own, for what cleans up after it
    nothing_is_wrong(counted)
