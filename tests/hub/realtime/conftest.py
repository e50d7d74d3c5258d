"""A writer on the test database, and logs to write into."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from hub.database import conninfo
from hub.errors import HubError
from hub.realtime.models import Log, Participant
from hub.realtime.store import Row
from hub.realtime.writer import Item, Stored, Writer


@dataclass
class Outcome:
    """What a client would know: acknowledged seqs and refusals by client_id."""

    stored: dict[UUID, Stored] = field(default_factory=dict)
    refused: dict[UUID, HubError] = field(default_factory=dict)

    def item(self, log: UUID, participant: UUID, text: str = "x", **more: Any) -> Item:
        return Item(
            log=log,
            participant=participant,
            client_id=more.pop("client_id", None) or uuid4(),
            kind="message",
            body=json.dumps({"text": text}),
            on_stored=lambda item, stored: self.stored.__setitem__(item.client_id, stored),
            on_refused=lambda item, error: self.refused.__setitem__(item.client_id, error),
            **more,
        )

    async def settled(self, count: int, seconds: float = 10.0) -> None:
        async with asyncio.timeout(seconds):
            while len(self.stored) + len(self.refused) < count:
                await asyncio.sleep(0.005)


MakeWriter = Callable[[list[tuple[UUID, Row]]], Writer]


@pytest.fixture
async def make_writer() -> AsyncIterator[MakeWriter]:
    writers: list[Writer] = []

    async def connect() -> Any:
        return await psycopg.AsyncConnection.connect(conninfo(), autocommit=True)

    def make(committed: list[tuple[UUID, Row]]) -> Writer:
        writer = Writer(connect, committed.extend)
        writer.start()
        writers.append(writer)
        return writer

    yield make
    for writer in writers:
        await writer.stop()


@dataclass
class Room:
    log: UUID
    people: list[UUID]


async def make_room(people: int = 2, **log: Any) -> Room:
    made = await Log.objects.acreate(audience="public", **log)
    participants = [
        await Participant.objects.acreate(log=made, kind="visitor", subject=uuid4())
        for _ in range(people)
    ]
    return Room(made.id, [p.id for p in participants])
