"""`manage.py clock`: sends the wake-ups that apps asked for. A second one waits."""

from typing import Any

from django.core.management.base import BaseCommand

from hub.runtime import clock


class Command(BaseCommand):
    help = "Send the wake-ups that are due (Celery beat). Of several, one works, the others wait."

    def handle(self, *args: Any, **options: Any) -> None:
        clock.run()
