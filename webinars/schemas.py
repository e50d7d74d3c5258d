"""Structs that the generated client types should know, beside the frames."""

from hub.registry.routes import schemas
from webinars import events
from webinars.media import contract


def register() -> None:
    for struct in (
        events.RoomState,
        events.RoomPresence,
        events.MediaMoved,
        events.HostsView,
        events.Me,
        contract.Answered,
        contract.SlotsChanged,
        contract.Levels,
    ):
        schemas.register(f"webinars.{struct.__name__}", struct)
