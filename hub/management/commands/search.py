"""`manage.py search`: the search process (see hub.content.retrieval.server)."""

import signal
from typing import Any

from django.core.management.base import BaseCommand

from hub.content.retrieval.server import SearchServer


class Command(BaseCommand):
    help = "Answers searches of the content base and makes the vectors that are due, until SIGTERM"

    def handle(self, *args: Any, **options: Any) -> None:
        server = SearchServer()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: server.stop())
        server.run()
