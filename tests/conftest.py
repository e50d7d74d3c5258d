"""For every test: real PostgreSQL and Valkey, before Django's settings are read.

That is why it happens at import, and why `DJANGO_SETTINGS_MODULE` stands here rather than in
pyproject.toml: pytest-django would read the settings before this file.
"""

import contextlib
import os
from collections.abc import Iterator

import pytest

from tests import engines, snapshots

POSTGRES = engines.provide()
os.environ["DJANGO_SETTINGS_MODULE"] = os.environ.get("DJANGO_SETTINGS_MODULE") or "hub.settings"

import django  # noqa: E402
import redis  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import DEFAULT_DB_ALIAS, connection  # noqa: E402
from django.db.backends.postgresql.base import DatabaseWrapper  # noqa: E402

django.setup()


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Our own cluster goes away as a whole, so nobody has to drop the database in it."""
    return POSTGRES is not None


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Before pytest-django makes the test database: load it, if it was migrated before."""
    if POSTGRES is not None:
        snapshots.load(POSTGRES, f"test_{connection.settings_dict['NAME']}")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    if POSTGRES is not None:
        snapshots.save(POSTGRES, str(connection.settings_dict["NAME"]))


@pytest.fixture(autouse=True)
def no_limits_from_before() -> None:
    """Rate limits are kept by address, and all tests come from one. A test that ended Valkey has
    left none."""
    with (
        contextlib.suppress(redis.ConnectionError),
        redis.Redis.from_url(settings.REDIS_URL) as client,
    ):
        if counted := list(client.scan_iter("hub:limit:*", count=1000)):
            client.delete(*counted)


@pytest.fixture(autouse=True)
def nothing_keeps_a_connection() -> Iterator[None]:
    """A thread that ends with its connection takes one of sixteen from all that comes after it.
    Two may stay: the main thread's, and that of Django's asynchronous calls."""
    yield
    # `connection.pool` would make one.
    pool = DatabaseWrapper._connection_pools.get(DEFAULT_DB_ALIAS)  # type: ignore[attr-defined]
    if pool is not None:
        seen = pool.get_stats()
        kept = seen.get("pool_size", 0) - seen.get("pool_available", 0)
        assert kept <= 2, f"{kept} connections were not given back: use hub.threads.in_thread"
