"""A CRM that takes signed webhooks, and can misbehave on demand. A real HTTP/1.1 server.

In a test: `with CrmReceiver() as crm: …`, in a thread with an event loop of its own. From outside:
`python -m tests.fakes.crm_receiver --port 9180 --secret whsec_…`; then `POST /mode` with
`{"mode": "down"}` changes its behaviour and `GET /state` tells what it holds.

It keeps final state by external id and ignores a version that is not newer than what it has, as
docs/bridge.md asks of a receiver. What it counts is what nobody should be able to see in its state.
"""

import argparse
import asyncio
import json
import threading
from collections import Counter
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import Any

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

SECRET = "whsec_dGhpcyBpcyBhIHNlY3JldCBvZiAyNCBieXRlcw=="
#: ok; down (closes at once); 500; late (stores, then answers after everybody gave up); limited
#: (429); moved (302 into the house); nonsense (stores, answers no HTTP); drip (stores, answers a
#: byte at a time); refuse (422 for a record that `refuses` matches).
MODES = ("ok", "down", "500", "late", "limited", "moved", "nonsense", "drip", "refuse")


@dataclass
class Held:
    """What the CRM has of one external id."""

    version: int
    kind: str
    deleted: bool
    data: dict[str, Any]
    #: Every version that arrived and changed the state, in the order of arrival.
    applied: list[int] = field(default_factory=list)


class CrmReceiver:
    def __init__(self, secret: str = SECRET, port: int = 0) -> None:
        self.secret = secret
        self.mode = "ok"
        self.late = 3.0
        self.retry_after = "1"
        #: Refused with 422 when it is in the record's JSON.
        self.refuses = ""
        self.refusal = "Field 'zip' exceeds 10 characters"
        self.entries: dict[str, Held] = {}
        self.contacts: dict[str, Held] = {}
        #: received, verified, forged, applied, repeated (same id and version), stale (older).
        self.counts: Counter[str] = Counter()
        #: webhook-id → how often it arrived, and in which order.
        self.ids: Counter[str] = Counter()
        self.order: list[str] = []
        self.calls = 0
        self._port = port
        self._ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._thread: threading.Thread | None = None

    # --- life ------------------------------------------------------------------------------------

    def __enter__(self) -> "CrmReceiver":
        self._thread = threading.Thread(target=lambda: asyncio.run(self.run()), daemon=True)
        self._thread.start()
        assert self._ready.wait(5)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._loop and self._stop and self._thread
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(5)

    @property
    def origin(self) -> str:
        return f"127.0.0.1:{self._port}"

    @property
    def url(self) -> str:
        return f"http://{self.origin}/webhook"

    @property
    def list_url(self) -> str:
        return f"http://{self.origin}/list"

    async def run(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._serve, "127.0.0.1", self._port)
        self._port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()

    # --- HTTP ------------------------------------------------------------------------------------

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            first, *lines = head.split("\r\n")
            method, path, _version = first.split(" ", 2)
            headers = {k.lower(): v.strip() for k, _, v in (x.partition(":") for x in lines if x)}
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            await self._answer(writer, method, path, headers, body)
        with suppress(ConnectionError):
            writer.close()
            await writer.wait_closed()

    async def _answer(
        self,
        writer: asyncio.StreamWriter,
        method: str,
        path: str,
        headers: dict[str, str],
        body: bytes,
    ) -> None:
        if path == "/mode":
            for name, value in json.loads(body).items():
                setattr(self, name, value)
            return await self._say(writer, 200, {"mode": self.mode})
        if path == "/state":
            return await self._say(writer, 200, self.state())
        self.calls += 1
        if self.mode == "down":
            return None
        if self.mode == "moved":
            more = {"Location": "http://127.0.0.1:1/inside"}
            return await self._say(writer, 302, {"error": "moved"}, more)
        if self.mode == "500":
            return await self._say(writer, 500, {"error": "Internal error, incident 4711"})
        if self.mode == "limited":
            more = {"Retry-After": self.retry_after}
            return await self._say(writer, 429, {"error": "Too many requests"}, more)
        self.counts["received"] += 1
        try:
            Webhook(self.secret).verify(body, headers)
        except WebhookVerificationError:
            self.counts["forged"] += 1
            return await self._say(writer, 401, {"error": "invalid signature"})
        self.counts["verified"] += 1
        if path == "/list" and self.mode != "nonsense":
            return await self._say(writer, 200, {"entries": self.listed(), "next": None})
        if self.mode == "refuse" and self.refuses.encode() in body:
            message = {"error": {"message": self.refusal, "code": 4012}}
            return await self._say(writer, 422, message)
        answer = self._take(headers["webhook-id"], json.loads(body))
        if self.mode == "late":
            await asyncio.sleep(self.late)
        if self.mode == "nonsense":
            writer.write(b"\x00\xffSMTP ready\r\n")
            return None
        if self.mode == "drip":
            for byte in b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + b"x" * 500:
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(0.05)
            return None
        return await self._say(writer, 200, answer)

    async def _say(
        self,
        writer: asyncio.StreamWriter,
        status: int,
        answer: Any,
        more: dict[str, str] | None = None,
    ) -> None:
        body = json.dumps(answer).encode()
        headers = {"Content-Type": "application/json", "Content-Length": str(len(body))}
        lines = [f"HTTP/1.1 {status} -", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in {**headers, **(more or {})}.items()]
        writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        await writer.drain()

    # --- the CRM ---------------------------------------------------------------------------------

    def _take(self, message: str, sent: dict[str, Any]) -> dict[str, Any]:
        self.ids[message] += 1
        self.order.append(message)
        what, _, event = sent["type"].partition(".")
        if what in ("ping", "list"):
            return {}
        data = sent["data"]
        table = self.contacts if what == "contact" else self.entries
        external = data["external_id"]
        held = table.get(external)
        if held is not None and data["version"] <= held.version:
            self.counts["repeated" if data["version"] == held.version else "stale"] += 1
        else:
            self.counts["applied"] += 1
            applied = held.applied if held else []
            table[external] = Held(
                version=data["version"],
                kind=data.get("kind", what),
                deleted=data["deleted"],
                data=data,
                applied=[*applied, data["version"]],
            )
        assert data["deleted"] == (event == "deleted")
        return {"id": f"crm-{external[:8]}", "url": f"http://crm.example/{what}/{external}"}

    def listed(self) -> list[dict[str, Any]]:
        return [
            {"external_id": external, "version": held.version, "deleted": held.deleted}
            for external, held in self.entries.items()
        ]

    def state(self) -> dict[str, Any]:
        return {
            "mode": self.mode,
            "calls": self.calls,
            "counts": dict(self.counts),
            "entries": {external: asdict(held) for external, held in self.entries.items()},
            "contacts": {external: asdict(held) for external, held in self.contacts.items()},
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=9180)
    parser.add_argument("--secret", default=SECRET)
    options = parser.parse_args()
    with suppress(KeyboardInterrupt):
        asyncio.run(CrmReceiver(options.secret, options.port).run())


if __name__ == "__main__":
    main()
