"""The migrated test database, kept between runs: migrating takes ten seconds, loading it one.

A snapshot is named after everything that makes it what it is (each migration's content, the locked
requirements), taken right after migrating, before any test, and used only with a cluster of our
own. `rm -r .pytest_cache` forgets it.
"""

import hashlib
import os
import subprocess
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

from hub.env import BASE_DIR
from hub.runtime.bundled import Postgres

_FOLDER = BASE_DIR / ".pytest_cache" / "database"
_KEEP = 6


def load(postgres: Postgres, database: str) -> bool:
    """Make `database` from the snapshot that fits. False if there is none."""
    file = _file()
    if not file.exists():
        return False
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{database}"'.encode())
    done = _run(
        postgres, "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", str(file), "-d", database
    )
    if done.returncode != 0:
        file.unlink(missing_ok=True)
        with psycopg.connect(postgres.url, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{database}"'.encode())
    return done.returncode == 0


def save(postgres: Postgres, database: str) -> None:
    """Take a snapshot if there is none yet. To be called before any test has written."""
    file = _file()
    if file.exists():
        return
    _FOLDER.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(f".{os.getpid()}")
    done = _run(postgres, "pg_dump", "--no-owner", "-f", str(draft), "-d", database)
    if done.returncode != 0:
        draft.unlink(missing_ok=True)
        raise RuntimeError(done.stderr.decode())
    draft.rename(file)
    kept = sorted(_FOLDER.glob("*.sql"), key=lambda found: found.stat().st_mtime)
    for old in kept[:-_KEEP]:
        old.unlink(missing_ok=True)


def _file() -> Path:
    digest = hashlib.sha256((BASE_DIR / "requirements.txt").read_bytes())
    apps = [file.parent for file in BASE_DIR.glob("*/__init__.py")]
    found = [file for app in apps for file in app.rglob("migrations/*.py")]
    for file in sorted([*found, BASE_DIR / "hub" / "settings.py"]):
        digest.update(str(file.relative_to(BASE_DIR)).encode() + b"\0" + file.read_bytes())
    return _FOLDER / f"{digest.hexdigest()[:24]}.sql"


def _run(postgres: Postgres, program: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    where = conninfo_to_dict(postgres.url)
    return subprocess.run(
        [str(postgres.programs / "bin" / program), *arguments],
        env={
            "PATH": os.environ["PATH"],
            "PGHOST": str(where["host"]),
            "PGUSER": str(where["user"]),
            "PGPASSWORD": str(where["password"]),
        },
        capture_output=True,
        check=False,
    )
