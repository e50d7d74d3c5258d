"""People in a room, as the room's own page behaves: a socket, and a media connection that is
offered anew by the rules of `frontend/room/src/media/link.ts`. Real ICE, DTLS and SRTP; nobody
decodes.
"""

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import uuid4

from aiortc.rtcdtlstransport import RTCCertificate

from benchmarks.media import offer
from benchmarks.media_lines import CHECK_AGAIN, Line, Remote
from benchmarks.media_source import Source
from tests.clients import Client
from webinars.media.forwarding import rtcp
from webinars.media.forwarding.rtp import Malformed

#: Opens a person's socket.
Connect = Callable[[], contextlib.AbstractAsyncContextManager[Client]]

HERE = "127.0.0.1"
#: The first try after a loss comes within so many seconds; then the socket's back-off.
SPREAD, BACKOFF_FIRST, BACKOFF_MOST = 0.3, 0.5, 15.0
#: A try that carries nothing after so long is given up.
TRY_SECONDS = 7.0


class Seat:
    """Who watches. `firsts`: of each connection, when it was offered and when its first packet was
    forwarded, decrypted (monotonic)."""

    purpose, recorded = "watch", "chromium-150-watch"
    sources: dict[str, str] = {}
    #: Seconds without a packet after which the line is given up, and how often it is looked at.
    silence, look = 2.0, 0.7

    def __init__(self, connect: Connect, room: str) -> None:
        self.firsts: list[tuple[float, float]] = []
        self.line: Line | None = None
        self.heard_at = 0.0
        self._connect, self._room = connect, room
        self._certificate = RTCCertificate.generateCertificate()
        self._client: Client = None  # type: ignore[assignment]
        self._answers: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._moved = asyncio.Event()
        self._epoch = 0
        self._tries: list[Line] = []

    @contextlib.asynccontextmanager
    async def sitting(self) -> AsyncIterator[None]:
        async with self._connect() as self._client:
            await self._client.subscribe(f"room:{self._room}")
            tasks = [asyncio.create_task(work()) for work in (self._listen, self._keep, self._stay)]
            try:
                yield
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
                for line in self._tries:
                    self._close(line)

    def back_at(self, since: float) -> float | None:
        """When the first packet came on a connection that was offered after `since`."""
        return next((heard for offered, heard in self.firsts if offered > since), None)

    # --- the socket -------------------------------------------------------------------------------

    async def _listen(self) -> None:
        while True:
            frame = await self._client.next(60)
            if frame["t"] in ("done", "error") and frame.get("id") in self._answers:
                answer = self._answers.pop(frame["id"])
                if not answer.cancelled():  # a try that was given up
                    answer.set_result(frame)
            elif frame["t"] == "event" and frame["kind"] in ("media.moved", "state"):
                epoch = frame["data"].get("epoch", 0)
                if 0 < self._epoch < epoch:
                    self._moved.set()

    async def _ask(self, kind: str, **more: Any) -> dict[str, Any]:
        own = str(uuid4())
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._answers[own] = answer
        await self._client.send(t=kind, id=own, room=self._room, **more)
        return await answer

    # --- the connection ---------------------------------------------------------------------------

    async def _keep(self) -> None:
        failures = 0
        while True:
            await asyncio.sleep(pause(failures))
            self._moved.clear()
            trying = asyncio.create_task(self._try())
            moved = asyncio.create_task(self._moved.wait())
            await asyncio.wait(
                [trying, moved], timeout=TRY_SECONDS, return_when=asyncio.FIRST_COMPLETED
            )
            carries = trying.done() and trying.exception() is None
            for task in (trying, moved):
                task.cancel()
            if carries:
                await self._until_lost()
            failures = 0 if carries or self._moved.is_set() else failures + 1

    async def _try(self) -> None:
        loop = asyncio.get_running_loop()
        line, offered = Line(HERE, self._certificate), time.monotonic()
        self._tries.append(line)
        loop.add_reader(line.sock.fileno(), self._read, line, offered)
        try:
            answer = await self._ask(
                "media.offer",
                connection=str(uuid4()),
                purpose=self.purpose,
                sdp=offer(self.recorded, line.view()),
                sources=self.sources,
            )
            if answer["t"] != "done":
                raise ConnectionError(answer["code"])
            self._epoch = answer["result"]["epoch"]
            await line.connect(Remote.of(answer["result"]["sdp"], HERE), controlling=True)
        except BaseException:
            self._close(line)
            raise
        before, self.line = self.line, line
        self.heard_at = time.monotonic()
        if before is not None:
            self._close(before)

    async def _until_lost(self) -> None:
        while not self._moved.is_set() and time.monotonic() - self.heard_at < self.silence:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._moved.wait(), self.look)

    async def _stay(self) -> None:
        """Goes on to consent."""
        while True:
            if self.line is not None:
                self.line.check()
            await asyncio.sleep(CHECK_AGAIN)

    def _close(self, line: Line) -> None:
        asyncio.get_running_loop().remove_reader(line.sock.fileno())
        line.sock.close()
        self._tries.remove(line)

    def _read(self, line: Line, offered: float) -> None:
        while True:
            try:
                data, address = line.sock.recvfrom(2048)
            except (BlockingIOError, OSError):
                return
            if data[0] < 128:
                line.receive(data, address)
            elif line.inbound is not None:
                self._media(line, offered, data)

    def _media(self, line: Line, offered: float, data: bytes) -> None:
        if 192 <= data[1] <= 223:
            return
        if line is self.line:
            self.heard_at = time.monotonic()
        if not any(offered == known for known, _ in self.firsts):
            line.inbound.unprotect(data)
            self.firsts.append((offered, time.monotonic()))


class Publisher(Seat):
    """Who sends camera and microphone: hears reports and requests for key frames."""

    purpose, recorded = "publish", "chromium-150-publish"
    sources = {"0": "microphone", "1": "camera"}
    silence, look = 3.0, 1.0

    def __init__(self, connect: Connect, room: str) -> None:
        super().__init__(connect, room)
        self._source = Source(video_pt=96, extended=True)

    @contextlib.asynccontextmanager
    async def sitting(self) -> AsyncIterator[None]:
        async with super().sitting():
            sending = asyncio.create_task(self._source.run(self._send, self._send))
            try:
                yield
            finally:
                sending.cancel()

    def _send(self, packet: bytes) -> None:
        if self.line is not None:
            self.line.protect_and_send(packet)

    def _media(self, line: Line, offered: float, data: bytes) -> None:
        if line is self.line:
            self.heard_at = time.monotonic()
        with contextlib.suppress(Malformed):
            if rtcp.parse(line.inbound.unprotect_rtcp(data)).key_frames:
                self._source.key_wanted = True


def pause(failures: int, chance: Callable[[], float] = random.random) -> float:
    """Seconds until the next try."""
    if failures == 0:
        return SPREAD * chance()
    full: float = min(BACKOFF_MOST, BACKOFF_FIRST * 2.0 ** min(failures - 1, 10))
    return full / 2 + full / 2 * chance()
