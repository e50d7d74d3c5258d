"""What the webinars add to the registries. Called once, when the app is ready."""

from importlib import import_module

#: Each has a `register()`; a feature that has something to register adds one name.
PARTS = (
    "checks",
    "frames",
    "schemas",
    "consents",
    "cards",
    "outcomes",
    "meeting_cards",
    "history.registration",
    "history.attendance",
    "history.meeting",
    "entries",
    "streams",
    "presence",
    "thread_use",
    "sweeps",
    "routes",
    "tasks",
)


def everything() -> None:
    for part in PARTS:
        import_module(f"webinars.{part}").register()
