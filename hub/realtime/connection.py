"""One socket: decode, hand to a handler, encode; and hold the other side to its pace."""

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

import msgspec
import structlog
from django.conf import settings
from django.utils import translation

from hub.errors import HubError, TooMany
from hub.realtime import errors, protocol
from hub.realtime.frames import EntryFrame, encoder, in_language
from hub.realtime.protocol import Error
from hub.registry.streams import Principal, StreamLog

if TYPE_CHECKING:
    from hub.realtime.process import Process

log = structlog.get_logger(__name__)

Send = Callable[[dict[str, Any]], Awaitable[None]]

#: Entries that one socket may have on their way to the database.
MAX_IN_FLIGHT = 128
#: Other frames that one socket may have in handling (each may hold a database connection).
MAX_HANDLING = 16
#: Frames at once, above the average that the setting allows, before the line is closed as a flood.
FRAMES_AT_ONCE = 400.0
#: Seconds in which `StreamLog.pace` entries may be written.
PACE_SECONDS = 10.0


class Connection:
    """A socket that has said hello. `kind` is its principal's."""

    def __init__(self, process: "Process", principal: Principal, send: Send) -> None:
        self.process = process
        self.principal = principal
        #: The logs it is subscribed to, and as whom it writes.
        self.logs: dict[UUID, StreamLog] = {}
        self.refs: dict[str, list[UUID]] = {}
        self.topics: dict[str, set[str]] = {}
        #: Refs whose streams were told that it has entered, and not yet that it left.
        self.entered: set[str] = set()
        self.gone = False
        #: What comes while a subscription is being answered; handed out after the answer.
        self.holding: dict[UUID, list[tuple[int, bytes]]] = {}
        self.holding_events: dict[str, list[bytes]] = {}
        self.in_flight = 0
        self.handling = 0
        self.last_heads = time.monotonic()
        self._send = send
        self._out: deque[bytes] = deque()
        self._wake = asyncio.Event()
        self._close_code: int | None = None
        self._pushed = 0
        self._unconfirmed: deque[tuple[int, int, float]] = deque()
        self._unconfirmed_bytes = 0
        self._allowance = FRAMES_AT_ONCE
        self._allowance_at = time.monotonic()
        self._wrote: dict[UUID, deque[float]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._writer = asyncio.create_task(self._write())

    @property
    def kind(self) -> Literal["visitor", "staff"]:
        return self.principal.kind

    def read_in(self, lang: str) -> None:
        """Whoever is at the other end reads this language from now on."""
        self.principal = msgspec.structs.replace(self.principal, lang=lang)

    @staticmethod
    def now() -> datetime:
        return datetime.now(UTC)

    # --- out ------------------------------------------------------------------------------------

    def push(self, frame: bytes) -> None:
        """Queue a frame. A reader that confirms nothing is closed, not buffered for ever."""
        if self._close_code is not None:
            return
        self._pushed += 1
        size = len(frame)
        self._unconfirmed_bytes += size
        self._unconfirmed.append((self._pushed, size, time.monotonic()))
        if self._unconfirmed_bytes > protocol.MAX_UNCONFIRMED_BYTES:
            self.close_with(errors.TooSlow(), protocol.CLOSE_TOO_SLOW)
            return
        self._out.append(frame)
        self._wake.set()

    def push_entry(self, log_id: UUID, seq: int, frame: EntryFrame) -> None:
        said = in_language(frame, self.principal.lang)
        held = self.holding.get(log_id)
        if held is None:
            self.push(said)
        else:
            held.append((seq, said))

    def push_event(self, topic: str, frame: bytes) -> None:
        held = self.holding_events.get(topic)
        if held is None:
            self.push(frame)
        else:
            held.append(frame)

    def answer(self, frame: protocol.Out) -> None:
        self.push(encoder.encode(frame))

    def refuse(self, error: HubError, frame_id: UUID | None = None) -> None:
        with translation.override(self.principal.lang):
            self.answer(
                Error(
                    code=error.code,
                    message=error.message,
                    id=frame_id,
                    field=error.field,
                    retry_after=error.retry_after,
                )
            )

    def close_with(self, error: HubError, code: int) -> None:
        """Say why in a last frame, then close: servers lose the reason of a close."""
        if self._close_code is None:
            with translation.override(self.principal.lang):
                last = Error(code=error.code, message=error.message, retry_after=error.retry_after)
            self._out.clear()
            self._out.append(encoder.encode(last))
            self._close_code = code
            self._wake.set()

    def close_soon(self, code: int) -> None:
        if self._close_code is None:
            self._close_code = code
            self._wake.set()

    async def _write(self) -> None:
        with contextlib.suppress(Exception):
            while True:
                while self._out:
                    await self._send(
                        {"type": "websocket.send", "text": self._out.popleft().decode()}
                    )
                if self._close_code is not None:
                    await self._send({"type": "websocket.close", "code": self._close_code})
                    return
                self._wake.clear()
                await self._wake.wait()

    # --- pace -----------------------------------------------------------------------------------

    def confirm(self, count: int) -> None:
        """The client has received `count` frames on this socket."""
        while self._unconfirmed and self._unconfirmed[0][0] <= count:
            self._unconfirmed_bytes -= self._unconfirmed.popleft()[1]

    def check_pace(self, now: float) -> None:
        if self._unconfirmed and now - self._unconfirmed[0][2] > protocol.MAX_UNCONFIRMED_SECONDS:
            self.close_with(errors.TooSlow(), protocol.CLOSE_TOO_SLOW)

    def admit_frame(self) -> bool:
        """Whether another frame may come in now; otherwise the line is closed as a flood."""
        now = time.monotonic()
        self._allowance = min(
            FRAMES_AT_ONCE,
            self._allowance + (now - self._allowance_at) * settings.SOCKET_FRAMES_PER_SECOND,
        )
        self._allowance_at = now
        if self._allowance < 1:
            self.close_with(errors.Flood(), protocol.CLOSE_FLOOD)
            return False
        self._allowance -= 1
        return True

    def keep_pace(self, held: StreamLog) -> None:
        """Count an entry for a log that asks for a pace. Raises `TooMany` above it."""
        if not held.pace:
            return
        now = time.monotonic()
        wrote = self._wrote.setdefault(held.log, deque())
        while wrote and now - wrote[0] > PACE_SECONDS:
            wrote.popleft()
        if len(wrote) >= held.pace:
            raise TooMany(retry_after=round(PACE_SECONDS - (now - wrote[0]), 1) + 0.1)
        wrote.append(now)

    # --- handling -------------------------------------------------------------------------------

    def begin(self, work: Awaitable[None], frame_id: UUID | None) -> None:
        """Run a handler beside the reading of further frames; its errors become frames."""
        if self.handling >= MAX_HANDLING:
            if hasattr(work, "close"):
                work.close()
            self.refuse(TooMany(retry_after=0.5), frame_id)
            return
        self.handling += 1
        task = asyncio.ensure_future(self._guarded(work, frame_id))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, work: Awaitable[None], frame_id: UUID | None) -> None:
        try:
            await work
        except HubError as error:
            self.refuse(error, frame_id)
        except Exception:
            log.exception("socket.handler_failed")
            self.refuse(HubError(retry_after=2.0), frame_id)
        finally:
            self.handling -= 1

    @property
    def closing(self) -> bool:
        return self._close_code is not None

    async def leave(self) -> None:
        """The socket is gone: let go of everything."""
        from hub.realtime.subscribe import tell_left

        self.process.connections.discard(self)
        self.gone = True
        for ref in list(self.entered):
            with contextlib.suppress(Exception):
                tell_left(self, ref)
        topics = {topic for found in self.topics.values() for topic in found}
        self.process.exchange.leave(self, list(self.logs), topics)
        for task in list(self._tasks):
            task.cancel()
        if self._close_code is None:
            self._writer.cancel()
        else:
            with contextlib.suppress(asyncio.CancelledError, TimeoutError):
                await asyncio.wait_for(self._writer, 1.0)
