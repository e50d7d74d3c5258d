"""`manage.py seed_demo`: fills the demo company in, or what of it is missing."""

import logging
from typing import Any

from django.core.management.base import BaseCommand

from demo.seed import parts


class Command(BaseCommand):
    help = "Fills the demo company in (site, staff, website, history). Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        for chatty in ("wagtail", "django_tasks"):
            logging.getLogger(chatty).setLevel(logging.WARNING)
        filled = parts.run(self.stdout.write)
        self.stdout.write("The demo is complete." if filled else "The demo is there already.")
