"""The group commit: nothing lost, nothing doubled, nothing out of order."""

import asyncio
import random
from uuid import UUID, uuid4

import psycopg
import pytest
from django.utils import timezone

from hub.database import conninfo
from hub.realtime.models import Entry, Log, Participant
from hub.realtime.store import Row
from tests.hub.realtime.conftest import MakeWriter, Outcome, make_room

pytestmark = pytest.mark.django_db(transaction=True)


async def entries(log: UUID) -> list[Entry]:
    return [entry async for entry in Entry.objects.filter(log_id=log).order_by("seq")]


async def test_a_message_is_acknowledged_with_its_seq_after_the_commit(
    make_writer: MakeWriter,
) -> None:
    room, outcome, committed = await make_room(), Outcome(), list[tuple[UUID, Row]]()
    writer = make_writer(committed)
    item = outcome.item(room.log, room.people[0], "Grüß Gott")
    writer.submit(item)
    await outcome.settled(1)
    assert outcome.stored[item.client_id].seq == 1
    (stored,) = await entries(room.log)
    assert stored.body == {"text": "Grüß Gott"}
    assert (await Log.objects.aget(pk=room.log)).head == 1
    assert [(log, row.seq) for log, row in committed] == [(room.log, 1)]


async def test_a_message_sent_twice_is_stored_once(make_writer: MakeWriter) -> None:
    room, outcome, committed = await make_room(), Outcome(), list[tuple[UUID, Row]]()
    writer = make_writer(committed)
    first = outcome.item(room.log, room.people[0])
    writer.submit(first)
    writer.submit(outcome.item(room.log, room.people[0], client_id=first.client_id))
    await outcome.settled(1)
    again = Outcome()
    writer.submit(again.item(room.log, room.people[0], client_id=first.client_id))
    await again.settled(1)
    assert again.stored[first.client_id].seq == outcome.stored[first.client_id].seq == 1
    assert again.stored[first.client_id].fresh is False
    assert len(await entries(room.log)) == len(committed) == 1


async def test_the_same_id_of_two_participants_is_two_messages(make_writer: MakeWriter) -> None:
    room, one, two = await make_room(), Outcome(), Outcome()
    writer, shared = make_writer([]), uuid4()
    writer.submit(one.item(room.log, room.people[0], client_id=shared))
    writer.submit(two.item(room.log, room.people[1], client_id=shared))
    await one.settled(1)
    await two.settled(1)
    assert {one.stored[shared].seq, two.stored[shared].seq} == {1, 2}


async def test_a_message_is_refused_while_its_predecessor_is_missing(
    make_writer: MakeWriter,
) -> None:
    room, outcome = await make_room(), Outcome()
    writer = make_writer([])
    lost = uuid4()
    second = outcome.item(room.log, room.people[0], prev=lost)
    third = outcome.item(room.log, room.people[0], prev=second.client_id)
    writer.submit(second)
    writer.submit(third)
    await outcome.settled(2)
    assert {e.code for e in outcome.refused.values()} == {"out_of_order"}
    assert await entries(room.log) == []

    first = outcome.item(room.log, room.people[0], "1", client_id=lost)
    later = Outcome()
    writer.submit(first)
    second2 = later.item(room.log, room.people[0], "2", client_id=second.client_id, prev=lost)
    third2 = later.item(
        room.log, room.people[0], "3", client_id=third.client_id, prev=second.client_id
    )
    writer.submit(second2)
    writer.submit(third2)
    await later.settled(2)
    assert [e.body["text"] for e in await entries(room.log)] == ["1", "2", "3"]


async def test_who_may_not_write_is_refused_and_nobody_else_is(make_writer: MakeWriter) -> None:
    room, other, outcome = await make_room(), await make_room(), Outcome()
    closed = await make_room(closed_at=timezone.now())
    await Participant.objects.filter(pk=room.people[1]).aupdate(can_write=False)
    writer = make_writer([])
    good = outcome.item(room.log, room.people[0])
    muted = outcome.item(room.log, room.people[1])
    stranger = outcome.item(room.log, other.people[0])
    late = outcome.item(closed.log, closed.people[0])
    nowhere = outcome.item(room.log, uuid4())
    for item in (muted, stranger, good, late, nowhere):
        writer.submit(item)
    await outcome.settled(5)
    assert list(outcome.stored) == [good.client_id]
    codes = {outcome.refused[i.client_id].code for i in (muted, stranger, nowhere)}
    assert codes == {"not_allowed"}
    assert outcome.refused[late.client_id].code == "closed"


