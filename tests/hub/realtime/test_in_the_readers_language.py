"""What a client does not know comes as text in its reader's language, whichever way it comes."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from django.db import transaction

from hub.accounts.services import create_staff, update_me
from hub.realtime import process as processes
from hub.realtime.append import append
from hub.realtime.connection import Connection
from hub.realtime.frames import entry_frame, in_language
from hub.realtime.handlers import handle
from hub.realtime.models import Entry, Log, Participant
from hub.realtime.process import Process
from hub.realtime.protocol import Send, Sub
from hub.realtime.store import Row
from hub.realtime.subscribe import subscribe
from hub.registry.entries import EntryKind, entry_kinds, register_entry
from hub.registry.streams import Principal, Resolved, Stream, StreamLog, streams
from hub.threads import in_thread

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = {"de": "Der Kran steht auf {}.", "en": "The crane is at {}."}


class Moved(msgspec.Struct):
    to: int


def worded(body: Mapping[str, Any], lang: str) -> str:
    return WORDS[lang].format(body["to"])


@pytest.fixture(autouse=True)
def crane() -> Any:
    register_entry(EntryKind("toy.crane", Moved, worded, writers=frozenset({"visitor"})))
    yield
    entry_kinds.discard("toy.crane")


@pytest.fixture
async def process() -> AsyncIterator[Process]:
    running = await processes.current()
    await asyncio.wait_for(running.bus.subscribed.wait(), 10)
    yield running
    await processes.shut_down()


class Reader:
    """A subscribed connection, and the texts of the entries that came live."""

    def __init__(self, process: Process, lang: str, who: UUID | None = None) -> None:
        self.texts: list[str] = []
        self.other: list[str] = []
        kind: Any = "staff" if who else "visitor"
        principal = Principal(kind=kind, id=who or uuid4(), lang=lang)
        self.connection = Connection(process, principal, self._take)
        process.connections.add(self.connection)

    async def _take(self, message: dict[str, Any]) -> None:
        frame = msgspec.json.decode(message["text"])
        if frame["t"] == "entry":
            self.texts.append(frame["entry"].get("text", ""))
        else:
            self.other.append(frame["t"])

    async def reads(self, *texts: str) -> None:
        async with asyncio.timeout(10):
            while len(self.texts) < len(texts):
                await asyncio.sleep(0.01)
        assert self.texts == list(texts)
        self.texts.clear()


@pytest.fixture
async def writer(transactional_db: None) -> AsyncIterator[Participant]:
    log = await Log.objects.acreate(audience="public")
    made = await Participant.objects.acreate(log=log, kind="visitor", subject=uuid4())
    held = StreamLog(log=log.id, audience="public", participant=made.id)

    async def resolve(principal: Principal, ref: str) -> Resolved:
        return Resolved(logs=[held])

    streams.register("yard", Stream("yard", resolve))
    yield made
    streams.discard("yard")


@transaction.atomic
def elsewhere(writer: Participant, to: int) -> None:
    """A service writes it: it comes as another process's hint."""
    append(log=writer.log_id, participant=writer.id, kind="toy.crane", body=Moved(to=to))


def unsaid(writer: Participant, to: int) -> None:
    """It is written, and the hint is lost: it comes with the next look at the heads."""
    Entry.objects.create(
        log_id=writer.log_id,
        seq=to,
        participant_id=writer.id,
        client_id=uuid4(),
        kind="toy.crane",
        body={"to": to},
        at="2026-01-01T00:00:00Z",
    )
    Log.objects.filter(pk=writer.log_id).update(head=to)


async def test_each_reads_their_own_language(process: Process, writer: Participant) -> None:
    german, english, french = (Reader(process, lang) for lang in ("de", "en", "fr"))
    for reader in (german, english):
        await subscribe(reader.connection, Sub(ref="yard:1"))

    def send(kind: str, body: dict[str, Any]) -> None:
        handle(german.connection, Send(id=uuid4(), log=writer.log_id, kind=kind, body=body))

    async def come(to: int) -> None:
        await german.reads(f"Der Kran steht auf {to}.")
        await english.reads(f"The crane is at {to}.")

    send("toy.crane", {"to": 1})
    await come(1)
    await in_thread(elsewhere, writer, 2)
    await come(2)
    await in_thread(unsaid, writer, 3)
    await come(3)
    # What is its own text is told once for all, and repeats nothing.
    send("message", {"text": "Hallo"})
    await german.reads("")
    await english.reads("")
    # A language that the house does not speak.
    frame = entry_frame(writer.log_id, _row(writer, 4))
    assert "Der Kran steht auf 4." in in_language(frame, french.connection.principal.lang).decode()


async def test_what_comes_during_a_subscription_is_in_its_language_too(
    process: Process, writer: Participant
) -> None:
    english = Reader(process, "en")
    english.connection.holding[writer.log_id] = []
    english.connection.push_entry(writer.log_id, 1, entry_frame(writer.log_id, _row(writer, 1)))
    [(_, held)] = english.connection.holding.pop(writer.log_id)
    assert "The crane is at 1." in held.decode()


def test_what_reads_alike_in_all_languages_is_encoded_once(
    crane: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(WORDS, "en", WORDS["de"])
    row = Row(1, "toy.crane", 1, uuid4(), uuid4(), '{"to": 1}', "person", "2026-01-01T00:00:00Z")  # type: ignore[arg-type]
    assert isinstance(entry_frame(uuid4(), row), bytes)


async def test_staff_who_change_their_language_read_it_from_then_on(
    process: Process, writer: Participant
) -> None:
    staff = await in_thread(
        lambda: create_staff(who=None, email="k@haldner.example", name="Keller", roles=[])
    )
    reader, other = Reader(process, "de", staff.id), Reader(process, "de", uuid4())
    for one in (reader, other):
        await subscribe(one.connection, Sub(ref="yard:1"))
    await in_thread(lambda: update_me(staff=staff, language="en"))
    async with asyncio.timeout(10):
        while reader.connection.principal.lang != "en":
            await asyncio.sleep(0.01)
    await in_thread(elsewhere, writer, 1)
    await reader.reads("The crane is at 1.")
    await other.reads("Der Kran steht auf 1.")


def _row(writer: Participant, to: int) -> Row:
    at: Any = "2026-01-01T00:00:00Z"
    body = f'{{"to": {to}}}'
    return Row(to, "toy.crane", 1, writer.id, uuid4(), body, "person", at)
