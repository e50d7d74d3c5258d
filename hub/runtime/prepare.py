"""`python -m hub.runtime.prepare`: migrations and the demo company, in one process.

With a database of our own, a stamp beside it says for which sources this was done, so that the next
start needs no Django for it.
"""

import hashlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import psycopg

from hub import env
from hub.env import BASE_DIR

_PATIENCE: Final = 30.0  # seconds for a database that is given and not up yet


def is_done(stamp: Path, url: str) -> bool:
    """Whether the database behind `url` was prepared for the sources as they are now."""
    try:
        return stamp.read_text() == _state(url)
    except (OSError, psycopg.Error):
        return False


def note_done(stamp: Path, url: str) -> None:
    """Remember that it was."""
    stamp.write_text(_state(url))


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
    try:
        import django

        django.setup()
    except env.SettingError as error:
        print(error, file=sys.stderr)
        return 2
    from django.conf import settings
    from django.core.management import call_command, get_commands

    problem = _wait_for(settings.DATABASE_URL)
    if problem:
        print(f"DATABASE_URL: the database doesn't answer: {problem}", file=sys.stderr)
        return 1
    print("Bringing the database up to date", flush=True)
    call_command("migrate", interactive=False, verbosity=0)
    if settings.DEMO and "seed_demo" in get_commands():
        print("Filling the demo company", flush=True)
        call_command("seed_demo")
    return 0


def _wait_for(url: str) -> str:
    """Empty once it answers, else the reason."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            psycopg.connect(url, connect_timeout=5).close()
        except psycopg.OperationalError as error:
            if time.monotonic() > deadline:
                return str(error)
            time.sleep(0.5)
        else:
            return ""


def _state(url: str) -> str:
    """What the sources are, and how many migrations the database has seen (a restored copy that is
    older shows by that)."""
    digest = hashlib.sha256()
    for file in _sources():
        digest.update(str(file.relative_to(BASE_DIR)).encode() + b"\0" + file.read_bytes())
    for name in ("DEMO", "PORT", "PUBLIC_ORIGIN", "ERP_PORT", "DEMO_OFFICE_HOURS"):
        digest.update(f"{name}={os.environ.get(name, '')}\0".encode())
    with psycopg.connect(url, connect_timeout=5) as connection:
        row = connection.execute("SELECT count(*), max(id) FROM django_migrations").fetchone()
    return f"{digest.hexdigest()} {row}"


def _sources() -> Iterator[Path]:
    yield BASE_DIR / "requirements.txt"
    for package in sorted(BASE_DIR.glob("*/__init__.py")):
        yield from sorted(package.parent.rglob("migrations/*.py"))
    for file in sorted((BASE_DIR / "demo").rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            yield file


if __name__ == "__main__":
    sys.exit(main())
