"""What a media process tells the people in its rooms: hints on the bus, which may be lost."""

import asyncio
import contextlib
from typing import Any, Final
from uuid import UUID, uuid4

import msgspec
import redis.asyncio

from hub.realtime.bus import CHANNEL, encode
from hub.realtime.protocol import Event
from webinars.events import MediaMoved
from webinars.media.contract import AnyEvent, Gone, Levels, Lines, SlotsChanged
from webinars.media.metrics import EVENTS_DROPPED

_QUEUE: Final = 1000
_PAUSE_SECONDS: Final = 0.2

_KINDS: Final[dict[type[AnyEvent], tuple[str, str]]] = {
    SlotsChanged: ("room", "media.slots"),
    Levels: ("room", "media.speaking"),
    Lines: ("room-hosts", "media.lines"),
    Gone: ("room-hosts", "media.gone"),
}
_json = msgspec.json.Encoder()


class Outbox:
    """A bounded queue before Redis: telling never holds the forwarding up."""

    def __init__(self, client: "redis.asyncio.Redis") -> None:
        self._client = client
        self._process = uuid4().bytes
        self._queue: asyncio.Queue[bytes] = asyncio.Queue(_QUEUE)

    def emit(self, event: AnyEvent) -> None:
        prefix, kind = _KINDS[type(event)]
        self._put(f"{prefix}:{event.room}", kind, event)

    def moved(self, room: UUID, epoch: int) -> None:
        """This process carries the room now: browsers offer again."""
        self._put(f"room:{room}", "media.moved", MediaMoved(epoch))

    async def run(self) -> None:
        while True:
            message = await self._queue.get()
            try:
                await self._client.publish(CHANNEL, message)
            except (redis.exceptions.RedisError, OSError):
                EVENTS_DROPPED.inc()
                await asyncio.sleep(_PAUSE_SECONDS)

    def _put(self, topic: str, kind: str, data: Any) -> None:
        frame = _json.encode(Event(topic=topic, kind=kind, data=data))
        with contextlib.suppress(asyncio.QueueFull):
            self._queue.put_nowait(encode((self._process, "event", [topic, "all", frame])))
            return
        EVENTS_DROPPED.inc()
