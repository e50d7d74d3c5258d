"""`manage.py media`: the media process (see webinars.media). `python -m webinars.media` is the same
with a quicker start."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from webinars.media.__main__ import main


class Command(BaseCommand):
    help = "Forwards the audio and video of rooms (WebRTC) on MEDIA_PORT, until SIGTERM"
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if main() != 0:
            raise CommandError("see above")
