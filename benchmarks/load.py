"""Load on the chat: conversations of a visitor and a salesperson, each with messages in flight.

Keeps count of what a person would notice: sent, acknowledged, received, lost, doubled, out of
order. A line that is cut comes back by itself, as docs/protocol.md asks of a client.
"""

import asyncio
import random
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from uuid import uuid4

import msgspec

from benchmarks.wire import Wire, open_wire

decode = msgspec.json.Decoder().decode


@dataclass
class Endpoint:
    """Where one participant connects, and as whom."""

    port: int
    path: str
    headers: dict[str, str]
    token: str | None
    ref: str
    log: str


@dataclass
class Figures:
    """All participants' together. Latencies in seconds."""

    sent: int = 0
    acknowledged: int = 0
    received: int = 0
    doubled: int = 0
    out_of_order: int = 0
    reconnects: int = 0
    refused: int = 0
    errors: dict[str, int] = field(default_factory=dict)
    ack: list[float] = field(default_factory=list)
    delivery: list[float] = field(default_factory=list)


class Participant:
    """One side of a conversation: sends, resends, and checks what it hears."""

    def __init__(
        self,
        where: Endpoint,
        figures: Figures,
        clock: dict[str, float],
        *,
        in_flight: int,
        size: int,
        rate: float | None = None,
    ) -> None:
        self.where = where
        self.figures = figures
        self.clock = clock
        self.in_flight = in_flight
        self.text = "x" * size
        self.rate = rate
        self.last = 0
        self.acknowledged: dict[str, int] = {}
        self.heard: dict[int, str] = {}
        self.sending = False
        self._outbox: deque[tuple[str, str | None]] = deque()
        self._previous: str | None = None
        self._wire: Wire | None = None
        self._frames = 0
        self._subscribed = asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()
        self._stop = False
        self._retry_at = 0.0
        self._asked = False
        self._tasks: list[asyncio.Task[None]] = []

    # --- the line -------------------------------------------------------------------------------

    async def run(self) -> None:
        """Connect, and again, until `stop`."""
        pause = 0.05
        while not self._stop:
            try:
                self._wire = await open_wire(
                    self.where.port,
                    self.where.path,
                    {**self.where.headers, "Sec-WebSocket-Protocol": "hub.v1"},
                    self._on_text,
                )
            except (OSError, TimeoutError):
                await asyncio.sleep(pause * random.uniform(0.5, 1.5))
                pause = min(1.0, pause * 2)
                continue
            pause = 0.05
            self._frames = 0
            self._asked = False
            self._wire.send({"t": "hello", "token": self.where.token, "lang": "de"})
            self._wire.send(
                {"t": "sub", "ref": self.where.ref, "after": {self.where.log: self.last}}
            )
            beat = asyncio.create_task(self._confirm())
            await self._wire.closed
            beat.cancel()
            self._subscribed.clear()
            if not self._stop:
                self.figures.reconnects += 1
                await asyncio.sleep(random.uniform(0.02, 0.2))

    async def _confirm(self) -> None:
        while True:
            await asyncio.sleep(3)
            if self._wire is not None:
                self._wire.send({"t": "got", "n": self._frames})

    def stop(self) -> None:
        self._stop = True
        if self._wire is not None:
            self._wire.close()

    async def ready(self) -> None:
        await self._subscribed.wait()

    # --- what comes -----------------------------------------------------------------------------

    def _on_text(self, text: bytes) -> None:
        frame = decode(text)
        self._frames += 1
        if self._frames % 20 == 0 and self._wire is not None:
            self._wire.send({"t": "got", "n": self._frames})
        kind = frame["t"]
        if kind == "entry":
            self._heard(frame["entry"], live=True)
        elif kind == "ok":
            self._ok(frame)
        elif kind == "subbed":
            (log,) = [log for log in frame["logs"] if log["log"] == self.where.log]
            self._page(log["entries"], log["more"])
            self._subscribed.set()
            self._resend()
        elif kind == "entries":
            self._asked = False
            self._page(frame["entries"], frame["more"])
        elif kind == "heads":
            if frame["heads"].get(self.where.log, 0) > self.last:
                self._ask()
        elif kind == "error":
            self._error(frame)
        elif kind == "goaway" and self._wire is not None:
            self._wire.close()

    def _page(self, entries: list[dict[str, Any]], more: bool) -> None:
        for entry in entries:
            self._heard(entry, live=False)
        if more:
            self._ask()

    def _ask(self) -> None:
        if self._wire is not None and not self._asked:
            self._asked = True
            self._wire.send({"t": "more", "log": self.where.log, "after": self.last})

    def _heard(self, entry: dict[str, Any], *, live: bool) -> None:
        seq = entry["seq"]
        if seq <= self.last:
            if self.heard.get(seq) != entry["id"]:
                self.figures.out_of_order += 1  # another entry under a seq that we have
            return
        if seq > self.last + 1:
            self._ask()
            return
        self.last = seq
        self.heard[seq] = entry["id"]
        self.figures.received += 1
        began = self.clock.get(entry["id"])
        if live and began is not None:
            self.figures.delivery.append(time.perf_counter() - began)

    def _ok(self, frame: dict[str, Any]) -> None:
        own, seq = frame["id"], frame["seq"]
        if own in self.acknowledged:
            if self.acknowledged[own] != seq:
                self.figures.doubled += 1
            return
        self.acknowledged[own] = seq
        self.figures.acknowledged += 1
        began = self.clock.get(own)
        if began is not None:
            self.figures.ack.append(time.perf_counter() - began)
        self._outbox = deque(item for item in self._outbox if item[0] != own)
        self._room.set()

    def _error(self, frame: dict[str, Any]) -> None:
        code = frame["code"]
        self.figures.errors[code] = self.figures.errors.get(code, 0) + 1
        if not frame.get("id"):
            self._asked = False
        elif frame.get("retry_after") is not None:
            now = asyncio.get_running_loop().time()
            if now >= self._retry_at:  # one resending for the many errors of one cause
                self._retry_at = now + frame["retry_after"]
                asyncio.get_running_loop().call_later(frame["retry_after"], self._resend)
        else:
            self.figures.refused += 1

    # --- what goes ------------------------------------------------------------------------------

    def _frame(self, own: str, previous: str | None) -> dict[str, Any]:
        return {
            "t": "send",
            "id": own,
            "log": self.where.log,
            "kind": "message",
            "body": {"text": self.text},
            "prev": previous,
        }

    def _resend(self) -> None:
        if self._wire is not None:
            for own, previous in self._outbox:
                self._wire.send(self._frame(own, previous))

    async def chatter(self) -> None:
        """Send until `sending` is false, never more unacknowledged than `in_flight`."""
        while self.sending:
            if self.rate:
                await asyncio.sleep(random.expovariate(self.rate))
            if len(self._outbox) >= self.in_flight:
                self._room.clear()
                await self._room.wait()
                continue
            own = str(uuid4())
            self.clock[own] = time.perf_counter()
            self._outbox.append((own, self._previous))
            self.figures.sent += 1
            if self._wire is not None and self._subscribed.is_set():
                self._wire.send(self._frame(own, self._previous))
            self._previous = own

    @property
    def pending(self) -> int:
        return len(self._outbox)


