"""The search process: `manage.py search`. Answers questions, embeds what is due in between.

It holds all passages and vectors in memory and reads them again when the index's version changed.
A question goes before the backlog; one passage (some 0.2 s) is the longest that it waits for.
"""

import threading
import time

import msgspec
import redis
import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections

from hub.content import index
from hub.content.retrieval import loading, wire
from hub.content.retrieval.memory import MemoryIndex
from hub.content.retrieval.model import Model, NoModel

log = structlog.get_logger(__name__)

_IDLE_SECONDS = 1.0
_PAUSE_SECONDS = 1.0
_REPLY_SECONDS = 5
#: Texts that are embedded before the memory is made new.
_BATCH = 16


class SearchServer:
    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._store = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=5.0)
        self._memory = MemoryIndex([])
        self._version = -1
        self._embedded = 0
        self._backlog = True
        try:
            self._model: Model | None = Model()
        except NoModel as missing:
            log.warning("search_without_vectors", reason=str(missing))
            self._model = None

    def stop(self) -> None:
        """Ends `run` within a second. Safe to call from a signal handler."""
        self._stopping.set()

    def run(self) -> None:
        log.info("search_runs", vectors=self._model is not None)
        while not self._stopping.is_set():
            try:
                self.step()
            except (redis.RedisError, OSError, DatabaseError, InterfaceError) as error:
                log.warning("search_waits", reason=type(error).__name__)
                close_old_connections()
                self._stopping.wait(_PAUSE_SECONDS)

    def step(self, idle: float = _IDLE_SECONDS) -> bool:
        """One question, or one text of the backlog. False when there was neither."""
        self._refresh()
        self._store.set(wire.ALIVE, b"1", ex=wire.ALIVE_SECONDS)
        # blpop takes what waited longest when questions are pushed at the other end.
        item = self._store.brpop([wire.REQUESTS], timeout=0.01 if self._backlog else idle)
        if item is not None:
            self._answer(item[1])
            return True
        return self._embed_one()

    def _refresh(self) -> None:
        """Read everything again after a publication. Vectors that came meanwhile come along."""
        version = index.version()
        if version == self._version and self._embedded < _BATCH:
            return
        started = time.monotonic()
        self._memory = MemoryIndex(loading.rows())
        if version != self._version:
            self._backlog = True
        self._version, self._embedded = version, 0
        log.info(
            "search_loaded",
            passages=len(self._memory.rows),
            seconds=round(time.monotonic() - started, 3),
        )

    def _answer(self, packed: bytes | str) -> None:
        try:
            request = wire.decode_request(packed)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            return
        if self._version != index.version():
            self._refresh()
        vector = self._model.query(request.query) if self._model else None
        ranked = self._memory.rank(
            request.query,
            vector,
            language=request.language,
            site=request.site,
            k=max(1, min(request.k, 50)),
        )
        hits = [wire.Hit(hit.id, hit.score, hit.cosine, hit.gram) for hit in ranked]
        reply = wire.encode(wire.Reply(hits=hits, semantic=vector is not None))
        with self._store.pipeline(transaction=False) as pipe:
            pipe.lpush(request.reply, reply)
            pipe.expire(request.reply, _REPLY_SECONDS)
            pipe.execute()

    def _embed_one(self) -> bool:
        if self._model is None or not self._backlog:
            self._backlog = False
            return False
        passages = loading.due(1)
        if not passages:
            self._backlog = False
            if self._embedded:
                self._embedded = _BATCH
            return False
        passage = passages[0]
        loading.keep([(passage.text_hash, self._model.passage(passage.embedded))])
        self._embedded += 1
        return True
