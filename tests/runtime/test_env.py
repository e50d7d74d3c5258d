"""Settings from the environment: who wins, and what is said about nonsense."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hub import env


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ENV_FILE", str(tmp_path / "env"))
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("THING", raising=False)
    (tmp_path / "env").write_text("")


def test_the_environment_wins_over_the_file_and_the_file_over_make_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "bundled.env").write_text("ONE='run'\nTWO='run'\nTHREE='run'\n")
    (tmp_path / "env").write_text("ONE=file\nTWO=file\n")
    monkeypatch.setenv("ONE", "environment")
    for name in ("TWO", "THREE"):
        monkeypatch.setenv(name, "")
    env.load()
    assert [env.text(name) for name in ("ONE", "TWO", "THREE")] == ["environment", "file", "run"]


def test_a_dollar_in_a_password_stays_a_dollar(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("THING", "")
    (tmp_path / "env").write_text("THING='pa$HOME${HOME}'\n")
    env.load()
    assert env.text("THING") == "pa$HOME${HOME}"


def test_a_named_file_that_is_missing_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENV_FILE", "/there/is/none")
    with pytest.raises(env.SettingError, match="ENV_FILE: there is no file /there/is/none"):
        env.load()


def test_no_file_at_all_can_be_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENV_FILE", "")
    env.load()


def test_a_variable_that_has_to_be_there_is_named() -> None:
    with pytest.raises(env.SettingError, match="THING: is not set"):
        env.text("THING")


@pytest.mark.parametrize(
    ("read", "value", "said"),
    [
        (lambda: env.integer("THING"), "eight", "a whole number"),
        (lambda: env.integer("THING", minimum=1, maximum=9), "10", "from 1 to 9"),
        (lambda: env.integer("THING", minimum=1), "0", "at least 1"),
        (lambda: env.integer("THING", maximum=9), "10", "at most 9"),
        (lambda: env.integer("THING"), "1.5", "a whole number"),
        (lambda: env.flag("THING"), "maybe", "1 or 0"),
        (lambda: env.seconds("THING"), "soon", "seconds"),
        (lambda: env.seconds("THING"), "-1", "at least 0"),
        (lambda: env.seconds("THING"), "nan", "seconds"),
        (lambda: env.seconds("THING"), "inf", "seconds"),
        (lambda: env.url("THING", schemes=("http", "https")), "ftp://x", "http://… or https://…"),
        (lambda: env.url("THING"), "nowhere", "a URL"),
        (lambda: env.url("THING"), "http://[", "a URL"),
        (lambda: env.text("THING", one_of=("json", "text")), "xml", "one of json, text"),
    ],
)
def test_nonsense_is_named_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[], Any], value: str, said: str
) -> None:
    monkeypatch.setenv("THING", value)
    with pytest.raises(env.SettingError, match="THING: should be") as caught:
        read()
    assert said in str(caught.value)
    assert f"{value!r}" not in str(caught.value)  # it may be a secret


@pytest.mark.parametrize(
    ("read", "value", "meant"),
    [
        (lambda: env.flag("THING"), "Yes", True),
        (lambda: env.flag("THING"), "off", False),
        (lambda: env.names("THING"), " a, ,b ,", ["a", "b"]),
        (lambda: env.seconds("THING"), "1.5", 1.5),
        (lambda: env.integer("THING", 7), " ", 7),
        (lambda: env.folder("THING"), "sub", env.BASE_DIR / "sub"),
        (lambda: env.folder("THING"), "/elsewhere", Path("/elsewhere")),
    ],
)
def test_values_are_what_they_say(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[], Any], value: str, meant: Any
) -> None:
    monkeypatch.setenv("THING", value)
    assert read() == meant


@pytest.mark.parametrize(
    ("given", "broker"),
    [
        ("redis://host:6379/1", "redis://host:6379/1"),
        ("rediss://host", "rediss://host"),
        ("unix:///run/valkey/s", "redis+socket:///run/valkey/s"),
        ("unix:///run/valkey/s?db=2", "redis+socket:///run/valkey/s?virtual_host=2"),
    ],
)
def test_celery_gets_the_address_in_its_own_spelling(given: str, broker: str) -> None:
    assert env.broker_url(given) == broker
