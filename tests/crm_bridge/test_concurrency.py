"""Several workers and a writer at once: nothing lost, nothing doubled, nothing out of order."""

import random
import threading
import time
from collections.abc import Callable

import pytest
from django.db import connections, transaction

from crm_bridge import claims, delivering, due
from crm_bridge.models import Connection, Delivery
from hub.contacts.history import touch_history
from hub.contacts.models import HistoryEntry
from hub.realtime.models import Log
from tests.crm_bridge.conftest import Happened, Someone, version_of
from tests.fakes.crm_receiver import CrmReceiver

pytestmark = pytest.mark.django_db(transaction=True)


def together(*work: Callable[[], None]) -> None:
    """Run all in threads with database connections of their own; raise what one of them raised."""
    problems: list[BaseException] = []

    def run(do: Callable[[], None]) -> None:
        try:
            do()
        except BaseException as problem:
            problems.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(do,)) for do in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    if problems:
        raise problems[0]


@pytest.mark.parametrize("seed", [1, 2])
def test_two_claimers_a_marker_and_two_writers(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened, seed: int
) -> None:
    chance = random.Random(seed)
    entries = [happened(someone(f"P{n}"), log=n % 2 == 0) for n in range(6)]
    writing = threading.Event()
    writing.set()

    def write(own: random.Random) -> Callable[[], None]:
        def go() -> None:
            for n in range(40):
                entry = own.choice(entries)
                if entry.log_id and own.random() < 0.5:
                    with transaction.atomic():
                        log = Log.objects.select_for_update().get(pk=entry.log_id)
                        log.head += 1
                        log.save(update_fields=["head"])
                else:
                    with transaction.atomic():
                        touch_history(
                            kind=entry.kind, subject_id=entry.subject_id, payload={"text": str(n)}
                        )
                time.sleep(own.uniform(0, 0.03))

        return go

    def claim() -> None:
        mine = Connection.objects.get(pk=connection.pk)
        while writing.is_set():
            delivering.deliver(mine, budget=1.0)
            Delivery.objects.filter(state="waiting").update(next_at=due_now())
            time.sleep(0.01)

    def writers() -> None:
        together(write(random.Random(chance.random())), write(random.Random(chance.random())))
        writing.clear()

    together(claim, claim, writers)
    Delivery.objects.update(next_at=due_now())
    delivering.deliver(Connection.objects.get(pk=connection.pk))
    Delivery.objects.update(next_at=due_now())
    delivering.deliver(Connection.objects.get(pk=connection.pk))

    for entry in entries:
        held = crm.entries[str(entry.id)]
        assert held.version == version_of(entry.id)  # nothing lost
        assert held.applied == sorted(set(held.applied))  # each version once, in order
        now = HistoryEntry.objects.get(pk=entry.id)
        assert held.data["payload"]["text"] == now.payload["text"]
    assert crm.counts["stale"] == 0
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered"}


def due_now() -> object:
    from django.db.models.functions import Now

    return Now()


def test_two_workers_never_hold_the_same_delivery(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened
) -> None:
    for n in range(20):
        someone(f"P{n}")
    Connection.objects.update(parallel=50, lease_seconds=60)
    due.mark(connection)
    held: list[claims.Claim] = []

    def take() -> None:
        while (got := claims.claim(connection)) is not None:
            held.append(got)

    together(take, take, take)
    assert len(held) == 20
    assert len({c.delivery for c in held}) == 20


def test_no_more_than_allowed_are_under_way_at_once(
    connection: Connection, crm: CrmReceiver, someone: Someone
) -> None:
    for n in range(6):
        someone(f"P{n}")
    Connection.objects.update(parallel=2)
    due.mark(connection)
    assert [claims.claim(connection) is None for _n in range(4)] == [False, False, True, True]


def test_marking_at_once_makes_one_delivery_each(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened
) -> None:
    who = someone()
    for _n in range(10):
        happened(who)
    mine = [Connection.objects.get(pk=connection.pk) for _n in range(4)]

    def mark(one: Connection) -> Callable[[], None]:
        return lambda: setattr(one, "marked", due.mark(one, full=True))

    together(*(mark(one) for one in mine))
    assert Delivery.objects.count() == 11
