"""Kinds of log entry: what may stand in a log, who may write it, and how it reads as text."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

import msgspec

from hub.registry.base import Registry

if TYPE_CHECKING:
    from hub.registry.streams import Principal

Audience = Literal["public", "internal", "hosts", "private"]
Writer = Literal["visitor", "staff", "machine", "system"]

#: The body as JSON-able data and a language code, to one or more lines of plain text.
AsText = Callable[[Mapping[str, Any], str], str]
#: Completes a body before it is written (a live price, say). Gets who sends it, the log, and the
#: validated struct.
Prepare = Callable[["Principal", UUID, Any], Awaitable[Any]]


def _nothing_left(body: Mapping[str, Any]) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class EntryKind:
    """One kind of entry.

    `writers` may send it over a socket; services write any kind as `system`. `audiences` are the
    logs in which it may stand, and so who may see it. `text` is how it reads in mail, CRM, search,
    transcript, and in a client that does not know the kind. `erase` is what stays of the body
    after erasure (by default nothing). `version` goes into the row, so that an old body can be
    read for ever.
    """

    name: str
    body: type[msgspec.Struct]
    text: AsText
    writers: frozenset[Writer] = frozenset({"system"})
    audiences: frozenset[Audience] = frozenset({"public"})
    version: int = 1
    prepare: Prepare | None = None
    erase: Callable[[Mapping[str, Any]], dict[str, Any]] = field(default=_nothing_left)
    #: Whether it counts as unread for the others, and wakes them.
    notifies: bool = True
    #: Whether nobody may learn who wrote it (the row knows, for erasure and against doubles).
    anonymous: Callable[[Mapping[str, Any]], bool] | None = None


entry_kinds: Registry[EntryKind] = Registry("entry kind")


def register_entry(kind: EntryKind) -> EntryKind:
    return entry_kinds.register(kind.name, kind)


def is_anonymous(kind: str, body: Mapping[str, Any]) -> bool:
    """Whether an entry is shown without its author."""
    found = entry_kinds.get(kind)
    return found is not None and found.anonymous is not None and found.anonymous(body)


def as_text(kind: str, body: Mapping[str, Any], lang: str) -> str:
    """The plain text of an entry; a kind that is unknown here reads as its own `text` field."""
    found = entry_kinds.get(kind)
    if found is None:
        return str(body.get("text", ""))
    return found.text(body, lang)
