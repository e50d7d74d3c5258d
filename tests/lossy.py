"""A bad line: a network namespace behind a pair of TUN devices that lose and delay packets.

The kernel's netem is not everywhere; this is a few hundred packets a second in Python. Needs root
and /dev/net/tun (`possible()`). What runs inside sees us as `Line.near`, we see it as `Line.far`.
TCP ports that are named can be reached inside at localhost as well, past the bad line.
"""

import asyncio
import contextlib
import ctypes
import fcntl
import heapq
import os
import random
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from hub.runtime import processes

_TUNSETIFF = 0x400454CA
_IFF_TUN_NO_PI = 0x1001
_CLONE_NEWNET = 0x40000000


@dataclass(frozen=True)
class Line:
    """`prefix` before a command runs it at the far end."""

    near: str
    far: str
    namespace: str

    @property
    def prefix(self) -> list[str]:
        return ["ip", "netns", "exec", self.namespace]


def possible() -> bool:
    return os.geteuid() == 0 and Path("/dev/net/tun").exists() and shutil.which("ip") is not None


@contextlib.contextmanager
def line(*, loss: float, delay: float, ports: Sequence[int] = (), seed: int = 1) -> Iterator[Line]:
    """`loss`: share of packets lost, each way; `delay`: seconds, towards the far end."""
    number = os.getpid() % 200 + 20
    made = Line(f"10.78.{number}.1", f"10.78.{number}.2", f"lossy-{os.getpid()}")
    _ip("netns", "add", made.namespace)
    carrier: subprocess.Popen[bytes] | None = None
    try:
        _ip("-n", made.namespace, "link", "set", "lo", "up")
        carrier = subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.lossy", made.namespace, made.near, made.far),
                *(str(loss), str(delay), str(seed), *map(str, ports)),
            ],
            preexec_fn=processes.die_with_parent,
            stdout=subprocess.PIPE,
        )
        assert carrier.stdout is not None
        if carrier.stdout.readline().strip() != b"up":
            raise RuntimeError("the line did not come up")
        yield made
    finally:
        if carrier is not None:
            carrier.send_signal(signal.SIGTERM)
            carrier.wait(5)
        _ip("netns", "del", made.namespace)


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True)


def _tun(name: str) -> int:
    handle = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(handle, _TUNSETIFF, struct.pack("16sH", name.encode(), _IFF_TUN_NO_PI))
    return handle


def _enter(path: str) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    handle = os.open(path, os.O_RDONLY)
    if libc.setns(handle, _CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "setns")
    os.close(handle)


async def _relay(listeners: list[socket.socket]) -> None:
    """A socket belongs to the namespace that it was made in: these listen there and go on here."""

    async def copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        with contextlib.suppress(OSError):
            writer.close()

    async def through(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int
    ) -> None:
        try:
            onward, back = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            writer.close()
            return
        await asyncio.gather(copy(reader, back), copy(onward, writer))

    for listener in listeners:
        port = listener.getsockname()[1]
        await asyncio.start_server(partial(through, port=port), sock=listener)
    await asyncio.Event().wait()


def carry(
    namespace: str,
    near: str,
    far: str,
    loss: float,
    delay: float,
    seed: int,
    ports: Sequence[int],
) -> None:
    """The carrier's process: makes both devices and moves packets between them until it ends."""
    name = f"lossy{os.getpid() % 100_000}"
    here = _tun(name)
    _ip("addr", "add", near, "peer", far, "dev", name)
    _ip("link", "set", name, "up")
    home = f"/proc/{os.getpid()}/ns/net"
    kept = os.open(home, os.O_RDONLY)
    _enter(f"/var/run/netns/{namespace}")
    there = _tun("line0")
    listeners = [socket.create_server(("127.0.0.1", port)) for port in ports]
    _enter(f"/proc/self/fd/{kept}")
    if listeners:
        threading.Thread(target=lambda: asyncio.run(_relay(listeners)), daemon=True).start()
    _ip("-n", namespace, "addr", "add", far, "peer", near, "dev", "line0")
    _ip("-n", namespace, "link", "set", "line0", "up")
    _ip("-n", namespace, "route", "add", "default", "via", near)
    print("up", flush=True)
    chance = random.Random(seed)
    waiting: list[tuple[float, int, bytes]] = []
    count = 0
    while True:
        pause = max(0.0, waiting[0][0] - time.monotonic()) if waiting else None
        ready, _, _ = select.select([here, there], [], [], pause)
        now = time.monotonic()
        for source in ready:
            with contextlib.suppress(BlockingIOError):
                while True:
                    packet = os.read(source, 65536)
                    if chance.random() < loss:
                        continue
                    if source == here:
                        count += 1
                        heapq.heappush(waiting, (now + delay, count, packet))
                    else:
                        os.write(here, packet)
        while waiting and waiting[0][0] <= now:
            with contextlib.suppress(BlockingIOError):
                os.write(there, heapq.heappop(waiting)[2])


if __name__ == "__main__":
    namespace, near, far, loss, delay, seed, *ports = sys.argv[1:]
    carry(namespace, near, far, float(loss), float(delay), int(seed), [int(p) for p in ports])
