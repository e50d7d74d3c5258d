"""What a media process tells, and to whom: hints on the bus, which never hold the forwarding up."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import msgspec
import pytest
import redis.asyncio
from django.conf import settings

from hub.realtime.bus import CHANNEL, decode
from tests.webinars.media.nodes import until
from webinars.media.contract import Gone, Levels, Lines, SlotsChanged, SlotView
from webinars.media.metrics import EVENTS_DROPPED
from webinars.media.outbox import Outbox


@pytest.fixture
async def store() -> AsyncIterator["redis.asyncio.Redis"]:
    async with redis.asyncio.Redis.from_url(settings.REDIS_URL) as client:
        yield client


async def test_each_event_goes_to_its_topic(store: "redis.asyncio.Redis") -> None:
    room, somebody, connection = uuid4(), uuid4(), uuid4()
    outbox = Outbox(store)
    async with store.pubsub(ignore_subscribe_messages=True) as channel:
        await channel.subscribe(CHANNEL)
        await channel.get_message(timeout=5)
        sending = asyncio.create_task(outbox.run())
        outbox.emit(SlotsChanged(room, 3, [SlotView("video", 1, somebody, "screen", muted=True)]))
        outbox.emit(Levels(room, [somebody]))
        outbox.emit(Lines(room, {somebody: 2}))
        outbox.emit(Gone(room, somebody, connection, "watch"))
        outbox.moved(room, 4)
        said: list[Any] = []
        async with asyncio.timeout(10):
            while len(said) < 5:
                message = await channel.get_message(timeout=1)
                if message is not None:
                    _, kind, (topic, audience, frame) = decode(message["data"])
                    event = msgspec.json.decode(frame)
                    assert (kind, audience, event["topic"]) == ("event", "all", topic)
                    if topic.endswith(str(room)):
                        said.append((topic.split(":")[0], event["kind"], event["data"]))
        sending.cancel()
    slot = {
        "kind": "video",
        "slot": 1,
        "participant": str(somebody),
        "source": "screen",
        "muted": True,
    }
    assert [(where, kind) for where, kind, _ in said] == [
        ("room", "media.slots"),
        ("room", "media.speaking"),
        ("room-hosts", "media.lines"),
        ("room-hosts", "media.gone"),
        ("room", "media.moved"),
    ]
    assert said[0][2] == {"e": "slots", "room": str(room), "epoch": 3, "slots": [slot]}
    assert said[2][2]["lines"] == {str(somebody): 2}
    assert said[4][2] == {"epoch": 4}


async def test_what_redis_is_too_slow_for_is_dropped_and_counted() -> None:
    nowhere = redis.asyncio.Redis(host="127.0.0.1", port=1)
    outbox = Outbox(nowhere)
    before = EVENTS_DROPPED._value.get()
    for _ in range(1500):
        outbox.emit(Levels(uuid4(), []))
    assert EVENTS_DROPPED._value.get() == before + 500
    sending = asyncio.create_task(outbox.run())
    await until(lambda: EVENTS_DROPPED._value.get() > before + 500, 30)
    assert not sending.done()
    sending.cancel()
    await nowhere.aclose()
