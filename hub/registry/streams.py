"""What a socket can subscribe to, by reference: `conversation:<uuid>`, later `room:<uuid>`."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol
from uuid import UUID

import msgspec

from hub.registry.base import Registry
from hub.registry.entries import Audience

if TYPE_CHECKING:
    from hub.realtime.connection import Connection

#: Sites by id, or every one that there is and will be.
Sites = Literal["all"] | frozenset[UUID]


class Principal(msgspec.Struct, frozen=True):
    """Who is at the other end of a socket or request, as was proved at its start."""

    kind: Literal["visitor", "staff"]
    id: UUID
    site: UUID | None = None
    name: str = ""
    lang: str = "de"
    #: staff only: (action, site id or "*") pairs from the permission table.
    grants: frozenset[tuple[str, str]] = frozenset()

    def may(self, action: str, site: UUID | None) -> bool:
        return (action, "*") in self.grants or (
            site is not None and (action, str(site)) in self.grants
        )

    def sites_for(self, action: str) -> Sites:
        """The sites on which one may do it: "all", or those (none is an empty set)."""
        where = {site for granted, site in self.grants if granted == action}
        return "all" if "*" in where else frozenset(UUID(site) for site in where)

    def may_anywhere(self, action: str) -> bool:
        """Whether there is a site on which one may do it."""
        return bool(self.sites_for(action))


class StreamLog(msgspec.Struct, frozen=True):
    """One log of a stream that this principal may read, and write if it has a participant."""

    log: UUID
    audience: Audience
    participant: UUID | None
    #: Whether staff see what a visitor is typing (the site switches it on and says so).
    preview: bool = False
    #: What was written up to this seq is not for this principal: they came later.
    since: int = 0
    #: Hundreds listen: no typing and no read marks, and of those who wrote nothing no names.
    quiet: bool = False
    #: How many entries this principal may write in ten seconds; 0: as many as the socket takes.
    pace: int = 0


class Resolved(msgspec.Struct, frozen=True):
    logs: list[StreamLog]
    #: What a client needs beside the entries, complete, so that it never has to ask thrice.
    state: Any = None


class Resolve(Protocol):
    """Raises `NotFound` or `NotAllowed`; never says which logs exist that one may not see."""

    def __call__(self, principal: Principal, ref: str) -> Awaitable[Resolved]: ...


class Writing(msgspec.Struct, frozen=True):
    """As whom somebody writes an entry; `lasting`: and every further one in that log."""

    participant: UUID
    lasting: bool = True


class BecomeWriter(Protocol):
    """Asked before an entry of somebody whom the log does not know as a participant yet, with the
    ref, the log, the entry's kind and its body. Raises a `HubError` when they may not write."""

    def __call__(
        self, principal: Principal, ref: str, log: UUID, kind: str, body: Any
    ) -> Awaitable[Writing]: ...


def _its_own_name(ref: str) -> list[str]:
    return [ref]


@dataclass(frozen=True, slots=True)
class Stream:
    """`topics(ref)` are those whose events come with the stream, and `own_topics` those that come
    with it for this principal. They are listened to before it is resolved (what comes is held back
    until the answer, and dropped if the answer is no).

    `entered` is called when a connection has subscribed, `left` when it has unsubscribed or is
    gone: once each, in the event loop, so they return at once. A process that dies calls neither.
    """

    name: str
    resolve: Resolve
    topics: Callable[[str], list[str]] = _its_own_name
    own_topics: Callable[[Principal, str], Awaitable[list[str]]] | None = None
    become_writer: BecomeWriter | None = None
    entered: Callable[["Connection", str, Resolved], None] | None = None
    left: Callable[["Connection", str], None] | None = None


streams: Registry[Stream] = Registry("stream")
