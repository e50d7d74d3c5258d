"""Wake-ups and sweeps. What is due stands in PostgreSQL."""

from hub.celery import app


@app.task(name="chat.send_due_transcripts")
def send_due_transcripts() -> None:
    from chat.services import transcripts

    transcripts.send_due()


def wake_transcripts() -> None:
    """A wake-up after a commit. When Redis is away, the sweep comes a few seconds later."""
    from hub.wake import wake

    wake(send_due_transcripts)
