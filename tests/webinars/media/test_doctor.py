"""What the doctor says about audio and video."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
import redis
from django.conf import settings as configured

from hub.registry.checks import checks
from webinars.media import control, doctor


@pytest.fixture
def production(settings: Any) -> Any:
    settings.PUBLIC_IS_LOCAL = False
    settings.MEDIA_BIND = ["10.0.0.5"]
    settings.MEDIA_ADVERTISE = []
    settings.MEDIA_PORT = 8004
    return settings


@pytest.fixture
def store() -> Iterator["redis.Redis"]:
    with redis.Redis.from_url(configured.REDIS_URL) as client:
        client.delete(control.NODES)
        yield client
        client.delete(control.NODES)


def said(check: Any) -> list[tuple[str, str]]:
    return [(finding.level, f"{finding.what} → {finding.mend}") for finding in check()]


def test_it_is_asked() -> None:
    assert {doctor.process, doctor.addresses, doctor.buffers} <= set(checks)


def test_whether_a_process_runs(store: "redis.Redis") -> None:
    ((level, text),) = said(doctor.process)
    assert level == "warn"
    assert "webinars.media" in text
    node = uuid4()
    store.sadd(control.NODES, str(node))
    assert said(doctor.process)[0][0] == "warn"
    store.set(control.node_key(node), b"x", px=5000)
    assert said(doctor.process)[0][0] == "ok"


@pytest.mark.parametrize(
    ("advertised", "level", "words"),
    [
        ([], "warn", "MEDIA_ADVERTISE"),
        (["192.168.1.5"], "warn", "8004"),
        (["8.8.8.8"], "ok", "8.8.8.8 port 8004"),
        (["192.168.1.5", "[2600::1]:9000"], "ok", "2600::1 port 9000"),
        (["media.example.org"], "fail", "media.example.org"),
    ],
)
def test_whether_browsers_reach_it(
    production: Any, advertised: list[str], level: str, words: str
) -> None:
    production.MEDIA_ADVERTISE = advertised
    ((found, text),) = said(doctor.addresses)
    assert found == level
    assert words in text


def test_at_localhost_nothing_has_to_be_advertised(production: Any) -> None:
    production.PUBLIC_IS_LOCAL = True
    assert said(doctor.addresses)[0][0] == "ok"


def test_the_kernels_buffers_are_looked_at() -> None:
    assert [level for level, _ in said(doctor.buffers)] in (["ok"], ["warn"])
