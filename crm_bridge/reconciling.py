"""Comparing both sides, and mending what differs.

Where a receiver can list what it has, its own list is compared. Where it cannot, what it had
acknowledged is compared with what is here now; that finds what was never sent or is behind, but
not what the other side lost. The result says which of the two it was.
"""

from time import monotonic
from uuid import UUID

from django.db import connection as database
from django.db.models.functions import Now

from crm_bridge import due, waking
from crm_bridge.connectors.base import Listed, connector_of
from crm_bridge.models import Connection, Delivery, Reconciliation

_MOST_FINDINGS = 500

#: What stands here for people, and what was acknowledged over there. A running entry may be behind.
_OURS = """
SELECT e.id, e.revision + COALESCE(l.head, 0), COALESCE(d.delivered_version, 0), d.state,
    e.erased_at IS NOT NULL
FROM contacts_historyentry e
JOIN contacts_identity i ON i.id = e.identity_id AND i.contact_id IS NOT NULL
LEFT JOIN realtime_log l ON l.id = e.log_id
LEFT JOIN crm_bridge_delivery d ON d.entry_id = e.id AND d.connection_id = %s
"""


def reconcile(connection: Connection) -> Reconciliation:
    """Compare all entries of a connection; make due again what is missing or differs over there.

    Raises `BridgeError` when the list cannot be read.
    """
    began = monotonic()
    due.mark(connection, full=True)
    connector = connector_of(connection)
    listed = connector.capabilities().lists
    theirs: dict[UUID, list[Listed]] = {}
    if listed:
        for item in connector.list_entries():
            theirs.setdefault(item.external_id, []).append(item)
    result = Reconciliation(connection=connection, listed=listed)
    with database.cursor() as cursor:
        cursor.execute(_OURS, [connection.id])
        rows = cursor.fetchall()
    known = {row[0] for row in rows}
    for entry, version, acknowledged, state, erased in rows:
        if erased and not acknowledged:
            continue
        result.compared += 1
        _compare(result, entry, version, acknowledged, state, erased, theirs if listed else None)
    for external_id, items in theirs.items():
        if external_id not in known and not all(item.deleted for item in items):
            result.open += 1
            _found(result, "foreign", external_id, mended=False)
    _mend(connection, result)
    result.took_ms = round((monotonic() - began) * 1000)
    result.save()
    waking.something_changed()
    return result


def _compare(
    result: Reconciliation,
    entry: UUID,
    version: int,
    acknowledged: int,
    state: str | None,
    erased: bool,
    theirs: dict[UUID, list[Listed]] | None,
) -> None:
    if theirs is None:
        if acknowledged == version:
            result.same += 1
            return
        kind = "different" if acknowledged else "missing"
    else:
        items = theirs.get(entry, [])
        if len(items) > 1:
            result.open += 1
            _found(result, "doubled", entry, mended=False)
            return
        if (erased and (not items or items[0].deleted)) or (
            items and items[0].version == version and items[0].deleted == erased
        ):
            result.same += 1
            return
        kind = "different" if items else "missing"
    if state in (Delivery.State.TRAY, Delivery.State.SKIPPED):
        result.open += 1
        _found(result, kind, entry, mended=False)
    else:
        result.mended += 1
        _found(result, kind, entry, mended=True)


def _found(result: Reconciliation, kind: str, entry: UUID, *, mended: bool) -> None:
    result.findings.append({"kind": kind, "external_id": str(entry), "mended": mended})


def _mend(connection: Connection, result: Reconciliation) -> None:
    """What the other side does not have as it is here becomes due, whatever it acknowledged."""
    again = [finding["external_id"] for finding in result.findings if finding["mended"]]
    connection.deliveries.filter(entry__in=again, state=Delivery.State.DELIVERED).update(
        state=Delivery.State.WAITING, next_at=Now(), since=Now(), attempts=0
    )
    result.findings = result.findings[:_MOST_FINDINGS]
