"""Many history entries at once are made and revised as one by one."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from hub.contacts.history import Touched, touch_history, touch_many
from hub.contacts.models import HistoryEntry, Identity
from hub.registry.wakers import history_wakers

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)


def touched(count: int) -> list[Touched]:
    return [
        Touched(
            subject_id=uuid4(),
            identity=Identity.objects.create(kind="visitor", value=str(uuid4())),
            site=None,
            occurred_at=AT,
            ended_at=None,
        )
        for _ in range(count)
    ]


def again(one: Touched, minutes: int) -> Touched:
    end = AT + timedelta(minutes=minutes)
    return Touched(one.subject_id, one.identity, one.site, one.occurred_at, end)


def test_some_are_new_and_some_are_known() -> None:
    first, second = touched(2)
    told: list[object] = []
    history_wakers.register("test", lambda ids: told.extend(ids))
    try:
        with transaction.atomic():
            touch_history(kind="visit", subject_id=first.subject_id, identity=first.identity)
        before = HistoryEntry.objects.get()
        told.clear()
        with transaction.atomic():
            touch_many("visit", [again(first, 5), again(second, 7)])
    finally:
        history_wakers.discard("test")
    known = HistoryEntry.objects.get(subject_id=first.subject_id)
    made = HistoryEntry.objects.get(subject_id=second.subject_id)
    assert (known.id, known.revision) == (before.id, 2)
    assert known.touched_at > before.touched_at
    assert (made.revision, made.identity_id) == (1, second.identity.id)
    assert {known.ended_at, made.ended_at} == {AT + timedelta(minutes=n) for n in (5, 7)}
    assert set(told) == {known.id, made.id}


def test_hundreds_cost_a_handful_of_statements() -> None:
    many = touched(200)
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries, transaction.atomic():
            touch_many("visit", many)
        assert len(queries) <= 8
    assert set(HistoryEntry.objects.values_list("revision", flat=True)) == {2}
    assert HistoryEntry.objects.count() == 200


def test_nobody_is_nothing_and_outside_a_transaction_it_is_refused() -> None:
    with transaction.atomic():
        touch_many("visit", [])
    with pytest.raises(RuntimeError):
        touch_many("visit", touched(1))
    assert not HistoryEntry.objects.exists()
