"""Delivering what is due, one claim after the other."""

from time import monotonic

import structlog
from prometheus_client import Counter

from crm_bridge import claims, due, health, limits, records
from crm_bridge.claims import Claim
from crm_bridge.connectors.base import Connector, ContactRecord, EntryRecord, Written, connector_of
from crm_bridge.errors import BridgeError, Limited, Rejected
from crm_bridge.models import Connection

log = structlog.get_logger(__name__)

DELIVERIES = Counter(
    "hub_bridge_deliveries_total", "Tries to deliver, by what became of them", ["outcome"]
)


def deliver(connection: Connection, *, budget: float = limits.BUDGET) -> int:
    """Mark what is due and deliver it, until nothing is or the time is up. How many were tried."""
    due.mark(connection)
    until = monotonic() + budget
    tried = 0
    while monotonic() < until:
        connection.refresh_from_db()
        health.probe(connection)
        held = claims.claim(connection)
        if held is None:
            break
        attempt(connection, held)
        tried += 1
    return tried


def attempt(connection: Connection, held: Claim) -> None:
    """Carry out a claim: read as it is now, write, note. Whatever happens is noted somewhere."""
    began = monotonic()
    try:
        record = _read(held)
        if record.deleted and not (held.before or held.unknown or held.attempts):
            written = Written()  # it never was over there
            heard = False
        else:
            written = _write(connector_of(connection), record, held.unknown)
            heard = True
    except Limited as limit:
        health.limited(connection, limit, limit.after)
        kept = claims.put_back(held, limit, limit.after)
        outcome = "limited"
    except BridgeError as error:
        if isinstance(error, Rejected):
            health.answered(connection, _ms(began))
        else:
            health.failed(connection, error)
        kept = claims.note_failed(held, error)
        outcome = type(error).__name__.lower()
    except Exception as error:
        # Ours, not theirs: it stands in the tray like anything that cannot be delivered.
        log.exception("bridge.read_failed", delivery=str(held.delivery))
        kept = claims.note_failed(held, _ours(error))
        outcome = "error"
    else:
        kept = claims.note_done(held, record.version, written)
        if heard:
            health.answered(connection, _ms(began))
        outcome = "delivered"
    DELIVERIES.labels(outcome if kept else "lost_claim").inc()
    log.debug("bridge.tried", delivery=str(held.delivery), outcome=outcome, kept=kept)


def _read(held: Claim) -> ContactRecord | EntryRecord:
    if held.entry is not None:
        return records.entry_record(held.entry, held.ref)
    assert held.contact is not None
    return records.contact_record(held.contact, held.ref)


def _write(connector: Connector, record: ContactRecord | EntryRecord, unknown: bool) -> Written:
    if record.deleted:
        return connector.delete(record)
    if isinstance(record, ContactRecord):
        return connector.upsert_contact(record, unknown=unknown)
    return connector.upsert_entry(record, unknown=unknown)


def _ms(began: float) -> int:
    return round((monotonic() - began) * 1000)


def _ours(error: Exception) -> BridgeError:
    kind = type(error).__name__
    return BridgeError(f"The entry could not be read here ({kind}).", cause=f"ours:{kind}")
