"""A client of `hub.v1` as docs/protocol.md describes it: what a stranger would write."""

import asyncio
import contextlib
import json
import secrets
from base64 import urlsafe_b64encode
from typing import Any
from urllib.request import Request, urlopen
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin, Subprotocol

PROTOCOL = Subprotocol("hub.v1")


def new_key() -> str:
    """A browser's random key."""
    return urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()


def post(url: str, data: Any, headers: dict[str, str] | None = None) -> tuple[int, Any]:
    """POST JSON; (status, decoded answer), also for errors."""
    from urllib.error import HTTPError

    request = Request(
        url,
        data=json.dumps(data).encode(),
        headers={"Content-Type": "application/json", **(headers or {})},
        method="POST",
    )
    try:
        with urlopen(request, timeout=10) as answer:
            return answer.status, json.loads(answer.read() or b"null")
    except HTTPError as error:
        return error.code, json.loads(error.read() or b"null")


def start_conversation(public: str, site: str, text: str = "Guten Tag", **more: Any) -> Any:
    """The first message; the answer of the API with the `key` and `client_id` that were used."""
    data = {
        "site": site,
        "conversation": str(uuid4()),
        "key": new_key(),
        "client_id": str(uuid4()),
        "text": text,
        **more,
    }
    status, answer = post(f"{public}/api/v1/public/conversations", data)
    assert status == 201, (status, answer)
    return {**answer, "key": data["key"], "client_id": data["client_id"]}


class Client:
    """One socket. `expect` waits for a kind of frame, and keeps the others in `frames`."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.frames: list[dict[str, Any]] = []
        self.received = 0

    @classmethod
    @contextlib.asynccontextmanager
    async def visitor(cls, web: Any, token: str | None, *, origin: str | None = None) -> Any:
        url = f"ws://127.0.0.1:{web.port}/ws/visitor"
        async with connect(
            url, subprotocols=[PROTOCOL], origin=Origin(origin or web.public), max_size=None
        ) as socket:
            client = cls(socket)
            await client.send(t="hello", token=token, lang="de")
            yield client

    @classmethod
    @contextlib.asynccontextmanager
    async def staff(cls, web: Any, session: str, *, origin: str | None = None) -> Any:
        url = f"ws://127.0.0.1:{web.port + 1}/ws/staff"
        async with connect(
            url,
            subprotocols=[PROTOCOL],
            origin=Origin(origin or web.staff),
            additional_headers={"Cookie": f"__Host-staff={session}"},
            max_size=None,
        ) as socket:
            client = cls(socket)
            await client.send(t="hello", lang="de")
            yield client

    async def send(self, **frame: Any) -> None:
        await self.socket.send(json.dumps(frame, default=str))

    async def next(self, seconds: float = 5.0) -> dict[str, Any]:
        frame: dict[str, Any] = json.loads(await asyncio.wait_for(self.socket.recv(), seconds))
        self.received += 1
        if self.received % 20 == 0:
            await self.send(t="got", n=self.received)
        return frame

    async def expect(
        self, frame_kind: str, /, seconds: float = 5.0, **fields: Any
    ) -> dict[str, Any]:
        async with asyncio.timeout(seconds):
            while True:
                frame = await self.next(seconds)
                if frame["t"] == frame_kind and all(frame.get(k) == v for k, v in fields.items()):
                    return frame
                self.frames.append(frame)

    async def silence(self, seconds: float = 0.5) -> list[dict[str, Any]]:
        """Everything that comes within so many seconds."""
        got = []
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while True:
                    got.append(await self.next(seconds))
        return got

    async def until_closed(self, seconds: float = 10.0) -> list[dict[str, Any]]:
        """Everything that still comes before the other side closes."""
        got = []
        with contextlib.suppress(ConnectionClosed, TimeoutError):
            async with asyncio.timeout(seconds):
                while True:
                    got.append(await self.next(seconds))
        return got

    async def subscribe(self, ref: str, **after: int) -> dict[str, Any]:
        await self.expect("hello") if not self.received else None
        await self.send(t="sub", ref=ref, after=after)
        return await self.expect("subbed", ref=ref)

    async def say(self, log: str, text: str, prev: str | None = None, **more: Any) -> str:
        own = more.pop("id", None) or str(uuid4())
        await self.send(
            t="send", id=own, log=log, kind="message", body={"text": text}, prev=prev, **more
        )
        return own
