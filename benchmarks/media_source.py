"""The publisher, in a process of its own: 30 frames of four packets of 1,100 bytes a second and 50
packets of sound, over DTLS and SRTP or (for a streaming server) as plain RTP.

Commands are JSON lines on stdin, answers JSON lines on stdout.
"""

import asyncio
import json
import os
import socket
import struct
import sys
import time
from collections.abc import Callable
from typing import Any

from aiortc.rtcdtlstransport import RTCCertificate

from benchmarks.media_lines import CHECK_AGAIN, SOUND_PT, Line, Remote, stamped, video_payload
from webinars.media.forwarding import rtcp, rtp
from webinars.media.forwarding.rtp import Malformed

FRAMES, PACKETS, SIZE = 30, 4, 1100
SOUNDS, SOUND_SIZE = 50, 120
VIDEO_SSRC, AUDIO_SSRC = 0x11111111, 0x22222222
Send = Callable[[bytes], None]


class Source:
    """`extended`: with MID, audio level and transport-wide numbers, as a browser sends them."""

    def __init__(self, *, video_pt: int, extended: bool) -> None:
        self.sent = 0
        self.key_wanted = True
        self._video_pt = video_pt
        self._extended = extended
        self._seqs = {VIDEO_SSRC: 0, AUDIO_SSRC: 0}
        self._transport = 0

    async def run(self, video: Send, audio: Send) -> None:
        start = time.monotonic()
        frame = sound = 0
        while True:
            now = time.monotonic() - start
            if now >= frame / FRAMES:
                self._frame(frame, video)
                frame += 1
            if now >= sound / SOUNDS:
                said = stamped(b"", SOUND_SIZE)
                audio(self._packet(SOUND_PT, AUDIO_SSRC, sound * 960, False, b"0", said, 20))
                sound += 1
            due = min(frame / FRAMES, sound / SOUNDS) + start
            await asyncio.sleep(max(0.0, due - time.monotonic()))

    def _frame(self, number: int, send: Send) -> None:
        key, self.key_wanted = self.key_wanted or number % 300 == 0, False
        for index in range(PACKETS):
            payload = video_payload(number & 0x7FFF, key=key, first=index == 0, size=SIZE)
            last = index == PACKETS - 1
            send(self._packet(self._video_pt, VIDEO_SSRC, number * 3000, last, b"1", payload, None))

    def _packet(
        self,
        pt: int,
        ssrc: int,
        timestamp: int,
        marker: bool,
        mid: bytes,
        payload: bytes,
        level: int | None,
    ) -> bytes:
        elements = []
        if self._extended:
            elements = [(4, mid), (3, struct.pack("!H", self._transport & 0xFFFF))]
            if level is not None:
                elements.append((1, bytes((level,))))
        self._transport += 1
        self._seqs[ssrc] += 1
        self.sent += 1
        return rtp.build(
            pt=pt,
            marker=marker,
            seq=self._seqs[ssrc],
            timestamp=timestamp,
            ssrc=ssrc,
            payload=payload,
            extension=rtp.extension_block(elements),
        )


class Publisher:
    """A source on a line: hears requests for key frames, reports its clock."""

    def __init__(self, line: Line, source: Source) -> None:
        self.line = line
        self.source = source
        self.told: dict[str, int] = {}

    def read(self) -> None:
        while True:
            try:
                data, address = self.line.sock.recvfrom(2048)
            except BlockingIOError:
                return
            if data[0] < 128:
                self.line.receive(data, address)
            elif self.line.inbound is not None:
                self._rtcp(self.line.inbound.unprotect_rtcp(data))

    def _rtcp(self, data: bytes) -> None:
        try:
            said = rtcp.parse(data)
        except Malformed:
            return
        if said.key_frames:
            self.source.key_wanted = True
        kind = f"{data[1]}/{data[0] & 0x1F}"
        self.told[kind] = self.told.get(kind, 0) + 1

    async def stay(self) -> None:
        while True:
            self.line.check()
            now = time.time()
            ntp = int((now + 2208988800) * 2**32)
            for ssrc in (VIDEO_SSRC, AUDIO_SSRC):
                self.line.send_rtcp(
                    rtcp.sender_report(ssrc=ssrc, ntp=ntp, rtp=0, packets=0, octets=0)
                    + rtcp.description([(ssrc, "bench")])
                )
            await asyncio.sleep(CHECK_AGAIN / 2)


async def main() -> None:
    loop = asyncio.get_running_loop()
    commands = asyncio.StreamReader(limit=1 << 24)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    out = os.fdopen(os.dup(1), "w", buffering=1)
    tasks: list[asyncio.Task[None]] = []
    publisher: Publisher | None = None
    source: Source | None = None
    while text := await commands.readline():
        asked: dict[str, Any] = json.loads(text)
        answer: Any = None
        if asked["do"] == "make":
            line = Line(asked["host"], RTCCertificate.generateCertificate())
            source = Source(video_pt=96, extended=True)
            publisher = Publisher(line, source)
            loop.add_reader(line.sock.fileno(), publisher.read)
            answer = line.view()
        elif asked["do"] == "connect" and publisher is not None and source is not None:
            await publisher.line.connect(Remote(**asked["remote"]), controlling=True)
            send = publisher.line.protect_and_send
            tasks = [
                loop.create_task(source.run(send, send)),
                loop.create_task(publisher.stay()),
            ]
        elif asked["do"] == "plain":
            source = Source(video_pt=asked["video_pt"], extended=False)
            out_sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            out_sock.bind((asked["host"], 0))
            to = asked["to"]

            def sender(port: int, sock: socket.socket = out_sock, host: str = to) -> Send:
                return lambda packet: void(sock.sendto(packet, (host, port)))

            run = source.run(sender(asked["video"]), sender(asked["audio"]))
            tasks = [loop.create_task(run)]
        elif asked["do"] == "figures" and source is not None:
            answer = {"sent": source.sent, "told": publisher.told if publisher else {}}
        out.write(json.dumps(answer) + "\n")
    for task in tasks:
        task.cancel()


def void(_: object) -> None:
    return None


if __name__ == "__main__":
    asyncio.run(main())
