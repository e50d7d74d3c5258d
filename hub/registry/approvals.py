"""Who can say that a text was made by a machine here, and so that its sender only approved it."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from hub.registry.base import Registry

#: (the machine's draft, the log it is sent to) → whether it was made for that log's conversation.
MadeFor = Callable[[UUID, UUID], Awaitable[bool]]

draft_makers: Registry[MadeFor] = Registry("draft maker")


async def was_made_for(draft: UUID, log: UUID) -> bool:
    """Whether any maker knows the draft and made it for this log."""
    for maker in draft_makers:
        if await maker(draft, log):
            return True
    return False
