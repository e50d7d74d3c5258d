"""Wake-ups and sweeps. What is due stands in PostgreSQL."""

from hub.celery import app, every


@app.task(name="webinars.send_due_mails")
def send_due_mails() -> None:
    from webinars.services import sending

    sending.send_due()


def wake_mails() -> None:
    """A wake-up after a commit. When Redis is away, the sweep comes a few seconds later."""
    from hub.wake import wake

    wake(send_due_mails)


def register() -> None:
    every(5.0, "webinars.send_due_mails")
