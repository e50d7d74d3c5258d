"""What the clock looks after in rooms. What is due stands in PostgreSQL."""

from hub.celery import app, every
from webinars import telling
from webinars.services import attending, stepping


@app.task(name="webinars.sweep_attendance")
def sweep_attendance() -> None:
    """Close intervals whose process died, end rooms that everybody has left."""
    for room in attending.sweep():
        telling.presence(room)
        telling.state(room)
        telling.hosts(room)
    stepping.end_what_is_over()


def register() -> None:
    every(10.0, "webinars.sweep_attendance")
