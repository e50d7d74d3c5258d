"""Who in this process listens to what, and the handing-over in order.

A `Feed` is one log with listeners here. It hands frames out by seq without gaps: a frame that came
too early waits, and the gap is filled from PostgreSQL. So a hint that Redis lost costs at most the
second until the next look at the heads.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Protocol
from uuid import UUID

import structlog

from hub.realtime.frames import EntryFrame

log = structlog.get_logger(__name__)


class Listener(Protocol):
    """A socket, as the exchange sees it."""

    @property
    def kind(self) -> str: ...

    def push_entry(self, log_id: UUID, seq: int, frame: EntryFrame) -> None: ...

    def push_event(self, topic: str, frame: bytes) -> None: ...

    def push(self, frame: bytes) -> None: ...


Fetch = Callable[[UUID, int], Awaitable[list[tuple[int, EntryFrame]]]]


class Feed:
    """One log's listeners. `sent` is the seq that was handed out last; None until it is known."""

    __slots__ = ("early", "healing", "listeners", "log_id", "sent")

    def __init__(self, log_id: UUID) -> None:
        self.log_id = log_id
        self.sent: int | None = None
        self.listeners: set[Listener] = set()
        self.early: dict[int, EntryFrame] = {}
        self.healing = False

    def know_head(self, head: int) -> None:
        """A listener read the log up to here; what it read need not be handed out to it."""
        if self.sent is None:
            self.sent = head
            self._hand_out()

    def offer(self, seq: int, frame: EntryFrame) -> bool:
        """Take a frame. False when something before it is missing."""
        if self.sent is None:
            self.early[seq] = frame
            return True
        if seq == self.sent + 1:  # the usual case
            self.sent = seq
            for listener in self.listeners:
                listener.push_entry(self.log_id, seq, frame)
            if self.early:
                self._hand_out()
        elif seq > self.sent:
            self.early[seq] = frame
        return not self.early

    def _hand_out(self) -> None:
        assert self.sent is not None
        while self.early:
            frame = self.early.pop(self.sent + 1, None)
            if frame is None:
                self.early = {s: f for s, f in self.early.items() if s > (self.sent or 0)}
                break
            self.sent += 1
            for listener in self.listeners:
                listener.push_entry(self.log_id, self.sent, frame)


class Exchange:
    """All feeds and topics of one process. Not thread-safe: the event loop's own."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self.feeds: dict[UUID, Feed] = {}
        self.topics: dict[str, set[Listener]] = {}
        self.listeners: set[Listener] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    # --- logs ---------------------------------------------------------------------------------

    def attach(self, log_id: UUID, listener: Listener) -> Feed:
        feed = self.feeds.get(log_id)
        if feed is None:
            feed = self.feeds[log_id] = Feed(log_id)
        feed.listeners.add(listener)
        return feed

    def detach(self, log_id: UUID, listener: Listener) -> None:
        feed = self.feeds.get(log_id)
        if feed is not None:
            feed.listeners.discard(listener)
            if not feed.listeners:
                del self.feeds[log_id]

    def offer(self, log_id: UUID, seq: int, frame: EntryFrame) -> None:
        feed = self.feeds.get(log_id)
        if feed is not None and not feed.offer(seq, frame):
            self.heal(feed)

    def saw_heads(self, heads: dict[UUID, int]) -> None:
        """What PostgreSQL says the heads are: fetch what was missed; notice a restored backup."""
        for log_id, head in heads.items():
            feed = self.feeds.get(log_id)
            if feed is None or feed.sent is None:
                continue
            if head > feed.sent:
                self.heal(feed)
            elif head < feed.sent:
                feed.sent = head
                feed.early.clear()

    def heal(self, feed: Feed) -> None:
        if feed.healing or feed.sent is None:
            return
        feed.healing = True
        task = asyncio.create_task(self._heal(feed))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _heal(self, feed: Feed) -> None:
        try:
            for _ in range(50):
                before = feed.sent or 0
                for seq, frame in await self._fetch(feed.log_id, before):
                    feed.offer(seq, frame)
                if not feed.early or feed.sent == before:
                    break
        except Exception as failure:
            # The next look at the heads tries again.
            log.warning("exchange.heal_failed", error=type(failure).__name__)
        finally:
            feed.healing = False

    # --- topics -------------------------------------------------------------------------------

    def listen(self, topic: str, listener: Listener) -> None:
        self.topics.setdefault(topic, set()).add(listener)

    def unlisten(self, topic: str, listener: Listener) -> None:
        listeners = self.topics.get(topic)
        if listeners is not None:
            listeners.discard(listener)
            if not listeners:
                del self.topics[topic]

    def tell(self, topic: str, audience: str, frame: bytes) -> None:
        """Send a frame to a topic's listeners: `all`, or only `staff` or `visitor`."""
        for listener in list(self.topics.get(topic, ())):
            if audience == "all" or listener.kind == audience:
                listener.push_event(topic, frame)

    def tell_log(self, log_id: UUID, audience: str, frame: bytes, but: object = None) -> None:
        feed = self.feeds.get(log_id)
        if feed is not None:
            for listener in list(feed.listeners):
                if listener is not but and audience in ("all", listener.kind):
                    listener.push(frame)

    def leave(
        self, listener: Listener, logs: Iterable[UUID] = (), topics: Iterable[str] = ()
    ) -> None:
        for log_id in logs:
            self.detach(log_id, listener)
        for topic in topics:
            self.unlisten(topic, listener)
        self.listeners.discard(listener)
