"""A media node in the test's own event loop, and WebRTC clients (aiortc) that speak to it."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import UUID, uuid4

from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack, MediaStreamTrack, VideoStreamTrack

from webinars.media import addresses
from webinars.media.contract import Admit, Answered, AnyEvent, Create, Gone, Source
from webinars.media.forwarding import Stage
from webinars.media.metrics import DROPPED
from webinars.media.node import Node
from webinars.media.udp import Port

EVERYTHING: frozenset[Source] = frozenset({"microphone", "camera", "screen", "screen-audio"})


def free_udp_port(host: str = "127.0.0.1") -> int:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        probe.bind((host, 0))
        port: int = probe.getsockname()[1]
    return port


class House:
    """A node with one room, and what it said."""

    def __init__(self, node: Node, port: int, events: list[AnyEvent]) -> None:
        self.node = node
        self.port = port
        self.events = events
        self.room = uuid4()
        assert node.carry_out(Create(self.room, 1, 2, 3)) is None

    def admit(
        self,
        sdp: str,
        *,
        purpose: Any = "watch",
        participant: UUID | None = None,
        connection: UUID | None = None,
        sources: dict[str, Source] | None = None,
        may_publish: frozenset[Source] = frozenset(),
    ) -> Any:
        return self.node.carry_out(
            Admit(
                room=self.room,
                epoch=1,
                participant=participant or uuid4(),
                connection=connection or uuid4(),
                purpose=purpose,
                sdp=sdp,
                sources=sources or {},
                may_publish=may_publish,
            )
        )

    def gone(self) -> list[UUID]:
        return [event.connection for event in self.events if isinstance(event, Gone)]


@contextlib.asynccontextmanager
async def a_house(host: str | None = "127.0.0.1", **more: Any) -> AsyncIterator[House]:
    """At this address, or (None) at all of this machine's, as the real process is."""
    port = free_udp_port(host or "127.0.0.1")
    events: list[AnyEvent] = []
    ips = addresses.to_bind([host] if host else [])
    candidates = addresses.to_advertise([], port=port, bound=ips, local_origin=True)
    node = Node(candidates=candidates, emit=events.append, new_stage=Stage, **more)
    node.open(ips, port)
    try:
        yield House(node, port, events)
    finally:
        node.close()


class Client:
    """One person's peer connection. `frames` counts what was decoded, by kind and slot."""

    def __init__(self, house: House, participant: UUID | None = None) -> None:
        self.house = house
        self.participant = participant or uuid4()
        self.connection = uuid4()
        self.peer = RTCPeerConnection()
        self.frames: dict[str, int] = {}
        self._tasks: list[asyncio.Task[None]] = []

    async def publish(
        self,
        may_publish: frozenset[Source] = EVERYTHING,
        tracks: dict[Source, MediaStreamTrack] | None = None,
    ) -> str:
        """Gives the answer's SDP."""
        tracks = tracks or {"microphone": AudioStreamTrack(), "camera": VideoStreamTrack()}
        for track in tracks.values():
            self.peer.addTransceiver(track, direction="sendonly")
        return await self.offer("publish", list(tracks), may_publish)

    async def watch(self, audio: int = 2, video: int = 3) -> str:
        for kind, count in (("audio", audio), ("video", video)):
            for _ in range(count):
                self.peer.addTransceiver(kind, direction="recvonly")
        self.peer.on("track", self._arrived)
        return await self.offer("watch", [], frozenset())

    async def offer(
        self, purpose: str, sources: list[Source], may_publish: frozenset[Source]
    ) -> str:
        await self.peer.setLocalDescription(await self.peer.createOffer())
        mids = [str(transceiver.mid) for transceiver in self.peer.getTransceivers()]
        answer = self.house.admit(
            self.peer.localDescription.sdp,
            purpose=purpose,
            participant=self.participant,
            connection=self.connection,
            sources=dict(zip(mids, sources, strict=False)),
            may_publish=may_publish,
        )
        assert isinstance(answer, Answered), answer
        await self.peer.setRemoteDescription(RTCSessionDescription(answer.sdp, "answer"))
        return answer.sdp

    def _arrived(self, track: MediaStreamTrack) -> None:
        self._tasks.append(asyncio.create_task(self._count(track)))

    async def _count(self, track: MediaStreamTrack) -> None:
        """The answer's msid is its slot's name."""
        while True:
            await track.recv()
            self.frames[track.id] = self.frames.get(track.id, 0) + 1

    async def connected(self) -> None:
        await until(lambda: self.peer.connectionState == "connected")

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.peer.close()


@contextlib.asynccontextmanager
async def a_client(house: House, participant: UUID | None = None) -> AsyncIterator[Client]:
    client = Client(house, participant)
    try:
        yield client
    finally:
        await client.close()


async def until(condition: Callable[[], Any], seconds: float = 15.0) -> None:
    """Wait until it holds; fails after `seconds`."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)


def dropped(reason: str) -> float:
    """How many datagrams were dropped for it so far in this process."""
    value: float = DROPPED.labels(reason)._value.get()
    return value


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


def port_of(house: House) -> Port:
    return house.node.wire.ports[0]
