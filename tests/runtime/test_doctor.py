"""The doctor names what is wrong and says what to do; what is broken doesn't stop it."""

import importlib.util
import socket
import stat
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from django.core.management import call_command

from hub.runtime import clock, doctor, health
from hub.runtime.doctor import database, machine, network
from hub.runtime.doctor import settings as settings_checks
from hub.runtime.doctor.finding import Check, Finding, ok

Settings = Any


def _found(check: Check) -> list[Finding]:
    return list(check())


def _wrong(check: Check) -> str:
    """What is not in order, with what to do about it."""
    return "\n".join(f"{f.level}: {f.what} → {f.mend}" for f in check() if f.level != "ok")


@pytest.fixture
def production(settings: Settings) -> Settings:
    settings.DEBUG = False
    settings.DEMO = False
    settings.SECRET_KEY = "aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0zA-bC3dE5gH7jK9mN1pQ2rS4tU"
    settings.ORIGINS = {
        "public": "https://www.example.org",
        "staff": "https://staff.example.org",
        "files": "https://files.example.org",
    }
    settings.ALLOWED_HOSTS = [".example.org"]
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    return settings


@pytest.mark.parametrize(
    "check",
    [
        settings_checks.secret_key,
        settings_checks.debugging,
        settings_checks.origins,
        settings_checks.hosts,
        settings_checks.proxies,
    ],
)
def test_a_sound_configuration_has_no_findings(production: Settings, check: Check) -> None:
    assert [f.level for f in _found(check)] == ["ok"]


@pytest.mark.parametrize(
    ("check", "name", "value", "said"),
    [
        (settings_checks.secret_key, "SECRET_KEY", "short", "too easy to guess"),
        (settings_checks.secret_key, "SECRET_KEY", "a" * 60, "too easy to guess"),
        (settings_checks.secret_key, "SECRET_KEY", "insecure-until-set", "everybody knows"),
        (settings_checks.debugging, "DEBUG", True, "Unset DEBUG"),
        (settings_checks.debugging, "DEMO", True, "passwords are public"),
        (settings_checks.hosts, "ALLOWED_HOSTS", ["*"], "any name"),
        (settings_checks.hosts, "ALLOWED_HOSTS", ["www.example.org"], "Add staff.example.org"),
        (settings_checks.proxies, "TRUSTED_PROXIES", [], "TRUSTED_PROXIES"),
        (settings_checks.proxies, "TRUSTED_PROXIES", ["proxy"], "'proxy'"),
        (settings_checks.proxies, "TRUSTED_PROXIES", ["0.0.0.0/0"], "anybody can claim"),
        (settings_checks.proxies, "TRUSTED_PROXIES", ["::/0"], "anybody can claim"),
    ],
)
def test_what_is_unsafe_is_named(
    production: Settings, check: Check, name: str, value: Any, said: str
) -> None:
    setattr(production, name, value)
    assert said in _wrong(check)


@pytest.mark.parametrize(
    ("origins", "said"),
    [
        ({"public": "http://www.example.org"}, "PUBLIC_ORIGIN=https://www.example.org"),
        ({"staff": "https://www.example.org"}, "two of them are the same"),
        ({"files": "https://files.example.org/files"}, "no path"),
    ],
)
def test_origins_that_protect_nothing_are_named(
    production: Settings, origins: dict[str, str], said: str
) -> None:
    production.ORIGINS = production.ORIGINS | origins
    assert said in _wrong(settings_checks.origins)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("check", [database.server, database.migrations, network.broker])
def test_engines_that_run_are_in_order(check: Check) -> None:
    said = _wrong(check)
    assert not said.replace(
        "fail: fsync is off: a power cut loses what was acknowledged → Switch it on.", ""
    )


def test_a_database_that_is_down_is_one_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "conninfo", lambda: "host=/tmp/there-is-no-socket dbname=hub")
    assert "Check DATABASE_URL" in _wrong(database.server)
    assert len(_found(database.server)) == 1


