import uuid

import pytest
import redis
from django.conf import settings as django_settings
from pytest_django.fixtures import Settings

from hub.errors import TooMany
from hub.web import rate_limit


@pytest.fixture
def key() -> str:
    return f"test:{uuid.uuid4()}"


def test_so_many_are_allowed_and_then_no_more(key: str) -> None:
    assert [rate_limit.allow(key, 3, 60) for _ in range(5)] == [True] * 3 + [False] * 2


def test_others_are_not_affected(key: str) -> None:
    for _ in range(5):
        rate_limit.allow(key, 1, 60)
    assert rate_limit.allow(f"{key}x", 1, 60)


def test_a_refusal_says_how_long_to_wait(key: str) -> None:
    rate_limit.require(key, 1, 60)
    with pytest.raises(TooMany) as refused:
        rate_limit.require(key, 1, 60)
    assert refused.value.retry_after is not None
    assert 1 <= refused.value.retry_after <= 60


def test_the_edge_of_a_window_gives_no_double_portion(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.time", lambda: 1_000_059.0 // 60 * 60 + 59)
    assert all(rate_limit.allow(key, 10, 60) for _ in range(10))
    monkeypatch.setattr("time.time", lambda: 1_000_059.0 // 60 * 60 + 61)
    assert sum(rate_limit.allow(key, 10, 60) for _ in range(10)) <= 1


def test_without_redis_it_is_allowed_counted_and_quick(
    key: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(rate_limit, "_paused_until", 0.0)  # put back afterwards
    rate_limit._client.cache_clear()
    before = rate_limit.UNAVAILABLE._value.get()
    assert all(rate_limit.allow(key, 1, 60) for _ in range(50))
    assert rate_limit.UNAVAILABLE._value.get() - before == 50
    rate_limit._client.cache_clear()


def test_what_is_counted_goes_away_by_itself(key: str) -> None:
    rate_limit.allow(key, 1, 60)
    client = redis.Redis.from_url(django_settings.REDIS_URL)
    found = list(client.scan_iter(f"hub:limit:{key}:*"))
    assert len(found) == 1
    assert 60 < client.ttl(found[0]) <= 120
    client.close()
