"""Marking what is due: one statement each for contacts and entries of a connection.

A delivery is due while what was delivered is behind what is. Where to look is narrowed by indexes
to what changed lately, what is still running, and what is not settled; every ten minutes, and
whenever nobody looked for that long, all rows are compared, so that nothing depends on a wake-up.
"""

from typing import Any

from django.db import connection as database
from django.db import transaction
from django.db.models.functions import Now

from crm_bridge import limits
from crm_bridge.models import Connection

_ENTRIES = """
WITH candidate AS MATERIALIZED (
    SELECT id FROM contacts_historyentry WHERE %(full)s
    UNION SELECT id FROM contacts_historyentry
        WHERE NOT %(full)s AND touched_at > clock_timestamp() - %(back)s
    UNION SELECT id FROM contacts_historyentry
        WHERE NOT %(full)s AND ended_at IS NULL AND log_id IS NOT NULL
), current AS (
    SELECT e.id, e.revision + COALESCE(l.head, 0) AS version,
        e.ended_at IS NULL AND e.log_id IS NOT NULL AS running
    FROM candidate
    JOIN contacts_historyentry e ON e.id = candidate.id
    JOIN contacts_identity i ON i.id = e.identity_id AND i.contact_id IS NOT NULL
    LEFT JOIN realtime_log l ON l.id = e.log_id
    LEFT JOIN crm_bridge_delivery d ON d.entry_id = e.id AND d.connection_id = %(connection)s
    WHERE e.revision + COALESCE(l.head, 0) > COALESCE(d.wanted_version, 0)
        AND (d.id IS NOT NULL OR e.erased_at IS NULL)
)
INSERT INTO crm_bridge_delivery AS d
    (id, connection_id, entry_id, state, wanted_version, delivered_version, next_at, since,
     attempts, unknown, fence, words, cause, status_code, ref, url)
SELECT gen_random_uuid(), %(connection)s, id, 'waiting', version, 0, clock_timestamp(),
    clock_timestamp(), 0, false, 0, '', '', 0, '', ''
FROM current
ON CONFLICT (connection_id, entry_id) DO UPDATE SET
    wanted_version = EXCLUDED.wanted_version,
    state = 'waiting',
    since = CASE WHEN d.state = 'waiting' THEN d.since ELSE clock_timestamp() END,
    -- What was in the tray is freed for one try; what backs off goes on backing off.
    attempts = CASE WHEN d.state = 'tray' THEN %(last)s WHEN d.state = 'waiting' THEN d.attempts
        ELSE 0 END,
    next_at = CASE
        WHEN d.state = 'waiting' AND (d.attempts > 0 OR d.lease_until IS NOT NULL) THEN d.next_at
        WHEN (SELECT c.running FROM current c WHERE c.id = d.entry_id)
            THEN GREATEST(clock_timestamp(), d.delivered_at + %(debounce)s)
        ELSE clock_timestamp()
    END
WHERE d.wanted_version < EXCLUDED.wanted_version
"""

_CONTACTS = """
WITH current AS (
    SELECT c.id, c.version
    FROM contacts_contact c
    LEFT JOIN crm_bridge_delivery d ON d.contact_id = c.id AND d.connection_id = %(connection)s
    WHERE (%(full)s OR c.updated_at > clock_timestamp() - %(back)s)
        AND c.version > COALESCE(d.wanted_version, 0)
        AND (d.id IS NOT NULL OR (c.merged_into_id IS NULL AND c.erased_at IS NULL))
)
INSERT INTO crm_bridge_delivery AS d
    (id, connection_id, contact_id, state, wanted_version, delivered_version, next_at, since,
     attempts, unknown, fence, words, cause, status_code, ref, url)
SELECT gen_random_uuid(), %(connection)s, id, 'waiting', version, 0, clock_timestamp(),
    clock_timestamp(), 0, false, 0, '', '', 0, '', ''
FROM current
ON CONFLICT (connection_id, contact_id) DO UPDATE SET
    wanted_version = EXCLUDED.wanted_version,
    state = 'waiting',
    since = CASE WHEN d.state = 'waiting' THEN d.since ELSE clock_timestamp() END,
    attempts = CASE WHEN d.state = 'tray' THEN %(last)s WHEN d.state = 'waiting' THEN d.attempts
        ELSE 0 END,
    next_at = CASE
        WHEN d.state = 'waiting' AND (d.attempts > 0 OR d.lease_until IS NOT NULL) THEN d.next_at
        ELSE clock_timestamp()
    END
WHERE d.wanted_version < EXCLUDED.wanted_version
"""


def mark(connection: Connection, *, full: bool | None = None) -> int:
    """Mark everything that is due. How many deliveries became due, or due for a newer version.

    `full` compares all rows; by default when that was not done for `limits.FULL_EVERY`.
    """
    when: dict[str, Any] = {"every": limits.FULL_EVERY, "id": connection.id}
    if full is None:
        with database.cursor() as cursor:
            cursor.execute(
                "SELECT swept_at IS NULL OR swept_at < clock_timestamp() - %(every)s"
                " FROM crm_bridge_connection WHERE id = %(id)s",
                when,
            )
            row = cursor.fetchone()
            full = bool(row and row[0])
    values: dict[str, Any] = {
        "connection": connection.id,
        "full": full,
        "back": limits.LOOK_BACK,
        "debounce": limits.DEBOUNCE,
        "last": limits.TRIES - 1,
    }
    with transaction.atomic(), database.cursor() as cursor:
        # One at a time a connection, so that two never wait for each other's rows.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"bridge {connection.id}"])
        cursor.execute(_CONTACTS, values)
        marked = int(cursor.rowcount)
        cursor.execute(_ENTRIES, values)
        marked += cursor.rowcount
    if full:
        Connection.objects.filter(pk=connection.id).update(swept_at=Now())
    return int(marked)
