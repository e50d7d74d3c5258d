"""`make run` on one machine: refuses clearly, leaves nothing behind, comes back from anything.

The engines are real; the children are small (`small.py`), so that it can be done many times.
"""

import os
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
import redis

from hub.env import BASE_DIR
from tests.runtime.supervised import (
    SMALL,
    addresses,
    alive,
    environment,
    nothing_left,
    supervised,
    wait_until,
)
from tests.serving import free_ports


@pytest.fixture
def data(open_folder: Path) -> Path:
    return open_folder / "data"


@pytest.fixture
def port() -> int:
    return free_ports(4)


def _known(data: Path) -> dict[str, str]:
    lines = (data / "bundled.env").read_text().splitlines()
    return {key: value.strip("'") for key, value in (line.split("=", 1) for line in lines)}


def test_it_starts_and_tells_where(data: Path, port: int) -> None:
    with supervised(data, port) as run:
        run.wait_for("Ready after")
        assert f"http://localhost:{port}/" in addresses(run.said)
        known = _known(data)
        assert psycopg.connect(known["DATABASE_URL"]).execute("SELECT 1").fetchone() == (1,)
        assert redis.Redis.from_url(known["REDIS_URL"]).ping()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_asked_to_end_it_ends_everything(data: Path, port: int, number: signal.Signals) -> None:
    with supervised(data, port) as run:
        run.wait_until_up()
        family = run.descendants()
        assert any("sleep 601" in line for line in family.values()), family
        assert run.end(number) == 0
        nothing_left(family, 1.0)
        assert not (data / "bundled.env").exists()
        assert not (data / "run").exists()


def test_ctrl_c_while_it_still_starts(data: Path, port: int) -> None:
    with supervised(data, port) as run:
        run.wait_for("Setting up PostgreSQL")
        family = run.descendants()
        assert run.end(signal.SIGINT) == 0
        nothing_left(family, 1.0)


def test_killed_it_leaves_nothing_and_comes_back(data: Path, port: int) -> None:
    with supervised(data, port) as run:
        run.wait_until_up()
        with psycopg.connect(_known(data)["DATABASE_URL"]) as connection:
            connection.execute("CREATE TABLE kept (id int)")
        family = run.descendants()
        assert len(family) >= 6, family
        run.end(signal.SIGKILL)
        with supervised(data, port) as again:  # at once, while the first one's are still dying
            again.wait_for("Ready after")
            nothing_left(family, 1.0)
            with psycopg.connect(_known(data)["DATABASE_URL"]) as connection:
                connection.execute("SELECT * FROM kept")


@pytest.mark.parametrize(
    "victim", ["/postgres -D", "valkey-server", "http.server", "hub.runtime.leash"]
)
def test_a_killed_child_comes_back_and_its_own_children_go(
    data: Path, port: int, victim: str
) -> None:
    with supervised(data, port) as run:
        run.wait_until_up()
        pid = run.pid_of(victim)
        below = {found: line for found, line in run.descendants().items() if "sleep 60" in line}
        os.kill(pid, signal.SIGKILL)
        run.wait_for("ended (SIGKILL); again in 0.5 s")
        wait_until(
            lambda: any(
                victim in line and found != pid for found, line in run.descendants().items()
            ),
            10,
        )
        if victim == "hub.runtime.leash":
            nothing_left(below, 1.0)
        known = _known(data)
        wait_until(lambda: _answer(known), 10)


def _answer(known: dict[str, str]) -> bool:
    try:
        psycopg.connect(known["DATABASE_URL"]).close()
        return bool(redis.Redis.from_url(known["REDIS_URL"]).ping())
    except (psycopg.OperationalError, redis.ConnectionError):
        return False


def test_it_dies_with_make(data: Path, port: int) -> None:
    """What the Makefile's --leash is for: make was killed, and nobody tells us."""
    script = "import subprocess, sys; sys.exit(subprocess.call(sys.argv[1:]))"
    make = [sys.executable, "-c", script, *SMALL, "--leash"]
    with supervised(data, port, argv=make) as run:
        run.wait_until_up()
        family = run.descendants()
        run.end(signal.SIGKILL)
        nothing_left(family)
        assert not (data / "bundled.env").exists()


def test_a_second_copy_on_the_same_data_is_refused(data: Path, port: int) -> None:
    with supervised(data, port) as first:
        first.wait_for("Ready after")
        with supervised(data, free_ports(4)) as second:
            assert second.process.wait(15) == 1
            assert f"Another copy (process {first.process.pid}) already runs" in second.said
            assert str(data) in second.said
            assert "Traceback" not in second.said
        assert alive(first.process.pid)


def test_a_start_waits_for_the_copy_that_is_just_ending(data: Path, port: int) -> None:
    with supervised(data, port) as first:
        first.wait_until_up()
        first.process.send_signal(signal.SIGTERM)
        with supervised(data, port) as second:
            second.wait_for("Ready after")
            assert "is still ending; waiting for it" in second.said
        assert first.process.poll() == 0


