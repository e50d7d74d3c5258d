"""Recorded datagrams, mutated: dropped, counted, and nobody else notices."""

import asyncio
import os
import random
import socket
from typing import Any

from tests.webinars.media.nodes import (
    House,
    a_client,
    port_of,
    undisturbed,
)
from webinars.media.metrics import DROPPED

Datagram = tuple[bytes, Any]


class Recorder:
    """A socket that keeps what it received."""

    def __init__(self, sock: socket.socket, kept: list[Datagram]) -> None:
        self._sock = sock
        self._kept = kept

    def recvfrom(self, size: int) -> Datagram:
        found = self._sock.recvfrom(size)
        if len(self._kept) < 4000:
            self._kept.append(found)
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


class Replay:
    """A socket that receives what a test gives it, and sends as the real one does."""

    def __init__(self, sock: socket.socket, datagrams: list[Datagram]) -> None:
        self._sock = sock
        self._datagrams = datagrams

    def recvfrom(self, size: int) -> Datagram:
        if not self._datagrams:
            raise BlockingIOError
        data, address = self._datagrams.pop()
        return data[:size], address

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


async def test_recorded_and_mutated_datagrams(house: House) -> None:
    """From the addresses that they came from, so that they get as far as they can. FUZZ=long
    looks longer."""
    rounds = 4000 if os.environ.get("FUZZ") == "long" else 60
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    port = port_of(house)
    real = port.sock
    kept: list[Datagram] = []
    port.sock = Recorder(real, kept)  # type: ignore[assignment]
    async with a_client(house) as viewer, a_client(house) as speaker:
        await viewer.watch()
        await speaker.publish()
        async with undisturbed(viewer):
            assert {data[0] >> 6 for data, _ in kept} == {0, 2}
            before = _all_dropped()
            for _ in range(rounds):
                given = [
                    (_mutated(chance.choice(kept)[0], kept, chance), chance.choice(kept)[1])
                    for _ in range(100)
                ]
                port.sock = Replay(real, list(given))  # type: ignore[assignment]
                try:
                    house.node.wire.read(port)
                except Exception as error:
                    raise AssertionError(f"seed {seed}: {error!r}") from error
                finally:
                    port.sock = real
                await asyncio.sleep(0.002)
            assert _all_dropped() > before + rounds * 50, f"seed {seed}"
        assert house.gone() == [], f"seed {seed}"


def _all_dropped() -> float:
    return sum(s.value for m in DROPPED.collect() for s in m.samples if s.name.endswith("_total"))


def _mutated(data: bytes, kept: list[Datagram], chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        kind = chance.randrange(6)
        if not changed:
            break
        at = chance.randrange(len(changed))
        if kind == 0:
            changed[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            changed[at] = chance.choice([0, 1, 0x7F, 0x80, 0xFF])
        elif kind == 2:
            del changed[at:]
        elif kind == 3:
            changed += chance.randbytes(chance.choice([1, 4, 600]))
        elif kind == 4:
            other = chance.choice(kept)[0]
            changed[at:] = other[chance.randrange(len(other) + 1) :]
        else:
            changed[at : at + 2] = chance.choice([b"\0\0", b"\xff\xff", b"\x00\x01"])
    return bytes(changed)
