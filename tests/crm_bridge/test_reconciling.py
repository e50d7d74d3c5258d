"""Both sides compared, and mended."""

import pytest
from django.utils import timezone

from crm_bridge import reconciling, services
from crm_bridge.errors import BridgeError
from crm_bridge.models import Connection, Delivery, Reconciliation
from hub.contacts.models import HistoryEntry
from tests.crm_bridge.conftest import Happened, Someone, change, deliver, now_due, version_of
from tests.fakes.crm_receiver import CrmReceiver

pytestmark = pytest.mark.django_db


def kinds(result: Reconciliation) -> dict[str, str]:
    return {f["external_id"]: f["kind"] for f in result.findings}


def test_without_a_list_it_compares_what_was_acknowledged(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened
) -> None:
    who = someone()
    same, behind = happened(who), happened(who)
    deliver(connection)
    missing = happened(who)
    change(behind, payload={"text": "neu"})
    result = reconciling.reconcile(connection)
    assert (result.listed, result.compared, result.same, result.mended) == (False, 3, 1, 2)
    assert kinds(result) == {str(missing.id): "missing", str(behind.id): "different"}
    deliver(connection)
    assert reconciling.reconcile(connection).same == 3
    assert str(same.id) in crm.entries


def test_with_a_list_it_finds_what_the_other_side_lost_changed_and_doubled(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened
) -> None:
    services.change(who=None, connection_id=connection.id, list_url=crm.list_url)
    connection.refresh_from_db()
    who = someone()
    lost, older, doubled, fine = (happened(who) for _n in range(4))
    deliver(connection)
    del crm.entries[str(lost.id)]
    crm.entries[str(older.id)].version = 0
    foreign = "00000000-0000-0000-0000-000000000001"
    listed = crm.listed
    twice = [{"external_id": str(doubled.id), "version": 1}, {"external_id": foreign, "version": 1}]
    crm.listed = lambda: [*listed(), *twice]  # type: ignore[method-assign]
    result = reconciling.reconcile(connection)
    assert (result.listed, result.compared, result.same) == (True, 4, 1)
    assert (result.mended, result.open) == (2, 2)
    assert kinds(result) == {
        str(lost.id): "missing",
        str(older.id): "different",
        str(doubled.id): "doubled",
        foreign: "foreign",
    }
    deliver(connection)
    for entry in (lost, older, fine):
        assert crm.entries[str(entry.id)].version == version_of(entry.id)


def test_a_database_restored_from_a_backup_is_noticed(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened
) -> None:
    """The other side is ahead of us: it is shown, and ours is sent (which a receiver ignores)."""
    services.change(who=None, connection_id=connection.id, list_url=crm.list_url)
    connection.refresh_from_db()
    entry = happened(someone())
    deliver(connection)
    crm.entries[str(entry.id)].version = 9
    assert kinds(reconciling.reconcile(connection)) == {str(entry.id): "different"}


def test_what_is_in_the_tray_stays_open(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened
) -> None:
    who = someone()
    crm.mode, crm.refuses = "refuse", "Aufmaß"
    entry = happened(who)
    for _try in range(3):
        now_due()
        deliver(connection)
    result = reconciling.reconcile(connection)
    assert (result.open, result.mended) == (1, 0)
    assert Delivery.objects.get(entry=entry).state == "tray"


def test_an_erased_entry_that_never_left_is_not_missed(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened
) -> None:
    entry = happened(someone())
    HistoryEntry.objects.filter(pk=entry.pk).update(erased_at=timezone.now())
    assert reconciling.reconcile(connection).compared == 0


@pytest.mark.parametrize(
    "answer", [{}, {"entries": 5}, {"entries": [{"external_id": "x"}]}, [], {"entries": [[]]}]
)
def test_a_list_that_is_none_is_an_error_and_changes_nothing(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened, answer: object
) -> None:
    services.change(who=None, connection_id=connection.id, list_url=crm.list_url)
    connection.refresh_from_db()
    happened(someone())
    deliver(connection)
    if isinstance(answer, dict) and "entries" in answer:
        crm.listed = lambda: answer["entries"]  # type: ignore[method-assign]
    else:
        crm.mode = "nonsense" if answer == [] else "500"
    with pytest.raises(BridgeError):
        reconciling.reconcile(connection)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered"}
