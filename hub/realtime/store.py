"""The log's SQL: append a batch in one statement, read entries, read heads.

The append is one statement, and so one round trip and one commit. In order: lock the logs in id
order, skipping those that somebody else holds (they come back as `skipped` and go into the next
batch) → look for client_ids that exist → judge each row → number the survivors → insert → set the
heads. Under READ COMMITTED `FOR UPDATE` returns the newest head even when the statement's snapshot
is older; a client_id that was committed after that snapshot hits the unique constraint, the
statement fails as a whole, and the writer repeats it with a newer snapshot.
"""

from datetime import datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import tuple_row

Verdict = Literal["ok", "dup", "skipped", "forbidden", "closed", "out_of_order"]

APPEND = """
WITH item AS (
    SELECT * FROM unnest(
        %s::uuid[], %s::uuid[], %s::uuid[], %s::text[], %s::smallint[], %s::text[], %s::text[],
        %s::uuid[]
    ) WITH ORDINALITY AS t(
        log_id, participant_id, client_id, kind, version, body, provenance, need, ord
    )
), locked AS MATERIALIZED (
    SELECT id, head, closed_at IS NOT NULL AS closed
    FROM realtime_log WHERE id = ANY(%s::uuid[])
    ORDER BY id FOR UPDATE SKIP LOCKED
), judged AS MATERIALIZED (
    SELECT item.*, locked.head, old.seq AS old_seq, old.at AS old_at,
        CASE
            WHEN locked.id IS NULL THEN 'skipped'
            WHEN old.seq IS NOT NULL THEN 'dup'
            WHEN participant.can_write IS NOT TRUE THEN 'forbidden'
            WHEN locked.closed THEN 'closed'
            WHEN item.need IS NOT NULL AND before.seq IS NULL THEN 'out_of_order'
            ELSE 'ok'
        END AS verdict
    FROM item
    LEFT JOIN locked ON locked.id = item.log_id
    LEFT JOIN realtime_entry old ON old.log_id = item.log_id
        AND old.participant_id = item.participant_id AND old.client_id = item.client_id
    LEFT JOIN realtime_entry before ON before.log_id = item.log_id
        AND before.participant_id = item.participant_id AND before.client_id = item.need
    LEFT JOIN realtime_participant participant ON participant.id = item.participant_id
        AND participant.log_id = item.log_id
), numbered AS MATERIALIZED (
    SELECT *, head + row_number() OVER (PARTITION BY log_id ORDER BY ord) AS seq
    FROM judged WHERE verdict = 'ok'
), inserted AS (
    INSERT INTO realtime_entry
        (log_id, seq, participant_id, client_id, kind, version, body, provenance, at)
    SELECT log_id, seq, participant_id, client_id, kind, version, body::jsonb, provenance,
        clock_timestamp()
    FROM numbered
    RETURNING log_id, seq, at
), raised AS (
    UPDATE realtime_log SET head = top.seq
    FROM (SELECT log_id, max(seq) AS seq FROM numbered GROUP BY log_id) top
    WHERE realtime_log.id = top.log_id
)
SELECT judged.ord::int, judged.verdict, coalesce(inserted.seq, judged.old_seq),
    coalesce(inserted.at, judged.old_at)
FROM judged
LEFT JOIN numbered ON numbered.ord = judged.ord
LEFT JOIN inserted ON inserted.log_id = numbered.log_id AND inserted.seq = numbered.seq
ORDER BY judged.ord
"""

READ_AFTER = """
SELECT seq, kind, version, participant_id, client_id, body::text, provenance, at
FROM realtime_entry WHERE log_id = %s AND seq > %s ORDER BY seq LIMIT %s
"""

READ_BEFORE = """
SELECT seq, kind, version, participant_id, client_id, body::text, provenance, at
FROM realtime_entry WHERE log_id = %s AND seq < %s ORDER BY seq DESC LIMIT %s
"""

HEADS = "SELECT id, head FROM realtime_log WHERE id = ANY(%s::uuid[])"


class Row(NamedTuple):
    """One entry as it is stored; `body` is JSON text."""

    seq: int
    kind: str
    version: int
    participant_id: UUID
    client_id: UUID
    body: str
    provenance: str
    at: datetime


class Judged(NamedTuple):
    """What became of one item of a batch, by its place (from 1) in it."""

    ord: int
    verdict: Verdict
    seq: int | None
    at: datetime | None


Connection = AsyncConnection[Any]


async def append(
    connection: Connection, columns: list[list[Any]], logs: list[UUID]
) -> list[Judged]:
    """Append a batch. `columns` as in APPEND's unnest, equally long; `logs` sorted, distinct.

    Raises psycopg's errors: on `UniqueViolation`, `SerializationFailure` or `DeadlockDetected`
    nothing was stored and the same call may be repeated; on `OperationalError` it is not known.
    """
    cursor = await connection.execute(APPEND, [*columns, logs])
    cursor.row_factory = tuple_row
    return [Judged(*row) for row in await cursor.fetchall()]


async def read_after(connection: Connection, log: UUID, after: int, limit: int) -> list[Row]:
    """Entries with seq > after, oldest first."""
    cursor = await connection.execute(READ_AFTER, [log, after, limit])
    return [Row(*row) for row in await cursor.fetchall()]


async def read_before(connection: Connection, log: UUID, before: int, limit: int) -> list[Row]:
    """The newest entries with seq < before, oldest first."""
    cursor = await connection.execute(READ_BEFORE, [log, before, limit])
    return [Row(*row) for row in reversed(await cursor.fetchall())]


async def heads(connection: Connection, logs: list[UUID]) -> dict[UUID, int]:
    """The heads of the logs that exist, from the primary."""
    if not logs:
        return {}
    cursor = await connection.execute(HEADS, [logs])
    return dict(await cursor.fetchall())
