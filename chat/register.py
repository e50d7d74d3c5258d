"""What the chat adds to the registries. Called once, when the app is ready."""


def everything() -> None:
    """Registers kinds of entry, cards, history, streams, frames and routes."""
