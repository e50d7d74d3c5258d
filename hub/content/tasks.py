"""Wake-ups: pages whose time to be published (or taken down) has come."""

from celery import shared_task
from django.core.management import call_command


@shared_task
def publish_scheduled() -> None:
    """What editors set a time for. Wagtail's own command; safe to run twice."""
    call_command("publish_scheduled", verbosity=0)
