"""What the chat adds to the registries. Called once, when the app is ready."""

from hub.celery import every


def everything() -> None:
    """Registers kinds of entry, cards, history, streams, frames, wakers and routes."""
    from chat import cards, entries, files, frames, history, routes, schemas, streams, wakers

    entries.register()
    files.register()
    cards.register()
    history.register()
    streams.register()
    frames.register()
    wakers.register()
    routes.register()
    schemas.register()
    every(5.0, "chat.send_due_transcripts")
