"""Wake-ups for what is due."""

from celery import shared_task

from hub.files import services


@shared_task(name="hub.files.sweep_unattached")
def sweep_unattached() -> None:
    services.sweep_unattached()
