"""The database engine: Django's own, but for how a connection from the pool is tried.

The pool's own trial waits a second longer after each dead connection that it meets (psycopg_pool
3.3: 1, 2, 4 s), so that after a restart of the server a process with four of them in its pool fails
its next request after ten seconds. Here each is thrown away when it is met, and the next one tried.
"""

from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg_pool import ConnectionPool


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Raises OperationalError when the pool has none within its time-out."""
        pool: Any = self.pool  # type: ignore[attr-defined]
        connection = super().get_new_connection(conn_params)
        if pool is None:
            return connection
        for _ in range(pool.max_size):
            if _answers(connection):
                break
            pool.putconn(connection)  # it sees that it is broken, and makes another
            connection = super().get_new_connection(conn_params)
        return connection


def _answers(connection: Any) -> bool:
    try:
        ConnectionPool.check_connection(connection)
    except psycopg.Error:
        return False
    return True
