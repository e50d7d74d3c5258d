"""For every test: real PostgreSQL and Valkey, before Django's settings are read.

That is why it happens at import, and why `DJANGO_SETTINGS_MODULE` stands here rather than in
pyproject.toml: pytest-django would read the settings before this file.
"""

import os

from tests import engines

engines.provide()
os.environ["DJANGO_SETTINGS_MODULE"] = os.environ.get("DJANGO_SETTINGS_MODULE") or "hub.settings"

import django  # noqa: E402

django.setup()
