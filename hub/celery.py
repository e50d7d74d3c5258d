"""The Celery application. Apps put their sweeps into `beat_schedule` by `every`.

A task is only a wake-up for rows that are due in PostgreSQL. So losing one costs one sweep.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")

app = Celery("hub")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def every(seconds: float, task: str) -> None:
    """Let the clock send `task` (its dotted name) every so many seconds. For `AppConfig.ready`."""
    schedule = dict(app.conf.beat_schedule or {})
    schedule[task] = {"task": task, "schedule": seconds, "options": {"expires": seconds * 3}}
    app.conf.beat_schedule = schedule
