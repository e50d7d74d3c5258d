"""What changes while somebody subscribes reaches them, and after the answer."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

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
        if state[0] == "waiting":
            state[0] = "active"
        process.exchange.tell("slow:1", "all", frame)
        return Resolved(logs=[], topics=["slow:1"], state=read)

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
    assert '"state":"active"' in sent[0]
    assert '"event"' in sent[1]
