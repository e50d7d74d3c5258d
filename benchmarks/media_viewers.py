"""The audience, in a process of its own: counts what arrives, asks for what is lost, stays alive.

Commands are JSON lines on stdin, answers JSON lines on stdout.
"""

import asyncio
import json
import os
import select
import struct
import sys
import time
from typing import Any

import numpy as np
from aiortc.rtcdtlstransport import RTCCertificate
from cffi import FFI  # type: ignore[import-untyped]
from pylibsrtp import Error as SrtpError

from benchmarks.media_lines import CHECK_AGAIN, SOUND_PT, Line, Remote
from webinars.media.forwarding import native, rtcp, rtp

AT_ONCE = 64
SNAP = 1600
#: How many viewers decrypt what they get, for the delays.
SAMPLED = 3


class Reader:
    """recvmmsg into one block for everybody."""

    def __init__(self) -> None:
        self._ffi = FFI()
        self._ffi.cdef("int recvmmsg(int, void *, unsigned int, int, void *);")
        self._call = self._ffi.dlopen(None).recvmmsg
        self.data = native.aligned(AT_ONCE * SNAP).reshape(AT_ONCE, SNAP)
        self.messages = native.aligned(AT_ONCE * 64).view(native.MESSAGE)
        self._vectors = native.aligned(AT_ONCE * 16).view(native.VECTOR)
        places = np.arange(AT_ONCE, dtype=np.uint64)
        self._vectors["base"] = self.data.ctypes.data + places * np.uint64(SNAP)
        self._vectors["len"] = SNAP
        self.messages["iov"] = self._vectors.ctypes.data + places * np.uint64(16)
        self.messages["iovlen"] = 1
        self._at = self._ffi.cast("void *", self.messages.ctypes.data)

    def read(self, fd: int) -> int:
        return int(self._call(fd, self._at, AT_ONCE, native.MSG_DONTWAIT, self._ffi.NULL))


