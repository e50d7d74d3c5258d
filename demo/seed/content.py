"""The demo's website: its texts become pages of the content base."""

from __future__ import annotations

from demo.seed.company import KEY
from demo.site import importer
from hub.sites.models import Site


def fill() -> None:
    importer.run(site=Site.objects.get(key=KEY).id)
