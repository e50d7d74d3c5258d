"""Wake-ups and sweeps. What is due stands in PostgreSQL."""

from django.db import close_old_connections

from crm_bridge import delivering
from crm_bridge.models import Connection
from hub.celery import app


@app.task(name="crm_bridge.deliver_due")
def deliver_due() -> None:
    """Deliver what is due to each connection. Any number of these may run at once."""
    try:
        for connection in Connection.objects.filter(active=True, paused_at=None):
            delivering.deliver(connection)
    finally:
        close_old_connections()
