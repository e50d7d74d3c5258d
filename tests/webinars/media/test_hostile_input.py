"""Whatever comes out of the network: dropped cheaply, counted, and nobody else notices."""

import asyncio
import contextlib
import os
import random
import socket
import struct
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiortc.mediastreams import AudioStreamTrack, VideoStreamTrack

from tests.webinars.media.nodes import Client, House, a_client, a_house, dropped, until
from tests.webinars.media.test_stun import request
from webinars.media import connections, stun
from webinars.media.connections import Connection
from webinars.media.contract import Remove
from webinars.media.metrics import DROPPED
from webinars.media.udp import Port

Datagram = tuple[bytes, Any]


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with a_house() as opened:
        yield opened


@pytest.fixture
async def speaker(house: House) -> AsyncIterator[Client]:
    async with a_client(house) as client:
        await client.publish(
            tracks={"microphone": AudioStreamTrack(), "camera": VideoStreamTrack()}
        )
        await client.connected()
        yield client


@pytest.fixture
async def viewer(house: House) -> AsyncIterator[Client]:
    async with a_client(house) as client:
        await client.watch()
        await client.connected()
        yield client


@contextlib.asynccontextmanager
async def undisturbed(viewer: Client) -> AsyncIterator[None]:
    """Sound and picture come on while (and after) something happens, and nothing tripped."""
    await until(lambda: viewer.frames.get("audio-0", 0) > 5 and viewer.frames.get("video-0", 0) > 3)
    tripped = dropped("forwarding_failed")
    yield
    frames = dict(viewer.frames)
    await until(
        lambda: (
            viewer.frames["audio-0"] > frames["audio-0"] + 25
            and viewer.frames["video-0"] > frames["video-0"] + 10
        )
    )
    assert dropped("forwarding_failed") == tripped


def stranger() -> socket.socket:
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("127.0.0.1", 0))
    sock.setblocking(False)
    return sock


def connection_of(house: House, client: Client) -> Connection:
    return house.node.rooms[house.room].connections[client.connection]


def port_of(house: House) -> Port:
    return house.node.wire.ports[0]


async def test_a_flood_from_an_unknown_address(
    house: House, speaker: Client, viewer: Client
) -> None:
    kinds = {
        "rtp_unknown_address": b"\x80\x60" + bytes(100),
        "dtls_unknown_address": b"\x16\xfe\xfd" + bytes(100),
        "stun_header": b"\x00\x01" + bytes(30),
        "stun_unknown": request("nobody", "x" * 24),
        "unknown_protocol": b"\xff" * 40,
        "empty": b"",
    }
    before = {reason: dropped(reason) for reason in kinds}
    async with undisturbed(viewer):
        with stranger() as sock:
            for _ in range(200):
                for datagram in kinds.values():
                    with contextlib.suppress(BlockingIOError):
                        sock.sendto(datagram, ("127.0.0.1", house.port))
                await asyncio.sleep(0)
    for reason in kinds:
        assert dropped(reason) > before[reason] + 50, reason


def test_a_datagram_from_nobody_costs_microseconds(
    benchmark_seconds: Callable[[Any], float],
) -> None:
    """The price of what a flood is made of, without the kernel's part."""
    data = request("nobody", "x" * 24)
    assert benchmark_seconds(lambda: stun.parse_request(data)) < 100e-6


@pytest.fixture
def benchmark_seconds() -> Callable[[Any], float]:
    def measure(call: Any) -> float:
        best = 1.0
        for _ in range(5):
            began = time.perf_counter()
            for _ in range(200):
                call()
            best = min(best, (time.perf_counter() - began) / 200)
        return best

    return measure


async def test_a_check_that_proves_nothing_teaches_no_address(house: House, viewer: Client) -> None:
    agent = connection_of(house, viewer).agent
    paths = dict(agent.paths)
    before = dropped("stun_unproven")
    with stranger() as sock:
        sock.sendto(
            request(agent.credentials.ufrag, "w" * 24, nominate=True), ("127.0.0.1", house.port)
        )
        await until(lambda: dropped("stun_unproven") > before)
        assert set(agent.paths) == set(paths)
        with pytest.raises(BlockingIOError):
            sock.recv(100)


