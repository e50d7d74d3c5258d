"""Read marks: gathered, and written once a second. They may be lost."""

from typing import Any
from uuid import UUID

from psycopg_pool import AsyncConnectionPool


class ReadMarks:
    """The highest seq that each participant has read, on its way to PostgreSQL."""

    def __init__(self, pool: AsyncConnectionPool[Any]) -> None:
        self._pool = pool
        self._marks: dict[UUID, int] = {}

    def note(self, participant: UUID, seq: int) -> None:
        if seq > self._marks.get(participant, 0):
            self._marks[participant] = seq

    async def run(self) -> None:
        if self._marks:
            await self.flush()

    async def flush(self) -> None:
        marks, self._marks = self._marks, {}
        if not marks:
            return
        async with self._pool.connection() as connection:
            await connection.execute(
                "UPDATE realtime_participant p SET read_seq = least(m.seq, l.head) "
                "FROM unnest(%s::uuid[], %s::bigint[]) AS m(id, seq), realtime_log l "
                "WHERE p.id = m.id AND l.id = p.log_id AND p.read_seq < least(m.seq, l.head)",
                [list(marks), list(marks.values())],
            )