class Audience:
    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.counts = {"rtp": 0, "rtcp": 0}
        self.video: list[int] = []
        self.delays: dict[str, list[float]] = {"video": [], "sound": []}
        #: Line → when its first picture's first packet came.
        self.seen: dict[int, float] = {}
        self.started: dict[int, float] = {}
        self._by_fd: dict[int, int] = {}
        self._epoll = select.epoll()
        self._reader = Reader()
        self._certificate = RTCCertificate.generateCertificate()
        self._last: dict[int, tuple[int, int]] = {}
        self._sampled: set[int] = set()
        self._video_pt = 96

    def make(self, count: int, host: str) -> list[dict[str, Any]]:
        made = []
        for _ in range(count):
            line = Line(host, self._certificate)
            self._by_fd[line.sock.fileno()] = len(self.lines)
            self._epoll.register(line.sock.fileno(), select.EPOLLIN)
            self.lines.append(line)
            made.append(line.view())
        return made

    async def connect(
        self, first: int, remotes: list[dict[str, Any]], controlling: bool, over: float
    ) -> None:
        """Spread over so many seconds."""
        room = asyncio.Semaphore(32)

        async def one(number: int, remote: Remote) -> None:
            await asyncio.sleep(over * (number - first) / len(remotes))
            self.started[number] = time.monotonic()
            async with room:
                await self.lines[number].connect(remote, controlling=controlling)

        await asyncio.gather(*(one(first + n, Remote(**r)) for n, r in enumerate(remotes)))

    def sample(self, video_pt: int) -> None:
        self._video_pt = video_pt
        step = max(1, len(self.lines) // SAMPLED)
        self._sampled = set(range(0, len(self.lines), step))

    def drain(self) -> None:
        for fd, _ in self._epoll.poll(0):
            while (got := self._reader.read(fd)) > 0:
                self._count(self._by_fd[fd], got)
                if got < AT_ONCE:
                    break

    def _count(self, number: int, got: int) -> None:
        data = self._reader.data
        kinds = data[:got, 1].tolist()
        picture = -1
        for index, first in enumerate(data[:got, 0].tolist()):
            if first < 128:
                length = int(self._reader.messages["len"][index])
                line = self.lines[number]
                if line.remote is not None:
                    address = (line.remote.host, line.remote.port)
                    line.receive(data[index, :length].tobytes(), address)
            elif 192 <= kinds[index] <= 223:
                self.counts["rtcp"] += 1
            else:
                self.counts["rtp"] += 1
                if kinds[index] & 0x7F == self._video_pt:
                    picture = index
                    if number in self._sampled:
                        self._delay(number, index, "video")
                elif kinds[index] & 0x7F == SOUND_PT and number in self._sampled:
                    self._delay(number, index, "sound")
        if picture >= 0:
            self._picture(number, picture)

    def _picture(self, number: int, index: int) -> None:
        data = self._reader.data
        if number not in self.seen:
            self.seen[number] = time.monotonic()
        head = data[index, 2:12].tobytes()
        self._last[number] = (
            int.from_bytes(head[6:10], "big"),
            int.from_bytes(head[0:2], "big"),
        )

    def _delay(self, number: int, index: int, kind: str) -> None:
        inbound = self.lines[number].inbound
        if inbound is None:
            return
        length = int(self._reader.messages["len"][index])
        try:
            plain = inbound.unprotect(self._reader.data[index, :length].tobytes())
        except SrtpError:
            return
        made = struct.unpack("!Q", rtp.parse(plain).payload[-8:])[0]
        self.delays[kind].append(time.monotonic() - made / 1e9)

    async def stay(self) -> None:
        """Checks of consent, and once a second a report, an estimate and one retransmission."""
        while True:
            for number, line in enumerate(list(self.lines)):
                if line.outbound is None:
                    continue
                if number % 5 == int(time.monotonic() * 2) % 5:
                    line.check()
                if number % 2 == int(time.monotonic() * 2) % 2 and number in self._last:
                    self._tell(line, *self._last[number])
                if number % 10 == 9:
                    await asyncio.sleep(0)
            await asyncio.sleep(CHECK_AGAIN / 5)

    def _tell(self, line: Line, ssrc: int, seq: int) -> None:
        block = rtcp.Block(ssrc, 0, 0, seq, 10, 0, 0)
        line.send_rtcp(
            rtcp.receiver_report(1, [block])
            + rtcp.remb(sender=1, bitrate=5_000_000, ssrcs=[ssrc])
            + rtcp.nack(sender=1, ssrc=ssrc, lost=[(seq - 2) & 0xFFFF])
        )

    def figures(self) -> dict[str, Any]:
        video, sound = sorted(self.delays["video"]), sorted(self.delays["sound"])
        self.delays = {"video": [], "sound": []}
        firsts = sorted(at - self.started[n] for n, at in self.seen.items() if n in self.started)

        def at(share: float, values: list[float]) -> float | None:
            return values[min(len(values) - 1, int(share * len(values)))] if values else None

        return {
            **self.counts,
            "p99": at(0.99, video),
            "sound_p50": at(0.5, sound),
            "sound_p99": at(0.99, sound),
            "pictures": len(self.seen),
            "first_p50": at(0.5, firsts),
            "first_max": at(1.0, firsts),
        }


async def main() -> None:
    audience = Audience()
    loop = asyncio.get_running_loop()
    loop.add_reader(audience._epoll.fileno(), audience.drain)
    commands = asyncio.StreamReader(limit=1 << 24)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    staying = loop.create_task(audience.stay())
    out = os.fdopen(os.dup(1), "w", buffering=1)
    while line := await commands.readline():
        asked = json.loads(line)
        answer: Any = None
        if asked["do"] == "make":
            answer = audience.make(asked["count"], asked["host"])
        elif asked["do"] == "connect":
            await audience.connect(
                asked["first"], asked["remotes"], asked["controlling"], asked.get("over", 0.0)
            )
        elif asked["do"] == "sample":
            audience.sample(asked["video_pt"])
        elif asked["do"] == "figures":
            answer = audience.figures()
        out.write(json.dumps(answer) + "\n")
    staying.cancel()


if __name__ == "__main__":
    asyncio.run(main())
