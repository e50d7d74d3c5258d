"""Browsers' peer connections (aiortc) in a room, over the room's frames."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import uuid4

from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack, MediaStreamTrack, VideoStreamTrack

from tests.clients import Client
from webinars.models import Room

TRACKS: dict[str, Callable[[], MediaStreamTrack]] = {
    "microphone": AudioStreamTrack,
    "camera": VideoStreamTrack,
}


class Peer:
    """A browser's one peer connection for one purpose."""

    def __init__(self, line: Client, room: Room) -> None:
        self.line, self.room = line, room
        self.connection = str(uuid4())
        self.peer = RTCPeerConnection()
        self.frames = 0
        self._tasks: list[asyncio.Task[None]] = []

    async def offer(self, purpose: str, *sources: str) -> dict[str, Any]:
        """The frame that answers: `done`, or `error`."""
        if not self.peer.getTransceivers():
            if purpose == "watch":
                for kind, count in (("audio", 3), ("video", 4)):
                    for _ in range(count):
                        self.peer.addTransceiver(kind, direction="recvonly")
                self.peer.on("track", self._arrived)
            for source in sources:
                self.peer.addTransceiver(TRACKS[source](), direction="sendonly")
            await self.peer.setLocalDescription(await self.peer.createOffer())
        own = str(uuid4())
        mids = [str(one.mid) for one in self.peer.getTransceivers()]
        await self.line.send(
            t="media.offer",
            id=own,
            room=str(self.room.id),
            connection=self.connection,
            purpose=purpose,
            sdp=self.peer.localDescription.sdp,
            sources=dict(zip(mids, sources, strict=False)),
        )
        async with asyncio.timeout(10):
            while True:
                frame = await self.line.next(10)
                if frame.get("id") == own:
                    break
                self.line.frames.append(frame)
        if frame["t"] == "done":
            await self.peer.setRemoteDescription(
                RTCSessionDescription(frame["result"]["sdp"], "answer")
            )
        return frame

    def _arrived(self, track: MediaStreamTrack) -> None:
        self._tasks.append(asyncio.create_task(self._count(track)))

    async def _count(self, track: MediaStreamTrack) -> None:
        while True:
            await track.recv()
            self.frames += 1

    async def grows(self, seconds: float = 10.0) -> None:
        seen = self.frames
        async with asyncio.timeout(seconds):
            while self.frames < seen + 10:
                await asyncio.sleep(0.02)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.peer.close()


@contextlib.asynccontextmanager
async def a_peer(line: Client, room: Room) -> AsyncIterator[Peer]:
    peer = Peer(line, room)
    try:
        yield peer
    finally:
        await peer.close()


async def ask(line: Client, frame: str, room: Room, **more: Any) -> dict[str, Any]:
    own = str(uuid4())
    await line.send(t=frame, id=own, room=str(room.id), **more)
    async with asyncio.timeout(10):
        while True:
            answer = await line.next(10)
            if answer.get("id") == own:
                return answer
            line.frames.append(answer)
