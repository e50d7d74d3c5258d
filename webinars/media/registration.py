"""That this process lives, and which rooms it carries.

Life is a key in Redis that expires; who carries a room stands in PostgreSQL, with an epoch that
grows when another process takes it. Two looks in a row have to miss a node before its rooms are
taken: a Redis that was restarted knows nobody for a moment.
"""

import asyncio
import socket
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

import psycopg
import redis.asyncio
import structlog

from webinars.media.contract import SLOTS
from webinars.media.control import NODE_SECONDS, NODES, NodeView, encode, node_key, read_nodes

log = structlog.get_logger(__name__)

REFRESH_SECONDS: Final = 0.5
#: Rooms that one look takes; another node may take the next ones.
_TAKEN_AT_ONCE: Final = 50
#: PostgreSQL is asked so often (s) while the same nodes live.
_ASKED_SECONDS: Final = 2.0

# A room that no process was ever asked to carry waits for whoever comes in first.
_CARRIED = """
SELECT id, media_node, media_epoch FROM webinars_room
WHERE state <> 'ended' AND media_node IS NOT NULL
"""
_TAKE = """
UPDATE webinars_room SET media_node = %(node)s, media_epoch = media_epoch + 1
WHERE id IN (
    SELECT id FROM webinars_room
    WHERE state <> 'ended' AND media_node = ANY(%(gone)s)
    ORDER BY state, id LIMIT %(most)s FOR UPDATE SKIP LOCKED
)
RETURNING id, kind, media_epoch
"""


@dataclass(frozen=True, slots=True)
class Taken:
    room: UUID
    epoch: int
    audio_slots: int
    video_slots: int


class Registration:
    """`id` is the node's: kept in a file beside the port, so that a restarted process is the same
    node and takes its rooms again at once. Whoever has the port has the id."""

    def __init__(self, client: "redis.asyncio.Redis", id: UUID) -> None:
        self.id = id
        self._client = client
        self._since = time.time()
        #: A refresh found that a look is worth it.
        self.wanted = asyncio.Event()
        #: Who lived at the last refresh, and at the last look.
        self._alive: set[UUID] = set()
        self._seen: set[UUID] = set()
        self._missed: set[UUID] = set()
        self._due = 0.0
        self._database: psycopg.AsyncConnection[tuple[Any, ...]] | None = None

    async def refresh(self, rooms: int) -> None:
        """Say that we live, and hear who else does: one round trip where we are alone."""
        view = encode(NodeView(self.id, rooms, self._since))
        async with self._client.pipeline(transaction=False) as pipe:
            pipe.set(node_key(self.id), view, px=int(NODE_SECONDS * 1000), get=True)
            pipe.sadd(NODES, str(self.id))
            pipe.smembers(NODES)
            before, _, ids = await pipe.execute()
        others = await read_nodes(self._client, ids - {str(self.id).encode()})
        if not before:
            # A Redis that did not know ourselves knows others no better.
            self._missed = set()
            return
        self._alive = {self.id, *(node.id for node in others)}
        if self._alive != self._seen or self._missed or time.monotonic() >= self._due:
            self.wanted.set()

    async def withdraw(self) -> None:
        """Others need not wait for the key to expire."""
        await self._client.delete(node_key(self.id))
        await self._client.srem(NODES, str(self.id))

    async def take_own(self, conninfo: str) -> list[Taken]:
        """At the start: what an earlier process with this id carried."""
        database = await self._connection(conninfo)
        return await self._take(database, [self.id])

    async def look(self, conninfo: str) -> tuple[dict[UUID, int], list[Taken]]:
        """Once a refresh at most, when it is `wanted`: this node's rooms with their epochs, as
        PostgreSQL has them, and those that were taken now because their node is gone."""
        self.wanted.clear()
        alive = self._alive
        database = await self._connection(conninfo)
        rows = await (await database.execute(_CARRIED)).fetchall()
        mine = {room: epoch for room, node, epoch in rows if node == self.id}
        missing = {node for _, node, _ in rows} - alive
        gone, self._missed = missing & self._missed, missing
        taken = await self._take(database, list(gone)) if gone else []
        self._seen, self._due = alive, time.monotonic() + _ASKED_SECONDS
        return mine | {one.room: one.epoch for one in taken}, taken

    async def close(self) -> None:
        if self._database is not None:
            await self._database.close()
            self._database = None

    async def _take(
        self, database: psycopg.AsyncConnection[tuple[Any, ...]], gone: list[UUID]
    ) -> list[Taken]:
        most = None if gone == [self.id] else _TAKEN_AT_ONCE
        values = {"node": self.id, "gone": gone, "most": most}
        rows = await (await database.execute(_TAKE, values)).fetchall()
        return [_taken(*row) for row in rows]

    async def _connection(self, conninfo: str) -> psycopg.AsyncConnection[tuple[Any, ...]]:
        if self._database is None or self._database.closed:
            self._database = await psycopg.AsyncConnection.connect(
                conninfo,
                autocommit=True,
                connect_timeout=5,
                keepalives_idle=10,
                application_name="hub media",
            )
        return self._database


def kept_id(folder: Path, port: int) -> UUID:
    """The id of the node at this host's port, made at its first start."""
    file = folder / f"media-node-{socket.gethostname()}-{port}"
    try:
        return UUID(file.read_text().strip())
    except (OSError, ValueError):
        new = uuid4()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{new}\n")
    except OSError as failure:
        log.warning("media_id_not_kept", reason=type(failure).__name__)
    return new


def _taken(room: UUID, kind: str, epoch: int) -> Taken:
    audio, video = SLOTS[kind]
    return Taken(room, epoch, audio, video)
