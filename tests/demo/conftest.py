"""A demo company that was really seeded, in a database of its own, by the real command."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg.rows import tuple_row

from tests import snapshots
from tests.conftest import POSTGRES

ROOT = Path(__file__).parents[2]
DATABASE = "demo_seeded"


@dataclass(frozen=True)
class Seeded:
    """The seeded database, and how its commands are run."""

    url: str
    environment: dict[str, str]

    def manage(self, *arguments: str, **changed: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment | changed,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url, row_factory=tuple_row) as connection:
            return connection.execute(sql.encode()).fetchall()

    def one(self, sql: str) -> Any:
        return self.rows(sql)[0][0]


@pytest.fixture(scope="session")
def seeded() -> Iterator[Seeded]:
    given = os.environ["DATABASE_URL"]
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE}".encode())
        if POSTGRES is None or not snapshots.load(POSTGRES, DATABASE):
            connection.execute(f"CREATE DATABASE {DATABASE}".encode())
    url = urlsplit(given)._replace(path=f"/{DATABASE}").geturl()
    demo = Seeded(
        url,
        {
            **os.environ,
            "DATABASE_URL": url,
            "DEMO": "1",
            "PORT": "8000",
            "ERP_PORT": "8003",
            "ERP_URL": "http://127.0.0.1:8003",
            "OUTBOUND_ALLOW": "127.0.0.1:8003",
        },
    )
    try:
        for command in (["migrate", "-v", "0"], ["seed_demo"]):
            done = demo.manage(*command)
            assert done.returncode == 0, done.stderr[-4000:]
        yield demo
    finally:
        for _ in range(20):  # a connection may still be closing
            try:
                with psycopg.connect(given, autocommit=True) as connection:
                    connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)".encode())
                break
            except psycopg.OperationalError:
                time.sleep(0.2)
