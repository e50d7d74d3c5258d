"""PostgreSQL: reachable, new enough, with its extensions, migrated; and whether a clock runs."""

from collections.abc import Iterator
from typing import Final

import psycopg

from hub.database import conninfo
from hub.runtime import clock as clock_process
from hub.runtime import health
from hub.runtime.doctor.finding import Finding, fail, ok, warn

_OLDEST: Final = 160000  # as server_version_num writes it
#: What migrations use where they can, and what is lost without it.
_EXTENSIONS: Final = {"pg_trgm": "searching contacts reads all of them"}
_CONNECTIONS: Final = 60  # web, worker, clock and search of one host, with their pools


def server() -> Iterator[Finding]:
    try:
        connection = _connect()
    except psycopg.OperationalError as error:
        yield fail(
            "database",
            f"doesn't answer: {str(error).splitlines()[0]}",
            "Check DATABASE_URL, that the server runs, and that its pg_hba.conf lets us in.",
        )
        return
    with connection:
        version = connection.info.server_version
        written = str(_value(connection, "SHOW server_version"))
        if version < _OLDEST:
            yield fail("database", f"PostgreSQL {written}", "Use PostgreSQL 16 or newer.")
        else:
            yield ok("database", f"PostgreSQL {written}")
        encoding = _value(connection, "SHOW server_encoding")
        if encoding != "UTF8":
            yield fail("database", f"its encoding is {encoding}", "Create it with ENCODING 'UTF8'.")
        if _value(connection, "SELECT pg_is_in_recovery()"):
            yield fail(
                "database", "this is a standby, which can't be written to", "Name the primary."
            )
        if int(str(_value(connection, "SHOW max_connections"))) < _CONNECTIONS:
            yield warn(
                "database",
                f"it takes fewer than {_CONNECTIONS} connections",
                "Raise max_connections, or put PgBouncer (session mode) before it.",
            )
        if _value(connection, "SHOW fsync") == "off":
            yield fail(
                "database", "fsync is off: a power cut loses what was acknowledged", "Switch it on."
            )


def extensions() -> Iterator[Finding]:
    with _connect() as connection:
        there = _column(connection, "SELECT extname FROM pg_extension")
        at_hand = _column(connection, "SELECT name FROM pg_available_extensions")
        name = _value(connection, "SELECT quote_ident(current_database())")
    for extension, loss in _EXTENSIONS.items():
        statement = f"CREATE EXTENSION IF NOT EXISTS {extension};"
        if extension in there:
            yield ok("extensions", extension)
        elif extension in at_hand:
            yield warn(
                "extensions",
                f"{extension} is not created: {loss}",
                f"Ask your DBA, then migrate: \\c {name}\n{statement}",
            )
        else:
            yield warn(
                "extensions",
                f"{extension} is not installed on the server: {loss}",
                f"Ask your DBA for it (Debian: postgresql-contrib), then: \\c {name}\n{statement}",
            )


def migrations() -> Iterator[Finding]:
    with _connect() as connection:
        exists = _value(connection, "SELECT to_regclass('django_migrations')")
        query = "SELECT app || '.' || name FROM django_migrations"
        applied = _column(connection, query) if exists else set()
    missing = sorted({f"{app}.{name}" for app, name in health.newest_migrations()} - applied)
    if missing:
        some = ", ".join(missing[:5]) + (" …" if len(missing) > 5 else "")
        yield fail("migrations", f"not applied: {some}", "manage.py migrate")
    else:
        yield ok("migrations", "all applied")


def clock() -> Iterator[Finding]:
    with _connect() as connection:
        runs = connection.execute(
            "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND granted "
            "AND (classid::bigint << 32 | objid::bigint) = %s",
            [clock_process.KEY],
        ).fetchone()
    if runs:
        yield ok("clock", "runs")
    else:
        yield warn(
            "clock",
            "no clock runs: reminders, deliveries and sweeps wait",
            "Start `manage.py clock` once (a second one only waits).",
        )


def _connect() -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(conninfo(), autocommit=True, connect_timeout=5)


def _value(connection: psycopg.Connection[tuple[object, ...]], query: str) -> object:
    row = connection.execute(query.encode()).fetchone()
    return row[0] if row else None


def _column(connection: psycopg.Connection[tuple[object, ...]], query: str) -> set[str]:
    return {str(row[0]) for row in connection.execute(query.encode())}
