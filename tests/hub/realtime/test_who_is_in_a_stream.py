"""A stream that wants to know who is there is told once; and what a stream may hide."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from hub.errors import NotFound, TooMany
from hub.realtime import process as processes
from hub.realtime.connection import Connection
from hub.realtime.frames import NOBODY, entry_view
from hub.realtime.handlers import handle
from hub.realtime.models import Entry, Log, Participant
from hub.realtime.process import Process
from hub.realtime.protocol import More, Send, Sub, Unsub
from hub.realtime.store import Row
from hub.realtime.subscribe import subscribe
from hub.registry.entries import EntryKind, entry_kinds
from hub.registry.streams import Principal, Resolved, Stream, StreamLog, Writing, streams
from hub.registry.tickers import tickers

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
async def process() -> AsyncIterator[Process]:
    yield await processes.current()
    await processes.shut_down()


class Hall:
    """A toy stream `hall:<n>` with one log."""

    def __init__(self, log: UUID, **held: Any) -> None:
        self.log, self.held = log, held
        self.entered: list[str] = []
        self.left: list[str] = []
        self.asked: list[str] = []
        self.names: dict[UUID, UUID] = {}

    async def resolve(self, principal: Principal, ref: str) -> Resolved:
        if ref == "hall:closed":
            raise NotFound
        mine = self.held.get("participant")
        return Resolved(
            logs=[StreamLog(log=self.log, audience="public", **{"participant": None, **self.held})],
            state={"me": str(mine)},
        )

    async def own_topics(self, principal: Principal, ref: str) -> list[str]:
        return [f"own:{principal.id}"]

    async def become_writer(
        self, principal: Principal, ref: str, log: UUID, kind: str, body: Any
    ) -> Writing:
        self.asked.append(kind)
        made = await Participant.objects.acreate(
            log_id=log, kind="visitor", subject=uuid4(), name="Anna"
        )
        return Writing(participant=made.id)

    def stream(self) -> Stream:
        return Stream(
            "hall",
            self.resolve,
            own_topics=self.own_topics,
            become_writer=self.become_writer,
            entered=lambda connection, ref, resolved: self.entered.append(ref),
            left=lambda connection, ref: self.left.append(ref),
        )


class Line:
    """A connection whose frames are kept, decoded."""

    def __init__(self, process: Process) -> None:
        self.sent: list[dict[str, Any]] = []
        self.connection = Connection(process, Principal(kind="visitor", id=uuid4()), self._take)
        process.connections.add(self.connection)

    async def _take(self, message: dict[str, Any]) -> None:
        if "text" in message:
            self.sent.append(msgspec.json.decode(message["text"]))

    async def until(self, kind: str, seconds: float = 5.0) -> dict[str, Any]:
        async with asyncio.timeout(seconds):
            while True:
                for index, frame in enumerate(self.sent):
                    if frame["t"] == kind:
                        return self.sent.pop(index)
                await asyncio.sleep(0.01)


@pytest.fixture
async def log(transactional_db: None) -> UUID:
    return (await Log.objects.acreate(audience="public")).id


@pytest.fixture
def put() -> Any:
    def put(hall: Hall) -> Hall:
        streams.discard("hall")
        streams.register("hall", hall.stream())
        return hall

    yield put
    streams.discard("hall")


async def test_entering_and_leaving_are_told_once_each(
    process: Process, log: UUID, put: Any
) -> None:
    hall, line = put(Hall(log)), Line(process)
    await subscribe(line.connection, Sub(ref="hall:1"))
    await subscribe(line.connection, Sub(ref="hall:1"))
    assert hall.entered == ["hall:1"]
    handle(line.connection, Unsub(ref="hall:1"))
    handle(line.connection, Unsub(ref="hall:1"))
    assert hall.left == ["hall:1"]
    await subscribe(line.connection, Sub(ref="hall:2"))
    await line.connection.leave()
    assert hall.entered == ["hall:1", "hall:2"]
    assert hall.left == ["hall:1", "hall:2"]


async def test_who_is_refused_has_not_entered(process: Process, log: UUID, put: Any) -> None:
    hall, line = put(Hall(log)), Line(process)
    with pytest.raises(NotFound):
        await subscribe(line.connection, Sub(ref="hall:closed"))
    await line.connection.leave()
    assert hall.entered == hall.left == []
    assert not process.exchange.topics


async def test_a_process_that_stops_tells_who_left(process: Process, log: UUID, put: Any) -> None:
    hall, line = put(Hall(log)), Line(process)
    ticks: list[int] = []

    async def tick(_: Process) -> None:
        ticks.append(len(hall.left))

    tickers.register("hall", tick)
    try:
        await subscribe(line.connection, Sub(ref="hall:1"))
        await processes.shut_down()
    finally:
        tickers.discard("hall")
    assert hall.left == ["hall:1"]
    assert ticks[-1] == 1  # the last tick comes after everybody left
    await line.connection.leave()
    assert hall.left == ["hall:1"]


async def test_own_topics_reach_their_owner_alone(process: Process, log: UUID, put: Any) -> None:
    put(Hall(log))
    one, other = Line(process), Line(process)
    for line in (one, other):
        await subscribe(line.connection, Sub(ref="hall:1"))
    process.exchange.tell(f"own:{one.connection.principal.id}", "all", b'{"t":"event"}')
    assert await one.until("event")
    await asyncio.sleep(0.05)
    assert [f["t"] for f in other.sent] == ["subbed"]


async def test_expelling_ends_the_subscription_and_says_so_to_the_stream(
    process: Process, log: UUID, put: Any
) -> None:
    hall, line = put(Hall(log)), Line(process)
    await subscribe(line.connection, Sub(ref="hall:1"))
    process.expel(line.connection.principal.id, "hall:1")
    assert hall.left == ["hall:1"]
    assert not line.connection.logs
    assert not process.exchange.topics


async def test_somebody_becomes_a_participant_by_writing(
    process: Process, log: UUID, put: Any
) -> None:
    hall, line = put(Hall(log)), Line(process)
    await subscribe(line.connection, Sub(ref="hall:1"))
    first, second = uuid4(), uuid4()
    handle(line.connection, Send(id=first, log=log, kind="message", body={"text": "eins"}))
    assert (await line.until("ok"))["id"] == str(first)
    handle(
        line.connection,
        Send(id=second, log=log, kind="message", body={"text": "zwei"}, prev=first),
    )
    assert (await line.until("ok"))["id"] == str(second)
    assert hall.asked == ["message"]
    assert await Entry.objects.filter(log_id=log).acount() == 2


async def test_a_log_may_ask_for_a_pace(process: Process, log: UUID, put: Any) -> None:
    put(Hall(log, pace=3))
    line = Line(process)
    await subscribe(line.connection, Sub(ref="hall:1"))
    for n in range(3):
        handle(line.connection, Send(id=uuid4(), log=log, kind="message", body={"text": str(n)}))
        await line.until("ok")
    with pytest.raises(TooMany) as refused:
        handle(line.connection, Send(id=uuid4(), log=log, kind="message", body={"text": "4"}))
    assert refused.value.retry_after and 0 < refused.value.retry_after <= 10.2


async def test_what_was_said_before_is_not_read_by_who_came_later(
    process: Process, log: UUID, put: Any
) -> None:
    writer = await Participant.objects.acreate(log_id=log, kind="staff", subject=uuid4())
    for n in range(1, 6):
        await Entry.objects.acreate(
            log_id=log,
            seq=n,
            participant_id=writer.id,
            client_id=uuid4(),
            kind="message",
            body={"text": f"Nr. {n}"},
            at="2026-01-01T00:00:00Z",
        )
    await Log.objects.filter(pk=log).aupdate(head=5)
    put(Hall(log, since=3))
    line = Line(process)

    def seqs(view: dict[str, Any]) -> list[int]:
        return [entry["seq"] for entry in view["entries"]]

    await subscribe(line.connection, Sub(ref="hall:1"))
    assert seqs((await line.until("subbed"))["logs"][0]) == [4, 5]
    await subscribe(line.connection, Sub(ref="hall:1", after={log: 0}))
    assert seqs((await line.until("subbed"))["logs"][0]) == [4, 5]
    for frame in (More(log=log, after=0), More(log=log, before=6), More(log=log)):
        handle(line.connection, frame)
        page = await line.until("entries")
        assert seqs(page) == [4, 5]
        assert page["more"] is False
    handle(line.connection, More(log=log, before=3))
    assert seqs(await line.until("entries")) == []


async def test_in_a_quiet_log_the_silent_have_no_names(
    process: Process, log: UUID, put: Any
) -> None:
    for name in ("", "Bernd"):
        await Participant.objects.acreate(log_id=log, kind="visitor", subject=uuid4(), name=name)
    put(Hall(log, quiet=True))
    line = Line(process)
    await subscribe(line.connection, Sub(ref="hall:1"))
    view = (await line.until("subbed"))["logs"][0]
    assert [person["name"] for person in view["participants"]] == ["Bernd"]


def test_an_anonymous_entry_is_shown_without_its_author() -> None:
    class Secret(msgspec.Struct):
        text: str
        hidden: bool = False

    kind = EntryKind(
        "toy.secret",
        Secret,
        lambda body, lang: str(body["text"]),
        anonymous=lambda body: bool(body.get("hidden")),
    )
    entry_kinds.register("toy.secret", kind)
    try:
        author = uuid4()

        def by(body: str) -> UUID:
            row = Row(1, "toy.secret", 1, author, uuid4(), body, "person", None)  # type: ignore[arg-type]
            return entry_view(row).by

        assert by('{"text":"a","hidden":true}') == NOBODY
        assert by('{"text":"a","hidden":false}') == author
    finally:
        entry_kinds.discard("toy.secret")