async def test_who_believes_to_be_controlled_is_told_the_conflict(
    house: House, viewer: Client
) -> None:
    credentials = connection_of(house, viewer).agent.credentials
    with stranger() as sock:
        data = request(credentials.ufrag, credentials.password, controlled=True)
        sock.sendto(data, ("127.0.0.1", house.port))
        answer = await asyncio.wait_for(asyncio.get_running_loop().sock_recv(sock, 200), 5)
    assert answer[:2] == b"\x01\x11"
    assert answer[20:28] == bytes.fromhex("0009001100000457")


async def test_nobody_takes_a_neighbours_address(
    house: House, speaker: Client, viewer: Client
) -> None:
    """Somebody in the room who forges the source address of somebody else."""
    victim, attacker = connection_of(house, speaker), connection_of(house, viewer)
    path = victim.agent.selected
    assert path is not None
    credentials = attacker.agent.credentials
    data = request(credentials.ufrag, credentials.password, nominate=True)
    before = dropped("stun_address_taken")
    async with undisturbed(viewer):
        house.node._on_stun(path.port, data, path.address, time.monotonic())
        assert dropped("stun_address_taken") == before + 1
        assert path.port.peers[path.address] is victim
        assert attacker.agent.selected != path


async def test_too_many_checks_are_not_answered(house: House, viewer: Client) -> None:
    credentials = connection_of(house, viewer).agent.credentials
    data = request(credentials.ufrag, credentials.password)
    before = dropped("stun_flood")
    with stranger() as sock:
        for _ in range(1000):
            sock.sendto(data, ("127.0.0.1", house.port))
            await asyncio.sleep(0)
        await until(lambda: dropped("stun_flood") > before + 100)
        assert len(connection_of(house, viewer).agent.paths) <= 2


async def test_a_viewer_may_move_to_another_address(
    house: House, speaker: Client, viewer: Client
) -> None:
    """What is sent goes to where the last nomination came from (a phone that changes networks)."""
    credentials = connection_of(house, viewer).agent.credentials
    async with undisturbed(viewer):
        pass
    with stranger() as sock:
        data = request(credentials.ufrag, credentials.password, nominate=True)
        sock.sendto(data, ("127.0.0.1", house.port))
        loop = asyncio.get_running_loop()
        kinds: set[int] = set()
        async with asyncio.timeout(5):
            while not {0, 2} <= kinds:
                kinds.add((await loop.sock_recv(sock, 2000))[0] >> 6)
    assert kinds == {0, 2}, "STUN's answer, then RTP"


async def test_packets_that_nobody_signed_or_that_come_again(
    house: House, speaker: Client, viewer: Client
) -> None:
    dtls: Any = speaker.peer.getSenders()[0].transport
    before = {name: dropped(name) for name in ("srtp_unproven", "srtp_replay", "srtp_size")}
    async with undisturbed(viewer):
        once = dtls._tx_srtp.protect(struct.pack("!BBHII", 128, 0x60, 5, 1, 0x1234) + b"x" * 40)
        for _ in range(3):
            await dtls.transport._send(once)
        for size in (1, 2, 11, 12, 40, 1400):
            await dtls.transport._send(b"\x80\x60" + os.urandom(size))
            await dtls.transport._send(b"\x80\xc8" + os.urandom(size))
        for _ in range(20):
            await dtls.transport._send(b"")
    assert dropped("srtp_replay") == before["srtp_replay"] + 2
    assert dropped("srtp_unproven") > before["srtp_unproven"] + 4
    assert dropped("srtp_size") == before["srtp_size"] + 4


