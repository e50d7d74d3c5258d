"""What changes while somebody subscribes reaches them, and after the answer."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from hub.errors import NotFound
from hub.realtime import process as processes
from hub.realtime.connection import Connection
from hub.realtime.frames import encoder
from hub.realtime.process import Process
from hub.realtime.protocol import Event, Sub
from hub.realtime.subscribe import subscribe
from hub.registry.streams import Principal, Resolved, Stream, streams

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
async def process() -> AsyncIterator[Process]:
    yield await processes.current()
    await processes.shut_down()


async def test_an_event_during_a_subscription_comes_after_its_answer(process: Process) -> None:
    from uuid import uuid4

    state, sent = ["waiting"], list[str]()
    frame = encoder.encode(Event(topic="slow:1", kind="state", data="active"))

    async def resolve(principal: Principal, ref: str) -> Resolved:
        read = state[0]
        # It changes, and is told, after it was read and before the answer is sent.
        state[0] = "active"
        process.exchange.tell("slow:1", "all", frame)
        return Resolved(logs=[], state=read)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message.get("text", ""))

    streams.register("slow", Stream("slow", resolve))
    try:
        connection = Connection(process, Principal(kind="staff", id=uuid4()), send)
        await subscribe(connection, Sub(ref="slow:1"))
        await asyncio.sleep(0.05)
    finally:
        streams.discard("slow")
        await connection.leave()
    assert len(sent) == 2
    assert '"subbed"' in sent[0]
    assert '"state":"waiting"' in sent[0]
    assert '"event"' in sent[1]
    assert '"data":"active"' in sent[1]


async def test_who_is_refused_hears_nothing_and_listens_to_nothing(process: Process) -> None:
    from uuid import uuid4

    sent = list[str]()
    frame = encoder.encode(Event(topic="closed:1", kind="state", data="secret"))

    async def resolve(principal: Principal, ref: str) -> Resolved:
        process.exchange.tell("closed:1", "all", frame)
        raise NotFound

    async def send(message: dict[str, Any]) -> None:
        sent.append(message.get("text", ""))

    streams.register("closed", Stream("closed", resolve))
    try:
        connection = Connection(process, Principal(kind="staff", id=uuid4()), send)
        with pytest.raises(NotFound):
            await subscribe(connection, Sub(ref="closed:1"))
        process.exchange.tell("closed:1", "all", frame)
        await asyncio.sleep(0.05)
        assert "closed:1" not in process.exchange.topics
        assert not connection.topics
    finally:
        streams.discard("closed")
        await connection.leave()
    assert sent == []