async def converse(
    pairs: list[tuple[Endpoint, Endpoint]],
    *,
    seconds: float,
    in_flight: int = 4,
    size: int = 100,
    rate: float | None = None,
    settle: float = 30.0,
    meanwhile: Any = None,
    at_start: Callable[[], None] | None = None,
) -> tuple[Figures, list[tuple[Participant, Participant]], float]:
    """Let both sides of every pair talk for `seconds`, wait for what is on its way, and count.

    `rate` is messages per second and participant (then the load is given, not as fast as it goes).
    `meanwhile` is awaited beside the talking (faults). `at_start` is called when all lines are open
    and subscribed, before anybody talks: what is measured from there is the talking. Returns
    figures, participants, and how long the talking took.
    """
    figures = Figures()
    clock: dict[str, float] = {}
    people = [
        (
            Participant(one, figures, clock, in_flight=in_flight, size=size, rate=rate),
            Participant(two, figures, clock, in_flight=in_flight, size=size, rate=rate),
        )
        for one, two in pairs
    ]
    everybody = [p for pair in people for p in pair]
    lines = [asyncio.create_task(p.run()) for p in everybody]
    async with asyncio.timeout(60):
        await asyncio.gather(*(p.ready() for p in everybody))
    if at_start is not None:
        at_start()
    began = time.perf_counter()
    for participant in everybody:
        participant.sending = True
    talks = [asyncio.create_task(p.chatter()) for p in everybody]
    disturbance = asyncio.create_task(meanwhile) if meanwhile is not None else None
    await asyncio.sleep(seconds)
    if disturbance is not None:
        await disturbance
    for participant in everybody:
        participant.sending = False
        participant._room.set()
    took = time.perf_counter() - began
    await asyncio.gather(*talks)
    deadline = time.perf_counter() + settle
    while time.perf_counter() < deadline and any(
        one.pending or two.pending or one.last != two.last for one, two in people
    ):
        await asyncio.sleep(0.05)
    for participant in everybody:
        participant.stop()
    await asyncio.gather(*lines)
    return figures, people, took


def lost(people: list[tuple[Participant, Participant]]) -> int:
    """Acknowledged by the server, but not heard by both sides under that seq."""
    missing = 0
    for pair in people:
        for sender in pair:
            for own, seq in sender.acknowledged.items():
                missing += sum(listener.heard.get(seq) != own for listener in pair)
    return missing


def disorder(people: list[tuple[Participant, Participant]]) -> int:
    """Places where one sender's messages stand in another order than they were sent in."""
    wrong = 0
    for sender in (one for pair in people for one in pair):
        sent = sorted(sender.acknowledged.items(), key=lambda item: sender.clock[item[0]])
        wrong += sum(a > b for (_, a), (_, b) in pairwise(sent))
    return wrong


def doubled(people: list[tuple[Participant, Participant]]) -> int:
    """The same message heard under two seqs."""
    return sum(len(p.heard) - len(set(p.heard.values())) for pair in people for p in pair)


def percentile(values: list[float], share: float) -> float:
    """In milliseconds; 0 for nothing."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000