@pytest.mark.django_db(transaction=True)
def test_an_extension_that_is_missing_comes_with_its_statement(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    missing = {"citext": "something", "no_such_thing": "something else"}
    monkeypatch.setattr(database, "_EXTENSIONS", missing)
    said = _wrong(database.extensions)
    assert "CREATE EXTENSION IF NOT EXISTS citext;" in said
    assert "no_such_thing is not installed on the server" in said


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "newest_migrations", lambda: {("hub", "9999_new")})
    assert "hub.9999_new → manage.py migrate" in _wrong(database.migrations)


@pytest.mark.django_db(transaction=True)
def test_a_clock_that_runs_is_seen() -> None:
    assert "no clock runs" in _wrong(database.clock)
    with database._connect() as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [clock.KEY])
        assert _wrong(database.clock) == ""


def test_a_redis_that_is_down_is_named(settings: Settings) -> None:
    settings.REDIS_URL = "unix:///tmp/there-is-no-socket"
    assert "Check REDIS_URL" in _wrong(network.broker)


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[None]:
    controller = Controller(Sink(), hostname="127.0.0.1", port=_free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    yield
    controller.stop()


def test_a_mail_server_that_takes_mail(mail_server: None) -> None:
    assert _wrong(network.mail) == ""


def test_a_mail_server_without_what_we_ask_for(mail_server: None, settings: Settings) -> None:
    settings.EMAIL_USE_TLS = True
    assert "STARTTLS" in _wrong(network.mail)


def test_a_mail_server_that_is_not_there(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", _free_port()
    assert "Check SMTP_HOST" in _wrong(network.mail)


@pytest.mark.parametrize("entry", ["erp.internal", "http://erp.internal:80", ":80", "erp:http"])
def test_an_allowed_target_that_means_nothing_is_named(settings: Settings, entry: str) -> None:
    settings.OUTBOUND_ALLOW = [entry]
    assert f"OUTBOUND_ALLOW has {entry!r}" in _wrong(network.targets)


def test_a_target_inside_the_house_has_to_be_allowed(settings: Settings) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        named = f"127.0.0.1:{server.getsockname()[1]}"
        settings.ERP_URL = f"http://{named}"
        settings.OUTBOUND_ALLOW = []
        assert f"add {named} to OUTBOUND_ALLOW" in _wrong(network.targets)
        settings.OUTBOUND_ALLOW = [named]
        assert _wrong(network.targets) == ""
    assert "doesn't answer" in _wrong(network.targets)


def test_a_data_folder_that_is_not_there(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "missing"
    assert "can't be written to" in _wrong(machine.disk)


def test_a_secret_that_others_read(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    secret = tmp_path / "secret-key"
    secret.write_text("x")
    secret.chmod(0o644)
    assert f"chmod 600 {secret}" in _wrong(machine.secrets)
    secret.chmod(stat.S_IRUSR | stat.S_IWUSR)
    assert f"{secret}" not in _wrong(machine.secrets)


def test_without_an_embedding_package_it_says_what_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert "by words alone" in _wrong(machine.embedding)


def test_a_frontend_that_is_not_built(settings: Settings, tmp_path: Path) -> None:
    settings.FRONTEND_DIST = tmp_path
    assert "make frontend" in _wrong(machine.frontend)


def test_a_check_that_breaks_is_a_finding_and_the_rest_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken() -> Iterator[Finding]:
        yield from (_out_of_order() for _ in range(1))

    def fine() -> Iterator[Finding]:
        yield ok("fine", "is fine")

    monkeypatch.setattr(doctor, "CHECKS", (broken, fine))
    written = StringIO()
    with pytest.raises(SystemExit, match="1"):
        call_command("doctor", stdout=written, no_color=True)
    said = written.getvalue()
    assert "RuntimeError: out of order" in said
    assert "is fine" in said
    assert "1 to mend" in said


def _out_of_order() -> Finding:
    raise RuntimeError("out of order")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
