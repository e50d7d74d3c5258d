"""A withdrawal reaches the CRM as a newer version of the one entry, and so does coming back."""

import pytest

from crm_bridge.models import Connection
from hub.contacts.models import HistoryEntry
from tests.crm_bridge.conftest import connection, crm, deliver, right
from tests.fakes.crm_receiver import CrmReceiver
from tests.webinars.events.conftest import Plan, Register
from webinars.services import links, withdrawing

pytestmark = pytest.mark.django_db
__all__ = ["connection", "crm"]


def test_one_entry_is_delivered_again_with_each_turn(
    connection: Connection, crm: CrmReceiver, plan: Plan, register: Register
) -> None:
    token = links.for_registration(register(plan()))
    assert deliver(connection) == 2  # the person, and the registration
    entry = HistoryEntry.objects.get(kind="registration")
    seen = [crm.entries[str(entry.id)].data["payload"]["cancelled_at"]]
    for turn in (withdrawing.withdraw, withdrawing.take_back, withdrawing.withdraw):
        turn(token)
        assert deliver(connection) == 1
        turn(token)
        assert deliver(connection) == 0  # nothing has changed
        seen.append(crm.entries[str(entry.id)].data["payload"]["cancelled_at"])
    assert [at is not None for at in seen] == [False, True, False, True]
    assert crm.entries[str(entry.id)].applied == [1, 2, 3, 4]
    assert len(crm.entries) == 1
    assert right(crm)
    assert "Abgemeldet am " in crm.entries[str(entry.id)].data["text"]
