"""Everything ends in the CRM exactly once, whatever the CRM does."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from crm_bridge import due, limits, services
from crm_bridge.models import Connection, Delivery
from hub.contacts import services as people
from hub.contacts.models import HistoryEntry
from hub.realtime.models import Log
from tests.crm_bridge.conftest import (
    Happened,
    Someone,
    change,
    deliver,
    deliver_contact,
    delivery_of,
    log_of,
    now_due,
    right,
)
from tests.fakes.crm_receiver import CrmReceiver

pytestmark = pytest.mark.django_db


def test_a_change_is_delivered_once_more_and_nothing_else(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened
) -> None:
    entry = happened(someone())
    assert deliver(connection) == 2
    assert deliver(connection) == 0
    change(entry, payload={"text": "neu"})
    assert deliver(connection) == 1
    assert right(crm)
    assert crm.entries[str(entry.id)].data["payload"]["text"] == "neu"
    d = delivery_of(entry)
    assert (d.state, d.delivered_version, d.ref) == ("delivered", 2, f"crm-{str(entry.id)[:8]}")


def test_a_message_in_a_log_is_a_new_version_without_a_second_write(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened
) -> None:
    entry = happened(someone(), log=True)
    deliver(connection)
    Log.objects.filter(pk=log_of(entry)).update(head=7)
    due.mark(connection)
    assert deliver(connection) == 0  # still running: not more often than each five seconds
    Delivery.objects.update(next_at=Now())
    assert deliver(connection) == 1
    assert crm.entries[str(entry.id)].data["text"] == "head 7"


def test_the_final_state_is_delivered_at_once(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened
) -> None:
    entry = happened(someone(), log=True)
    deliver(connection)
    Log.objects.filter(pk=log_of(entry)).update(head=9)
    assert deliver(connection) == 0
    change(entry, ended_at=timezone.now())
    assert deliver(connection) == 1
    assert right(crm)


def test_what_belongs_to_nobody_waits_and_comes_when_it_has_a_person(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened
) -> None:
    who = someone("")
    entry = happened(who)
    assert deliver(connection) == 0
    people.identify(who, name="Besucher aus Ulm")
    assert deliver(connection) == 2
    assert crm.entries[str(entry.id)].data["contact"]["name"] == "Besucher aus Ulm"
    assert crm.entries[str(entry.id)].data["contact"]["emails"] == []


def test_a_wake_up_that_was_lost_costs_only_time(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened
) -> None:
    entry = happened(someone())
    deliver(connection)
    # A log that grew after its end, and long ago: no index of the quick look leads there.
    log = Log.objects.create(audience="public", head=5)
    HistoryEntry.objects.filter(pk=entry.pk).update(
        log=log, touched_at=timezone.now() - timedelta(days=2)
    )
    assert deliver(connection) == 0
    Connection.objects.update(swept_at=timezone.now() - limits.FULL_EVERY)
    assert deliver(connection) == 1
    assert right(crm)


def test_a_receiver_that_was_down_gets_everything_when_it_is_back(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened
) -> None:
    crm.mode = "down"
    entries = [happened(someone(f"P{n}")) for n in range(4)]
    for _round in range(6):
        now_due()
        deliver(connection)
    connection.refresh_from_db()
    assert connection.failures >= limits.DOWN_AFTER
    assert connection.next_at is not None
    calls = crm.calls
    deliver(connection)
    assert crm.calls == calls  # a connection that is down is not hammered
    crm.mode = "ok"
    Connection.objects.update(failing_since=timezone.now() - limits.MENDED_AFTER)
    for _round in range(4):
        now_due()
        deliver(connection)
    assert right(crm)
    assert len(crm.entries) == len(entries)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered"}


@pytest.mark.parametrize(
    ("mode", "words"), [("500", "Internal error, incident 4711"), ("down", "")]
)
def test_after_five_failures_it_stands_in_the_tray_with_the_receivers_words(
    connection: Connection,
    crm: CrmReceiver,
    someone: Someone,
    happened: Happened,
    mode: str,
    words: str,
) -> None:
    happened(someone())
    crm.mode = mode
    for _try in range(limits.TRIES):
        now_due()
        deliver(connection)
    tray = Delivery.objects.get(state="tray")
    assert tray.attempts == limits.TRIES
    assert words in tray.words
    assert tray.words
    assert Delivery.objects.exclude(pk=tray.pk).count() == 1  # the entry waits for its contact
    crm.mode = "ok"
    services.retry(who=None, delivery_id=tray.id)
    now_due()
    deliver(connection)
    assert right(crm)
    assert crm.counts["applied"] == 2


def test_a_mended_connection_is_noticed_and_frees_the_tray(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened
) -> None:
    happened(someone())
    crm.mode = "500"
    for _try in range(limits.TRIES):
        now_due()
        deliver(connection)
    assert Delivery.objects.filter(state="tray").count() == 1
    Delivery.objects.filter(state="waiting").update(state="tray", failed_at=Now())
    crm.mode = "ok"
    Connection.objects.update(next_at=None, failing_since=timezone.now() - limits.MENDED_AFTER)
    for _round in range(3):  # nothing is due: one of the tray is let out as a probe
        deliver(connection)
    assert right(crm)
    connection.refresh_from_db()
    assert (connection.failures, connection.failing_since) == (0, None)


@pytest.mark.parametrize("mode", ["late", "nonsense", "drip"])
def test_an_unclear_answer_after_it_was_stored_doubles_nothing(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened, mode: str
) -> None:
    entry = happened(someone())
    due.mark(connection)
    deliver_contact(connection)
    crm.mode = mode
    deliver(connection)
    assert delivery_of(entry).unknown
    assert delivery_of(entry).state == "waiting"
    assert str(entry.id) in crm.entries  # it was stored, only nobody knows
    crm.mode = "ok"
    now_due()
    deliver(connection)
    assert right(crm)
    assert crm.entries[str(entry.id)].applied == [1]
    assert crm.counts["repeated"] == 1
    assert crm.ids[f"{entry.id}_v1"] == 2  # the same message, recognisably
    assert not delivery_of(entry).unknown


def test_a_receiver_that_slows_us_down_is_left_alone_by_all_workers(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened
) -> None:
    for n in range(3):
        happened(someone(f"P{n}"))
    crm.mode, crm.retry_after = "limited", "30"
    deliver(connection)
    assert crm.calls == 1
    deliver(Connection.objects.get(pk=connection.pk))  # another worker
    assert crm.calls == 1
    connection.refresh_from_db()
    assert connection.limited
    assert connection.next_at is not None
    left = (connection.next_at - timezone.now()).total_seconds()
    assert 25 < left <= 30
    assert not Delivery.objects.filter(attempts__gt=0).exists()  # it counts for nobody
    crm.mode = "ok"
    now_due()
    deliver(connection)
    assert right(crm)


def test_an_answer_that_was_under_way_does_not_end_the_pause(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened
) -> None:
    from crm_bridge import health
    from crm_bridge.errors import Limited

    health.limited(connection, Limited("slow down", after=30), 30)
    health.answered(connection, 5)
    connection.refresh_from_db()
    assert connection.limited
    assert connection.next_at is not None


def test_what_is_refused_stands_in_the_tray_and_a_later_change_frees_it(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened
) -> None:
    who = someone()
    good = happened(who)
    form = happened(who, "form", zip="87437 Kempten im Allgäu")
    crm.mode, crm.refuses = "refuse", "Allgäu"
    for _try in range(3):
        now_due()
        deliver(connection)
    d = delivery_of(form)
    assert (d.state, d.attempts, d.status_code) == ("tray", 2, 422)
    assert d.words == "Field 'zip' exceeds 10 characters"
    assert delivery_of(good).state == "delivered"  # nobody else is held up
    connection.refresh_from_db()
    assert connection.failures == 0
    change(form, payload={"text": "x", "zip": "87437"})
    deliver(connection)
    assert right(crm)


def test_all_with_the_same_cause_are_tried_again_together(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened
) -> None:
    who = someone()
    crm.mode, crm.refuses = "refuse", "Aufmaß"
    forms = [happened(who, "form") for _n in range(3)]
    for _try in range(2):
        now_due()
        deliver(connection)
    assert Delivery.objects.filter(state="tray").count() == 3
    crm.refuses = "nothing at all"
    assert services.retry_same(who=None, delivery_id=delivery_of(forms[0]).id) == 3
    deliver(connection)
    assert right(crm)


def test_what_was_skipped_is_left_alone_until_it_changes(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened
) -> None:
    who = someone()
    crm.mode, crm.refuses = "refuse", "Aufmaß"
    form = happened(who, "form")
    for _try in range(2):
        now_due()
        deliver(connection)
    services.skip(who=None, delivery_id=delivery_of(form).id)
    crm.mode = "ok"
    now_due()
    assert deliver(connection) == 0
    change(form, payload={"text": "neu"})
    assert deliver(connection) == 1
    assert right(crm)


def test_a_redirect_is_not_followed_and_stands_in_the_tray(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened
) -> None:
    someone()
    crm.mode = "moved"
    for _try in range(3):
        now_due()
        deliver(connection)
    d = Delivery.objects.get()
    assert (d.state, d.status_code, d.words) == ("tray", 302, "moved")


def test_our_own_mistake_stands_in_the_tray_too(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened
) -> None:
    from hub.registry.history import HistoryKind, history_kinds

    def broken(entry: HistoryEntry) -> dict[str, object]:
        raise KeyError("boom")

    kind = HistoryKind("broken", 1, lambda e, la: "", lambda e, la: "", broken, lambda e: None)
    history_kinds.register("broken", kind)
    try:
        entry = happened(someone(), "broken")
        for _try in range(limits.TRIES):
            now_due()
            deliver(connection)
        assert delivery_of(entry).cause == "ours:KeyError"
        assert delivery_of(entry).state == "tray"
    finally:
        history_kinds.discard("broken")
