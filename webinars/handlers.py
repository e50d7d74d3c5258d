"""What each frame of a room does."""

from collections.abc import Awaitable, Callable
from typing import Any

from hub.errors import NotFound
from hub.realtime.connection import Connection
from webinars import frames


async def _nobody_is_here(connection: Connection, frame: Any) -> None:
    raise NotFound


HANDLERS: dict[type[Any], Callable[[Connection, Any], Awaitable[None]]] = dict.fromkeys(
    frames.STRUCTS, _nobody_is_here
)
