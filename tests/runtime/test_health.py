"""What a load balancer and Prometheus are told, also while a part is down."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from hub.runtime import health

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def forget(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(health, "_last", (float("-inf"), {}))
    yield


def _request(**extra: Any) -> HttpRequest:
    return RequestFactory().get("/readyz", **extra)


async def _parts() -> tuple[int, dict[str, str]]:
    response = await health.readyz(_request())
    return response.status_code, json.loads(response.content)["parts"]


async def test_everything_answers() -> None:
    all_well = {"database": "ok", "redis": "ok", "migrations": "ok"}
    assert await _parts() == (200, all_well)


async def test_a_dead_redis_is_named(settings: Any) -> None:
    settings.REDIS_URL = "unix:///tmp/there-is-no-socket"
    status, parts = await _parts()
    assert (status, parts["redis"], parts["database"]) == (503, "failed", "ok")


async def test_a_dead_database_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "conninfo", lambda: "host=/tmp/there-is-no-socket dbname=hub")
    status, parts = await _parts()
    assert (status, parts["database"], parts["migrations"]) == (503, "failed", "failed")


async def test_a_migration_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_newest", {("hub", "9999_not_there_yet")})
    status, parts = await _parts()
    assert (status, parts["migrations"], parts["database"]) == (503, "failed", "ok")


async def test_what_failed_is_not_told_in_detail(settings: Any) -> None:
    settings.REDIS_URL = "unix:///tmp/there-is-no-socket"
    response = await health.readyz(_request())
    assert b"there-is-no-socket" not in response.content


async def test_the_process_lives_whatever_else_is_down(settings: Any) -> None:
    settings.REDIS_URL = "unix:///tmp/there-is-no-socket"
    response = await health.healthz(_request())
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


async def test_many_probes_are_one_question(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0

    async def count() -> dict[str, bool]:
        nonlocal asked
        asked += 1
        return {"database": True}

    monkeypatch.setattr(health, "check", count)
    for _ in range(20):
        await health.readyz(_request())
    assert asked == 1


@pytest.mark.parametrize(
    ("extra", "status"),
    [
        ({"REMOTE_ADDR": "127.0.0.1"}, 200),
        ({"REMOTE_ADDR": "::1"}, 200),
        ({"REMOTE_ADDR": "192.0.2.1"}, 404),
        ({"REMOTE_ADDR": ""}, 404),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.1"}, 404),
    ],
)
async def test_figures_are_for_this_machine(extra: dict[str, str], status: int) -> None:
    assert (await health.metrics(_request(**extra))).status_code == status


@pytest.mark.parametrize(
    ("header", "status"),
    [("Bearer right", 200), ("Bearer wrong", 404), ("right", 404), ("", 404), ("Bearer ü", 404)],
)
async def test_figures_are_for_whoever_has_the_token(
    settings: Any, header: str, status: int
) -> None:
    settings.METRICS_TOKEN = "right"
    response = await health.metrics(_request(HTTP_AUTHORIZATION=header))
    assert response.status_code == status
