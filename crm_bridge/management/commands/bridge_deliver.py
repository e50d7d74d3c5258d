"""`manage.py bridge_deliver`: deliver what is due now, without waiting for a worker."""

from typing import Any

from django.core.management.base import BaseCommand

from crm_bridge import delivering
from crm_bridge.models import Connection


class Command(BaseCommand):
    help = "Deliver what is due, and say what is left."

    def handle(self, *args: Any, **options: Any) -> None:
        for connection in Connection.objects.filter(active=True, paused_at=None):
            tried = delivering.deliver(connection)
            left = connection.deliveries.filter(state="waiting").count()
            tray = connection.deliveries.filter(state="tray").count()
            self.stdout.write(
                f"{connection.name}: {tried} tried, {left} waiting, {tray} in the tray"
            )
