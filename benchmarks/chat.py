"""Durable messages per CPU-second of web + PostgreSQL + Valkey, beside plain Channels.

One web process under Daphne, fsync on, commit before the acknowledgement, 100 conversations of a
visitor and a salesperson, four messages of 100 bytes in flight each. The peer is a Channels
consumer with the ORM and `RedisPubSubChannelLayer`, as Channels' tutorial builds a chat, in the
same run, on the same engines, under the same load.
"""

import asyncio
import statistics
import time
from typing import Any

from benchmarks import load
from benchmarks.house import House, cpu_seconds, memory_kb

CONVERSATIONS = 100
SECONDS = 5.0
RUNS = 2


async def _ours(house: House) -> dict[str, float]:
    from benchmarks.people import make_conversations
    from tests.serving import running_web

    with running_web(SOCKET_FRAMES_PER_SECOND="100000") as web:
        pairs = await asyncio.to_thread(make_conversations, CONVERSATIONS, web.port)
        pids = [web.process.pid, *house.engines]
        at_start: list[float] = []
        # From when all lines are open, as with the peer: connecting is not what is compared.
        figures, people, took = await load.converse(
            pairs, seconds=SECONDS, at_start=lambda: at_start.append(cpu_seconds(pids))
        )
        cpu = cpu_seconds(pids) - at_start[0]
        assert not load.lost(people) and not load.doubled(people) and not figures.refused
        full = figures.acknowledged / took
        # At half of that load, given from outside: what a person feels.
        fresh = await asyncio.to_thread(make_conversations, CONVERSATIONS, web.port)
        half, _, _ = await load.converse(
            fresh, seconds=SECONDS, in_flight=64, rate=full / 2 / (2 * CONVERSATIONS)
        )
        return {
            "messages_s": full,
            "per_cpu_s": figures.acknowledged / cpu,
            "p50_ms": load.percentile(half.delivery, 0.5),
            "p99_ms": load.percentile(half.delivery, 0.99),
        }


async def _peer(house: House) -> dict[str, float]:
    from benchmarks.peers.channels_load import measure

    return await measure(house, conversations=CONVERSATIONS, seconds=SECONDS)


async def _idle() -> float:
    """KiB of resident memory per subscribed and silent connection."""
    from benchmarks.people import make_conversations
    from tests.serving import running_web

    with running_web() as web:
        pairs = await asyncio.to_thread(make_conversations, 50, web.port)
        figures, clock = load.Figures(), dict[str, float]()

        async def hold(count: int) -> list[load.Participant]:
            people = [
                load.Participant(pairs[n % 50][0], figures, clock, in_flight=1, size=1)
                for n in range(count)
            ]
            tasks.extend(asyncio.create_task(p.run()) for p in people)
            await asyncio.gather(*(p.ready() for p in people))
            return people

        tasks: list[asyncio.Task[None]] = []
        everybody = await hold(50)
        before = memory_kb(web.process.pid)
        for _ in range(10):
            everybody += await hold(50)
        await asyncio.sleep(1)
        after = memory_kb(web.process.pid)
        for participant in everybody:
            participant.stop()
        await asyncio.gather(*tasks)
        return (after - before) / 500


def run(house: House) -> dict[str, Any]:
    ours = [asyncio.run(_ours(house)) for _ in range(RUNS)]
    peer = [asyncio.run(_peer(house)) for _ in range(RUNS)]

    def median(rows: list[dict[str, float]], name: str) -> float:
        return round(statistics.median(row[name] for row in rows), 1)

    return {
        "ratio_to_channels_pubsub": round(median(ours, "per_cpu_s") / median(peer, "per_cpu_s"), 1),
        "messages_per_cpu_s": median(ours, "per_cpu_s"),
        "messages_s": median(ours, "messages_s"),
        "channels_pubsub_messages_per_cpu_s": median(peer, "per_cpu_s"),
        "channels_pubsub_messages_s": median(peer, "messages_s"),
        "p50_ms": median(ours, "p50_ms"),
        "p99_ms": median(ours, "p99_ms"),
        "idle_kb": round(asyncio.run(_idle()), 1),
        "runs": RUNS,
        "at": time.strftime("%Y-%m-%d", time.gmtime()),
    }
