"""The same load on the peer: rooms of two, four messages in flight each."""

import asyncio
import os
import subprocess
import sys
import time
from uuid import uuid4

from benchmarks.house import ROOT, House, cpu_seconds
from benchmarks.load import decode
from benchmarks.wire import Wire, open_wire


class Talker:
    """One socket of a room."""

    def __init__(self, in_flight: int, size: int) -> None:
        self.free = in_flight
        self.text = "x" * size
        self.acknowledged = 0
        self.received = 0
        self.sending = True
        self.wire: Wire | None = None

    def on_text(self, text: bytes) -> None:
        frame = decode(text)
        if frame["t"] == "ok":
            self.acknowledged += 1
            self.free += 1
            self.fill()
        else:
            self.received += 1

    def fill(self) -> None:
        while self.sending and self.free and self.wire is not None:
            self.free -= 1
            self.wire.send({"id": str(uuid4()), "text": self.text})


async def measure(house: House, *, conversations: int, seconds: float) -> dict[str, float]:
    """Messages per second and per CPU-second, counted where they arrived live at both sides."""
    from tests.serving import free_ports

    port = free_ports(1)
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.peers.channels_pubsub", str(port)],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "benchmarks.peers.settings"},
    )
    try:
        talkers = [Talker(4, 100) for _ in range(2 * conversations)]
        for number, talker in enumerate(talkers):
            path = f"/ws/room{number // 2}/"
            talker.wire = await _open(port, path, talker)
        pids = [process.pid, *house.engines]
        before, began = cpu_seconds(pids), time.perf_counter()
        for talker in talkers:
            talker.fill()
        await asyncio.sleep(seconds)
        for talker in talkers:
            talker.sending = False
        took = time.perf_counter() - began
        await asyncio.sleep(3)
        cpu = cpu_seconds(pids) - before
        delivered = sum(talker.received for talker in talkers) / 2
        for talker in talkers:
            assert talker.wire is not None
            talker.wire.close()
        return {
            "messages_s": sum(t.acknowledged for t in talkers) / took,
            "per_cpu_s": delivered / cpu,
        }
    finally:
        process.terminate()
        process.wait(10)


async def _open(port: int, path: str, talker: Talker) -> Wire:
    for _ in range(200):
        try:
            return await open_wire(port, path, {}, talker.on_text)
        except OSError:
            await asyncio.sleep(0.1)
    raise ConnectionError("the peer did not start")
