"""`manage.py serve`: one web process."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Serve HTTP and websockets on the ports of the three origins (PORT, PORT+1, PORT+2)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=settings.PORT, help="the public origin's")
        parser.add_argument(
            "--one-port", action="store_true", help="only --port: behind a proxy that tells by host"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        from daphne.server import twisted_loop  # noqa: F401  (installs the asyncio reactor first)

        from hub.asgi import application
        from hub.realtime.serve import HubServer

        port = options["port"]
        ports = [port] if options["one_port"] else [port, port + 1, port + 2]
        HubServer(application, host=options["host"], ports=ports).run()
