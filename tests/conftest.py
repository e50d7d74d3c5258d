"""For every test: real PostgreSQL and Valkey, before Django's settings are read.

That is why it happens at import, and why `DJANGO_SETTINGS_MODULE` stands here rather than in
pyproject.toml: pytest-django would read the settings before this file.
"""

import os

import pytest

from tests import engines, snapshots

POSTGRES = engines.provide()
os.environ["DJANGO_SETTINGS_MODULE"] = os.environ.get("DJANGO_SETTINGS_MODULE") or "hub.settings"

import django  # noqa: E402
from django.db import connection  # noqa: E402

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
