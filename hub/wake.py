"""Sending a Celery wake-up without ever failing or waiting for long because of it."""

from typing import Any

import structlog
from kombu.exceptions import OperationalError

log = structlog.get_logger(__name__)


def wake(task: Any, *args: Any) -> None:
    """Send a wake-up. A broker that is away costs nothing but the time until the next sweep."""
    try:
        task.apply_async(args=args, retry=False, expires=60)
    except (OperationalError, OSError) as failure:
        log.warning("wake.lost", task=task.name, error=type(failure).__name__)
