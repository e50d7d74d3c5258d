"""Recorded datagrams, mutated: dropped, counted, and nobody else notices."""

import asyncio
import os
import random
import socket

from tests.webinars.media.nodes import (
    House,
    a_client,
    port_of,
    undisturbed,
)
from webinars.media.metrics import DROPPED
from webinars.media.receiving import Reader
from webinars.media.types import Address

Datagram = tuple[bytes, Address]


class Recorder:
    """A reader that keeps what came."""

    def __init__(self, reader: Reader) -> None:
        self.kept: list[Datagram] = []
        self._reader = reader

    def read(self, sock: socket.socket) -> list[Datagram]:
        found = self._reader.read(sock)
        self.kept += found[: 4000 - len(self.kept)]
        return found


class Replay:
    """A reader of what a test gives it."""

    def __init__(self, datagrams: list[Datagram]) -> None:
        self._datagrams = datagrams

    def read(self, sock: socket.socket) -> list[Datagram]:
        found, self._datagrams = self._datagrams, []
        return found


async def test_recorded_and_mutated_datagrams(house: House) -> None:
    """From the addresses that they came from, so that they get as far as they can. FUZZ=long
    looks longer."""
    rounds = 4000 if os.environ.get("FUZZ") == "long" else 60
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    port, wire = port_of(house), house.node.wire
    recorder = wire.reader = Recorder(wire.reader)
    kept = recorder.kept
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
                wire.reader = Replay(given)
                try:
                    wire.read(port)
                except Exception as error:
                    raise AssertionError(f"seed {seed}: {error!r}") from error
                finally:
                    wire.reader = recorder
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