async def test_one_bad_member_never_fails_the_others(make_writer: MakeWriter) -> None:
    room, outcome = await make_room(), Outcome()
    writer = make_writer([])
    items = [outcome.item(room.log, room.people[0]) for _ in range(9)]
    items[4].body = "{not json"
    for item in items:
        writer.submit(item)
    await outcome.settled(9)
    assert list(outcome.refused) == [items[4].client_id]
    assert [e.seq for e in await entries(room.log)] == list(range(1, 9))


async def test_a_log_that_somebody_holds_delays_only_itself(make_writer: MakeWriter) -> None:
    held, free, outcome = await make_room(), await make_room(), Outcome()
    writer = make_writer([])
    async with await psycopg.AsyncConnection.connect(conninfo()) as other:
        await other.execute("SELECT 1 FROM realtime_log WHERE id = %s FOR UPDATE", [held.log])
        waiting = outcome.item(held.log, held.people[0])
        writer.submit(waiting)
        quick = outcome.item(free.log, free.people[0])
        writer.submit(quick)
        await outcome.settled(1)
        assert list(outcome.stored) == [quick.client_id]
        await other.commit()
    await outcome.settled(2)
    assert waiting.client_id in outcome.stored


async def test_a_lost_connection_is_tried_again_and_nothing_doubles(
    make_writer: MakeWriter,
) -> None:
    room, outcome = await make_room(), Outcome()
    writer = make_writer([])
    async with await psycopg.AsyncConnection.connect(conninfo(), autocommit=True) as killer:
        previous = None
        for number in range(200):
            item = outcome.item(room.log, room.people[0], str(number), prev=previous)
            previous = item.client_id
            writer.submit(item)
            if number % 20 == 10:
                await killer.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE query LIKE '%%numbered%%' AND pid <> pg_backend_pid()"
                )
            await asyncio.sleep(0.001)
        await outcome.settled(200, 20)
    assert not outcome.refused
    stored = await entries(room.log)
    assert [e.seq for e in stored] == list(range(1, 201))
    assert [e.body["text"] for e in stored] == [str(n) for n in range(200)]


@pytest.mark.parametrize("seed", range(6))
async def test_two_writers_lose_double_and_misorder_nothing(
    make_writer: MakeWriter, seed: int
) -> None:
    """Clients that send, send again, and change the process in between, as after a reconnect."""
    chance = random.Random(seed)
    rooms = [await make_room(3) for _ in range(4)]
    committed: list[list[tuple[UUID, Row]]] = [[], []]
    writers = [make_writer(committed[0]), make_writer(committed[1])]
    outcomes: list[tuple[UUID, UUID, Outcome, list[UUID]]] = []

    async def client(log: UUID, participant: UUID) -> None:
        outcome, sent = Outcome(), list[UUID]()
        outcomes.append((log, participant, outcome, sent))
        previous: UUID | None = None
        for number in range(40):
            own = uuid4()
            sent.append(own)
            while own not in outcome.stored:
                for _ in range(chance.choice([1, 1, 1, 2, 3])):
                    chance.choice(writers).submit(
                        outcome.item(log, participant, str(number), client_id=own, prev=previous)
                    )
                await asyncio.sleep(chance.choice([0, 0.001, 0.01]))
            previous = own

    async with asyncio.TaskGroup() as group:
        for room in rooms:
            for participant in room.people:
                group.create_task(client(room.log, participant))
    await asyncio.sleep(0.2)

    for room in rooms:
        stored = await entries(room.log)
        assert [e.seq for e in stored] == list(range(1, 121))
        assert (await Log.objects.aget(pk=room.log)).head == 120
        for log, participant, outcome, sent in outcomes:
            if log == room.log:
                own = [e for e in stored if e.participant_id == participant]
                assert [e.client_id for e in own] == sent
                assert {e.client_id: e.seq for e in own} == {
                    i: s.seq for i, s in outcome.stored.items()
                }
    handed_out = [(log, row.seq) for part in committed for log, row in part]
    assert len(handed_out) == len(set(handed_out)) == 480