async def test_malformed_rtcp_and_rtp_of_somebody_in_the_room(
    house: House, speaker: Client, viewer: Client
) -> None:
    """Signed as it should be, nonsense inside."""
    chance = random.Random(7)
    async with undisturbed(viewer):
        for client in (speaker, viewer):
            sender = (client.peer.getSenders() or client.peer.getReceivers())[0]
            dtls: Any = sender.transport
            for number in range(300):
                size = chance.choice([8, 12, 16, 28, 60, 400])
                head = bytes([chance.randrange(128, 192), chance.randrange(192, 224)])
                rtcp = head + struct.pack("!H", chance.choice([0, 1, size // 4 - 1, 65535]))
                await dtls.transport._send(
                    dtls._tx_srtp.protect_rtcp((rtcp + chance.randbytes(size))[:size])
                )
                rtp = struct.pack(
                    "!BBHII",
                    *(chance.randrange(128, 192), chance.choice([96, 97, 224, 1])),
                    *(number, 0, chance.choice([1, 2, 3])),
                ) + chance.randbytes(size)
                with contextlib.suppress(Exception):  # libsrtp signs no header that it cannot read
                    await dtls.transport._send(dtls._tx_srtp.protect(rtp))
                if number % 20 == 0:
                    await asyncio.sleep(0.01)
    assert dropped("rtp_from_viewer") > 0


async def test_somebody_who_never_comes_is_forgotten(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "CONNECT_SECONDS", 0.5)
    client = Client(house)
    client.peer.addTransceiver("audio", direction="recvonly")
    await client.peer.setLocalDescription(await client.peer.createOffer())
    house.admit(client.peer.localDescription.sdp, connection=client.connection)
    assert house.node.connections == 1
    await until(lambda: house.gone() == [client.connection])
    assert house.node.connections == 0
    await client.close()


async def test_somebody_who_fell_silent_is_forgotten(
    house: House, viewer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    agent = connection_of(house, viewer).agent
    agent.heard_at -= 100
    monkeypatch.setattr(agent, "checked", lambda *_: [])
    await until(lambda: house.gone() == [viewer.connection])
    assert not port_of(house).peers


async def test_the_removed_go_on_sending_to_nobody(house: House, speaker: Client) -> None:
    async with a_client(house) as viewer, a_client(house) as other:
        # One picture: aiortc gives packets of an m-line that it did not start to its neighbour.
        await viewer.watch(video=1)
        await viewer.connected()
        await other.publish(tracks={"screen": VideoStreamTrack()})
        await other.connected()
        dtls: Any = other.peer.getSenders()[0].transport
        async with undisturbed(viewer):
            house.node.carry_out(Remove(house.room, other.participant))
            before = dropped("rtp_unknown_address")
            for _ in range(50):
                await dtls.transport._send(b"\x80\x60" + os.urandom(60))
            await until(lambda: dropped("rtp_unknown_address") >= before + 50)
            sources = [slot.source for slot in house.node.rooms[house.room].stage.slots()]
            assert "screen" not in sources
            # An offer that was under way comes too late.
            refused = house.admit(
                other.peer.localDescription.sdp, purpose="publish", participant=other.participant
            )
            assert refused.code == "not_allowed"


async def test_no_more_connections_than_the_process_takes() -> None:
    async with a_house(connections_most=1) as house, a_client(house) as viewer:
        await viewer.watch()
        client = Client(house)
        client.peer.addTransceiver("audio", direction="recvonly")
        await client.peer.setLocalDescription(await client.peer.createOffer())
        sdp = client.peer.localDescription.sdp
        assert house.admit(sdp).code == "full"
        # Who is there already may offer again.
        assert house.admit(
            viewer.peer.localDescription.sdp,
            participant=viewer.participant,
            connection=viewer.connection,
        ).sdp
        await client.close()


async def test_a_connection_of_somebody_else_cannot_be_taken_by_its_id(
    house: House, viewer: Client
) -> None:
    client = Client(house)
    client.peer.addTransceiver("audio", direction="recvonly")
    await client.peer.setLocalDescription(await client.peer.createOffer())
    refused = house.admit(client.peer.localDescription.sdp, connection=viewer.connection)
    assert refused.code == "bad_offer"
    assert viewer.connection in house.node.rooms[house.room].connections
    await client.close()


async def test_opening_connections_without_end_ends_ones_own_oldest(
    house: House, viewer: Client
) -> None:
    client = Client(house)
    client.peer.addTransceiver("audio", direction="recvonly")
    await client.peer.setLocalDescription(await client.peer.createOffer())
    for _ in range(40):
        house.admit(client.peer.localDescription.sdp, participant=client.participant)
    assert house.node.connections <= 13
    assert viewer.connection in house.node.rooms[house.room].connections
    await client.close()


# --- recorded and mutated -------------------------------------------------------------------------


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
