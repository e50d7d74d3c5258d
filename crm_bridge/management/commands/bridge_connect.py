"""`manage.py bridge_connect --name … --url … [--secret …]`: connect a webhook, or change it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from crm_bridge import services
from crm_bridge.models import Connection
from hub.errors import HubError


class Command(BaseCommand):
    help = "Connect a receiver of webhooks. The same name again changes its address and secret."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True)
        parser.add_argument("--url", required=True)
        parser.add_argument("--list-url", default="", help="where it lists what it has, if it can")
        parser.add_argument("--secret", default="", help="whsec_…; made and printed if left out")
        parser.add_argument("--timeout", type=int, default=15, help="seconds for one exchange")
        parser.add_argument("--lease", type=int, default=60, help="seconds for which a claim holds")

    def handle(self, *args: Any, name: str, url: str, secret: str, **options: Any) -> None:
        known = Connection.objects.filter(name=name).first()
        try:
            if known is not None:
                _changed, new = services.change(
                    who=None,
                    connection_id=known.id,
                    url=url,
                    list_url=options["list_url"],
                    secret=secret,
                    active=True,
                )
            else:
                _made, new = services.connect(
                    who=None,
                    name=name,
                    url=url,
                    secret=secret,
                    list_url=options["list_url"],
                    timeout_seconds=options["timeout"],
                    lease_seconds=options["lease"],
                )
        except HubError as wrong:
            raise CommandError(wrong.message) from None
        if new and not secret:
            self.stdout.write(new)