def test_a_second_copy_on_other_data_and_ports_runs_beside(data: Path, port: int) -> None:
    two = data.with_name("two")
    with supervised(data, port) as first, supervised(two, free_ports(4)) as second:
        first.wait_for("Ready after")
        second.wait_for("Ready after")


@pytest.mark.parametrize("offset", [0, 1, 2])
def test_a_taken_port_is_named_with_who_has_it(data: Path, port: int, offset: int) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port + offset))
        taken.listen()
        with supervised(data, port) as run:
            assert run.process.wait(15) == 1
            assert f"Port {port + offset} " in run.said
            assert f"process {os.getpid()} (" in run.said
            assert "PORT" in run.said
            assert "Setting up PostgreSQL" not in run.said


@pytest.mark.parametrize(
    ("variable", "value"), [("PORT", "eighty"), ("PORT", "65534"), ("DEMO", "perhaps")]
)
def test_a_senseless_setting_is_named(data: Path, port: int, variable: str, value: str) -> None:
    with supervised(data, port, variables={variable: value}) as run:
        assert run.process.wait(15) == 1
        assert f"{variable}: should be" in run.said
        assert "Traceback" not in run.said


def test_a_data_folder_that_cannot_be_is_named(data: Path, port: int) -> None:
    data.write_text("a file")
    with supervised(data, port) as run:
        assert run.process.wait(15) == 1
        assert f"The data folder {data} can't be used" in run.said


def test_a_checkout_with_a_long_path(data: Path, port: int) -> None:
    long = data.with_name("x" * 120) / "data"
    assert len(str(long)) > 107
    with supervised(long, port) as run:
        run.wait_for("Ready after")


def test_in_a_folder_that_nobody_else_may_enter(data: Path, port: int) -> None:
    closed = data.with_name("closed")
    closed.mkdir(mode=0o700)
    with supervised(closed / "data", port) as run:
        run.wait_for("Ready after")
        database = (closed / "data" / "postgres" / "data").resolve()
        assert database.stat().st_uid != 0  # PostgreSQL never runs as root
        run.end(signal.SIGTERM)
    clean = [sys.executable, "-m", "hub.runtime", "clean"]
    subprocess.run(clean, cwd=BASE_DIR, env=environment(closed / "data", port), check=True)
    assert not database.exists()
    assert list((closed / "data").iterdir()) == []


def test_what_was_given_is_not_started(data: Path, port: int) -> None:
    given = {key: os.environ[key] for key in ("DATABASE_URL", "REDIS_URL")}
    with supervised(data, port, variables=given) as run:
        run.wait_for("Ready after")
        assert not any(
            "postgres" in line or "valkey" in line for line in run.descendants().values()
        )
        assert not (data / "postgres").exists()


def test_secrets_are_made_once_and_closed(data: Path, port: int) -> None:
    with supervised(data, port) as run:
        run.wait_for("Ready after")
        secret = (data / "secret-key").read_text()
        for file in ("secret-key", "bundled.env", "postgres/password"):
            assert stat.S_IMODE((data / file).stat().st_mode) == 0o600, file
    with supervised(data, port) as run:
        run.wait_for("Ready after")
        assert (data / "secret-key").read_text() == secret


def test_clean_refuses_while_it_runs(data: Path, port: int) -> None:
    with supervised(data, port) as run:
        run.wait_for("Ready after")
        clean = [sys.executable, "-m", "hub.runtime", "clean"]
        done = subprocess.run(
            clean, cwd=BASE_DIR, env=environment(data, port), capture_output=True, text=True
        )
        assert done.returncode == 1
        assert "already runs" in done.stderr
        assert (data / "postgres").exists()


@pytest.mark.parametrize("while_it_runs", [True, False])
def test_a_command_gets_the_same_database(data: Path, port: int, while_it_runs: bool) -> None:
    with supervised(data, port) as run:
        run.wait_for("Ready after")
        with psycopg.connect(_known(data)["DATABASE_URL"]) as connection:
            connection.execute("CREATE TABLE kept (id int)")
        if not while_it_runs:
            run.end(signal.SIGTERM)
        script = (
            "import os, psycopg, redis;"
            "psycopg.connect(os.environ['DATABASE_URL']).execute('SELECT * FROM kept');"
            "redis.Redis.from_url(os.environ['REDIS_URL']).ping(); print('found')"
        )
        within = [sys.executable, "-m", "hub.runtime", "with", sys.executable, "-c", script]
        done = subprocess.run(
            within, cwd=BASE_DIR, env=environment(data, port), capture_output=True, text=True
        )
        assert (done.returncode, done.stdout) == (0, "found\n"), done.stderr
