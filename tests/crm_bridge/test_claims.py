"""A worker that dies, sleeps or is late neither loses nor doubles anything."""

import time

import pytest

from crm_bridge import claims, due, records, services
from crm_bridge.connectors.base import Written, connector_of
from crm_bridge.models import Connection
from tests.crm_bridge.conftest import (
    Happened,
    Someone,
    change,
    deliver,
    deliver_contact,
    delivery_of,
    right,
    version_of,
)
from tests.fakes.crm_receiver import CrmReceiver

pytestmark = pytest.mark.django_db


def test_a_worker_killed_between_writing_and_noting_doubles_nothing(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened
) -> None:
    entry = happened(someone())
    due.mark(connection)
    deliver_contact(connection)
    held = claims.claim(connection)
    assert held is not None
    record = records.entry_record(entry.id)
    connector_of(connection).upsert_entry(record, unknown=False)  # written; here it is killed
    assert claims.claim(connection) is None  # the lease holds
    time.sleep(2.1)
    assert deliver(connection) == 1
    assert right(crm)
    assert crm.counts["repeated"] == 1
    assert not claims.note_done(held, record.version, Written())  # were it alive: too late


def test_a_lost_lease_makes_the_outcome_unknown_and_the_fence_keeps_the_late_one_out(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened
) -> None:
    entry = happened(someone())
    due.mark(connection)
    deliver_contact(connection)
    slow = claims.claim(connection)
    assert slow is not None
    time.sleep(2.1)
    quick = claims.claim(connection)
    assert quick is not None
    assert (quick.delivery, quick.fence, quick.unknown) == (slow.delivery, slow.fence + 1, True)
    version = change(entry, payload={"text": "neu"})
    assert claims.note_done(quick, version, Written(ref="quick"))
    assert not claims.note_done(slow, version - 1, Written(ref="slow"))
    d = delivery_of(entry)
    assert (d.delivered_version, d.ref) == (version, "quick")


def test_version_seven_after_version_eight_changes_nothing_over_there(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened
) -> None:
    entry = happened(someone())
    deliver(connection)
    for _n in range(6):
        change(entry, payload={"text": "sieben"})
    seven = records.entry_record(entry.id)
    change(entry, payload={"text": "acht"})
    assert (seven.version, version_of(entry.id)) == (7, 8)
    deliver(connection)
    connector_of(connection).upsert_entry(seven, unknown=True)  # a worker that woke up late
    assert crm.counts["stale"] == 1
    assert crm.entries[str(entry.id)].data["payload"]["text"] == "acht"
    assert right(crm)


def test_what_is_written_while_a_claim_is_under_way_is_not_lost(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened
) -> None:
    entry = happened(someone())
    due.mark(connection)
    deliver_contact(connection)
    held = claims.claim(connection)
    assert held is not None
    record = records.entry_record(entry.id)
    change(entry, payload={"text": "dazwischen"})
    due.mark(connection)
    connector_of(connection).upsert_entry(record, unknown=False)
    assert claims.note_done(held, record.version, Written())
    assert delivery_of(entry).state == "waiting"
    deliver(connection)
    assert right(crm)
    assert crm.entries[str(entry.id)].applied == [1, 2]


def test_a_paused_connection_delivers_nothing_and_loses_nothing(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened
) -> None:
    services.pause(who=None)
    happened(someone())
    assert deliver(connection) == 0
    services.resume(who=None)
    assert deliver(connection) == 2
