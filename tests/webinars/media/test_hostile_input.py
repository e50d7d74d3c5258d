"""Whatever comes out of the network: dropped cheaply, counted, and nobody else notices."""

import asyncio
import contextlib
import os
import random
import socket
import struct
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from types import FrameType
from typing import Any

import pytest
from aiortc.mediastreams import AudioStreamTrack, VideoStreamTrack

from tests.webinars.media.nodes import (
    Client,
    House,
    a_client,
    a_house,
    dropped,
    port_of,
    undisturbed,
    until,
)
from tests.webinars.media.test_stun import request
from webinars.media import connections
from webinars.media.connections import Connection
from webinars.media.contract import Remove


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


def stranger() -> socket.socket:
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("127.0.0.1", 0))
    sock.setblocking(False)
    return sock


def connection_of(house: House, client: Client) -> Connection:
    return house.node.rooms[house.room].connections[client.connection]


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


async def test_a_check_from_nobody_is_dropped_before_any_key_is_used(house: House) -> None:
    """What a flood is made of costs a few dozen calls, whatever the machine."""
    data, calls = request("nobody", "x" * 24), Counter[str]()
    before = dropped("stun_unknown")

    def note(frame: FrameType, event: str, called: Any) -> None:
        if event in ("call", "c_call"):
            calls[frame.f_code.co_name if event == "call" else called.__name__] += 1

    sys.setprofile(note)
    try:
        house.node._on_stun(house.node.wire.ports[0], data, ("192.0.2.1", 1), 0.0)
    finally:
        sys.setprofile(None)
    assert dropped("stun_unknown") == before + 1
    assert calls["hmac_digest"] == 0
    assert calls.total() < 60


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
