"""Claiming a delivery, and noting what became of it. All times are the database's.

Claim → read the entry as it is now → write it to the CRM → note the version that was read. The
fence grows with each claim and noting needs the current one: a worker whose lease ran out while
it was writing cannot overwrite what a later one did. A claim over an expired lease sets `unknown`:
somebody may have written without living to tell.
"""

import random
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection as database

from crm_bridge import limits
from crm_bridge.connectors.base import Written
from crm_bridge.errors import BridgeError, Rejected, Unclear
from crm_bridge.models import Connection


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery that is ours until its lease ends. `before` is the version delivered last."""

    delivery: UUID
    fence: int
    entry: UUID | None
    contact: UUID | None
    before: int
    attempts: int
    unknown: bool
    ref: str


# An entry waits until its contact is over there (or was skipped by a person).
_CLAIM = """
WITH open AS (
    SELECT id, lease_seconds, timeout_seconds FROM crm_bridge_connection
    WHERE id = %(connection)s AND active AND paused_at IS NULL
        AND (%(probing)s OR next_at IS NULL OR next_at <= clock_timestamp())
        AND parallel > (
            SELECT count(*) FROM crm_bridge_delivery
            WHERE connection_id = %(connection)s AND lease_until > clock_timestamp()
        )
), picked AS (
    SELECT d.id FROM crm_bridge_delivery d
    LEFT JOIN contacts_historyentry e ON e.id = d.entry_id
    LEFT JOIN contacts_identity i ON i.id = e.identity_id
    WHERE d.connection_id IN (SELECT id FROM open) AND d.state = 'waiting'
        AND d.next_at <= clock_timestamp()
        AND (d.lease_until IS NULL OR d.lease_until <= clock_timestamp())
        AND (d.contact_id IS NOT NULL OR e.erased_at IS NOT NULL OR EXISTS (
            SELECT 1 FROM crm_bridge_delivery c
            WHERE c.connection_id = %(connection)s AND c.contact_id = i.contact_id
                AND (c.delivered_version > 0 OR c.state = 'skipped')
        ))
    ORDER BY d.next_at FOR UPDATE OF d SKIP LOCKED LIMIT 1
)
UPDATE crm_bridge_delivery d
SET fence = d.fence + 1,
    unknown = d.unknown OR d.lease_until IS NOT NULL,
    lease_until = clock_timestamp() + make_interval(secs => open.lease_seconds)
FROM picked, open WHERE d.id = picked.id
RETURNING d.id, d.fence, d.entry_id, d.contact_id, d.delivered_version, d.attempts, d.unknown, d.ref
"""

_PROBE = """
UPDATE crm_bridge_connection
SET next_at = clock_timestamp() + make_interval(secs => timeout_seconds)
WHERE id = %(connection)s AND active AND paused_at IS NULL
    AND (next_at IS NULL OR next_at <= clock_timestamp())
"""

_DONE = """
UPDATE crm_bridge_delivery d SET
    delivered_version = %(version)s,
    delivered_at = clock_timestamp(),
    wanted_version = GREATEST(wanted_version, %(version)s),
    state = CASE WHEN wanted_version > %(version)s THEN 'waiting' ELSE 'delivered' END,
    since = CASE WHEN wanted_version > %(version)s THEN clock_timestamp() ELSE since END,
    next_at = clock_timestamp() + CASE WHEN EXISTS (
        SELECT 1 FROM contacts_historyentry e
        WHERE e.id = d.entry_id AND e.ended_at IS NULL AND e.log_id IS NOT NULL
    ) THEN %(debounce)s ELSE interval '0' END,
    attempts = 0, unknown = false, lease_until = NULL,
    words = '', cause = '', status_code = 0, failed_at = NULL,
    ref = CASE WHEN %(ref)s <> '' THEN %(ref)s ELSE ref END,
    url = CASE WHEN %(url)s <> '' THEN %(url)s ELSE url END
WHERE id = %(delivery)s AND fence = %(fence)s AND lease_until IS NOT NULL
"""

_FAILED = """
UPDATE crm_bridge_delivery SET
    attempts = attempts + 1,
    state = CASE WHEN attempts + 1 >= %(tries)s THEN 'tray' ELSE 'waiting' END,
    next_at = clock_timestamp() + %(back_off)s,
    unknown = unknown OR %(unknown)s, lease_until = NULL,
    words = %(words)s, cause = %(cause)s, status_code = %(status)s, failed_at = clock_timestamp()
WHERE id = %(delivery)s AND fence = %(fence)s AND lease_until IS NOT NULL
"""

_PUT_BACK = """
UPDATE crm_bridge_delivery SET lease_until = NULL, next_at = clock_timestamp() + %(after)s,
    words = %(words)s, cause = %(cause)s, status_code = %(status)s
WHERE id = %(delivery)s AND fence = %(fence)s AND lease_until IS NOT NULL
"""


def claim(connection: Connection) -> Claim | None:
    """The delivery that has been due for longest, ours for the lease; None if nothing may be done.

    A connection that is down is probed by one delivery at a time.
    """
    probing = connection.failures >= limits.DOWN_AFTER
    values: dict[str, Any] = {"connection": connection.id, "probing": probing}
    with database.cursor() as cursor:
        if probing:
            cursor.execute(_PROBE, values)
            if not cursor.rowcount:
                return None
        cursor.execute(_CLAIM, values)
        row = cursor.fetchone()
    return Claim(*row) if row else None


def note_done(held: Claim, version: int, written: Written) -> bool:
    """Note that this version is over there. False: the claim was lost, and nothing is noted."""
    return _note(
        _DONE,
        held,
        version=version,
        debounce=limits.DEBOUNCE,
        ref=written.ref,
        url=written.url,
    )


def note_failed(held: Claim, error: BridgeError) -> bool:
    """Note a failed try: back-off, or the tray after too many. False: the claim was lost."""
    pause = limits.BACK_OFF[min(held.attempts, len(limits.BACK_OFF) - 1)]
    return _note(
        _FAILED,
        held,
        tries=limits.TRIES_REFUSED if isinstance(error, Rejected) else limits.TRIES,
        back_off=timedelta(seconds=pause * random.uniform(0.9, 1.1)),  # noqa: S311
        unknown=isinstance(error, Unclear),
        words=error.words[:600],
        cause=error.cause[:120],
        status=error.status_code,
    )


def put_back(held: Claim, error: BridgeError, after: float) -> bool:
    """Try again after so many seconds, without counting it. False: the claim was lost."""
    return _note(
        _PUT_BACK,
        held,
        after=timedelta(seconds=after),
        words=error.words[:600],
        cause=error.cause[:120],
        status=error.status_code,
    )


def _note(statement: str, held: Claim, **values: Any) -> bool:
    with database.cursor() as cursor:
        cursor.execute(statement, {**values, "delivery": held.delivery, "fence": held.fence})
        return bool(cursor.rowcount == 1)
