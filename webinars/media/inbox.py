"""The node's end of the control channel: reads commands, carries them out, answers."""

import asyncio
from collections.abc import Callable
from typing import Final, cast
from uuid import UUID

import msgspec
import redis.asyncio
import structlog

from webinars.media.contract import Answered, AnyCommand, Refused
from webinars.media.control import (
    LIST_SECONDS,
    AnsweredReply,
    AnyReply,
    Ask,
    Done,
    RefusedReply,
    decode_ask,
    encode,
    list_key,
)

log = structlog.get_logger(__name__)

_FIRST_PAUSE: Final = 0.1
_LONGEST_PAUSE: Final = 1.0
#: One wait for a command; the client that waits needs a longer time-out, or none.
WAIT_SECONDS: Final = 5.0
#: Commands that are taken from the list at a time.
_BATCH: Final = 20


class Inbox:
    def __init__(
        self,
        client: "redis.asyncio.Redis",
        node: UUID,
        carry_out: Callable[[AnyCommand], Answered | Refused | None],
    ) -> None:
        self._client = client
        self._key = list_key(node)
        self._carry_out = carry_out

    async def clear(self) -> None:
        """Forget what was asked of an earlier process with this id: nobody waits for it."""
        await self._client.delete(self._key)

    async def run(self) -> None:
        pause = _FIRST_PAUSE
        while True:
            try:
                found = await self._client.blmpop(
                    WAIT_SECONDS, 1, self._key, direction="LEFT", count=_BATCH
                )
                pause = _FIRST_PAUSE
                if found:
                    await self._answer(cast(list[bytes], found[1]))
            except (redis.exceptions.RedisError, OSError) as failure:
                log.warning("media_inbox_waits", reason=type(failure).__name__)
                await asyncio.sleep(pause)
                pause = min(_LONGEST_PAUSE, pause * 2)

    async def _answer(self, asks: list[bytes]) -> None:
        async with self._client.pipeline(transaction=False) as pipe:
            for packed in asks:
                ask = _read(packed)
                if ask is not None:
                    pipe.rpush(ask.reply_to, encode(self._reply(ask)))
                    pipe.expire(ask.reply_to, LIST_SECONDS)
            await pipe.execute()

    def _reply(self, ask: Ask) -> AnyReply:
        try:
            outcome = self._carry_out(ask.command)
        except Exception:
            # One command that fails must not end the process for everybody else.
            log.exception("media_command_failed", command=type(ask.command).__name__)
            return RefusedReply(Refused("failed"))
        if outcome is None:
            return Done()
        return RefusedReply(outcome) if isinstance(outcome, Refused) else AnsweredReply(outcome)


def _read(packed: bytes) -> Ask | None:
    """None for what cannot be read: another version's, perhaps."""
    try:
        return decode_ask(packed)
    except msgspec.MsgspecError:
        log.warning("media_command_unreadable")
        return None
