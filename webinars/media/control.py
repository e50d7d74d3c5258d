"""How the web processes reach a media process: commands over Redis, all of which may be lost.

A command goes into the node's list and is answered in a list of its own. Each is safe to send
twice, so that a caller whose answer does not come simply asks again. This module is all that other
processes import of `webinars.media`, beside `contract`; it knows nothing of WebRTC.
"""

import asyncio
from typing import Final, cast
from uuid import UUID, uuid4
from weakref import WeakKeyDictionary

import msgspec
import redis
import redis.asyncio
from django.conf import settings

from hub.errors import Unavailable
from webinars.media.contract import Answered, AnyCommand, Refused

#: Ids of the nodes that ever registered and were not yet seen to be gone.
NODES: Final = "hub:media:nodes"
#: A node that has not said for so long that it lives is dead.
NODE_SECONDS: Final = 2.0
#: Lists that nobody reads go away.
LIST_SECONDS: Final = 10
#: Commands that may wait for a node; beyond that it is overloaded, and the caller hears so.
BACKLOG: Final = 1000


class MediaSilent(Unavailable):
    """The media process did not answer in time, or Redis is away. Asking again is safe."""

    code = "media_silent"
    retry_after = 0.5


class Done(msgspec.Struct, frozen=True, tag_field="a", tag="done"):
    """Carried out, and nothing to say."""


class AnsweredReply(msgspec.Struct, frozen=True, tag_field="a", tag="answered"):
    answered: Answered


class RefusedReply(msgspec.Struct, frozen=True, tag_field="a", tag="refused"):
    refused: Refused


AnyReply = Done | AnsweredReply | RefusedReply


class Ask(msgspec.Struct, frozen=True):
    """What lies in a node's list."""

    reply_to: str
    command: AnyCommand


class NodeView(msgspec.Struct, frozen=True):
    """A media process that is alive. `since` in Unix seconds."""

    id: UUID
    #: How many rooms it carries.
    rooms: int
    since: float


encode = msgspec.msgpack.Encoder().encode
decode_ask = msgspec.msgpack.Decoder(Ask).decode
decode_reply = msgspec.msgpack.Decoder(AnyReply).decode
decode_node = msgspec.msgpack.Decoder(NodeView).decode


def node_key(node: UUID) -> str:
    return f"hub:media:node:{node}"


def list_key(node: UUID) -> str:
    return f"hub:media:asks:{node}"


async def call(
    node: UUID,
    command: AnyCommand,
    timeout: float = 2.0,  # noqa: ASYNC109 - the command carries it, too
) -> Answered | Refused | None:
    """Have a node carry a command out, and wait at most `timeout` seconds.

    Gives `Answered` for an `Admit`, None for every other command that was carried out, `Refused`
    for what it refuses. Raises `MediaSilent` when no answer came: it may have been carried out.
    """
    client = _client()
    ask = _ask(command)
    try:
        async with asyncio.timeout(timeout):
            async with client.pipeline(transaction=True) as pipe:
                pipe.rpush(list_key(node), encode(ask))
                pipe.expire(list_key(node), LIST_SECONDS)
                waiting, _ = await pipe.execute()
            if waiting > BACKLOG:
                raise MediaSilent
            found = await client.blpop([ask.reply_to], timeout=timeout)
    except (redis.exceptions.RedisError, OSError, TimeoutError) as failure:
        raise MediaSilent from failure
    return _read(found)


def call_sync(node: UUID, command: AnyCommand, timeout: float = 2.0) -> Answered | Refused | None:
    """`call` for code that has no event loop (tasks, commands). After the commit, not before."""
    ask = _ask(command)
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=timeout + 1.0) as client:
            with client.pipeline(transaction=True) as pipe:
                pipe.rpush(list_key(node), encode(ask))
                pipe.expire(list_key(node), LIST_SECONDS)
                pipe.execute()
            return _read(client.blpop([ask.reply_to], timeout=timeout))
    except (redis.exceptions.RedisError, OSError) as failure:
        raise MediaSilent from failure


async def live_nodes() -> list[NodeView]:
    """The media processes that are alive, those with the fewest rooms first.

    Raises `MediaSilent` when Redis is away: that is not the same as no node.
    """
    try:
        async with asyncio.timeout(2.0):
            client = _client()
            return await read_nodes(client, cast(set[bytes], await client.smembers(NODES)))
    except (redis.exceptions.RedisError, OSError, TimeoutError) as failure:
        raise MediaSilent from failure


async def read_nodes(client: "redis.asyncio.Redis", known: set[bytes]) -> list[NodeView]:
    """Those of `known` ids that live, those with the fewest rooms first; the others are forgotten
    by Redis."""
    ids = sorted(known)
    if not ids:
        return []
    found = await client.mget([node_key(UUID(raw.decode())) for raw in ids])
    values = cast(list[bytes | None], found)
    gone = [raw for raw, value in zip(ids, values, strict=True) if value is None]
    if gone:
        await client.srem(NODES, *gone)
    nodes = [decode_node(value) for value in values if value is not None]
    return sorted(nodes, key=lambda node: (node.rooms, node.id))


def _ask(command: AnyCommand) -> Ask:
    return Ask(f"hub:media:reply:{uuid4()}", command)


def _read(found: object) -> Answered | Refused | None:
    if not isinstance(found, list | tuple):
        raise MediaSilent
    reply = decode_reply(found[1])
    if isinstance(reply, AnsweredReply):
        return reply.answered
    return reply.refused if isinstance(reply, RefusedReply) else None


_clients: "WeakKeyDictionary[asyncio.AbstractEventLoop, redis.asyncio.Redis]" = WeakKeyDictionary()


def _client() -> "redis.asyncio.Redis":
    """One client an event loop. No socket time-out: BLPOP waits, and `call` bounds it."""
    loop = asyncio.get_running_loop()
    client = _clients.get(loop)
    if client is None:
        client = redis.asyncio.Redis.from_url(settings.REDIS_URL, socket_timeout=None)
        _clients[loop] = client
    return client
