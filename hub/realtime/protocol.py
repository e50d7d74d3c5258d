"""Subprotocol `hub.v1`: every frame, as a tagged union (`t` is the tag). See docs/protocol.md.

Frames from the client that belong to the log are here; an app adds its own kinds by registering a
`hub.registry.routes.Frame`. Times are ISO 8601 in UTC. Seqs start at 1.
"""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

SUBPROTOCOL = "hub.v1"
#: Largest frame that a client may send, in bytes (Daphne drops the line above 1 MiB).
MAX_FRAME = 64 * 1024
#: Entries in one `subbed` or `entries` frame at most.
PAGE = 200
#: Bytes, and seconds, that a socket may leave unconfirmed (`got`) before it is closed with 4408.
MAX_UNCONFIRMED_BYTES = 256 * 1024
MAX_UNCONFIRMED_SECONDS = 30.0


class In(msgspec.Struct, tag_field="t", forbid_unknown_fields=True):
    """Base of frames from the client."""


class Out(msgspec.Struct, tag_field="t", omit_defaults=True):
    """Base of frames from the server."""


# --- from the client -----------------------------------------------------------------------------


class HelloIn(In, tag="hello"):
    """The first frame. A visitor sends its token; staff are known by their session cookie."""

    token: str | None = None
    lang: str = "de"


class Sub(In, tag="sub"):
    """Subscribe to a stream, e.g. `conversation:<uuid>`; `after` is the last seq held per log."""

    ref: str
    after: dict[UUID, int] = {}


class Unsub(In, tag="unsub"):
    ref: str


class More(In, tag="more"):
    """Ask for entries of a subscribed log after a seq (or, with `before`, older ones)."""

    log: UUID
    after: int | None = None
    before: int | None = None


class Send(In, tag="send"):
    """Write an entry. `id` is the client's UUID for it and stays the same when it is sent again.

    `prev` is the `id` of the entry that this client sent to this log just before, or null when
    there is none (or it was acknowledged in an earlier life of the page): the server refuses an
    entry whose predecessor it does not have (`out_of_order`).
    """

    id: UUID
    log: UUID
    kind: str
    body: dict[str, Any]
    prev: UUID | None = None
    #: A draft of the assistant that was sent unchanged: the entry is marked as machine-written.
    draft: UUID | None = None


class Act(In, tag="act"):
    """Press something on a card: `action` is a registered card action, `id` makes it idempotent."""

    id: UUID
    log: UUID
    seq: int
    action: str
    data: dict[str, Any] = {}


class Typing(In, tag="typing"):
    """The participant is typing; `text` only where the site shows previews. Empty: stopped."""

    log: UUID
    on: bool = True
    text: str | None = None


class Read(In, tag="read"):
    log: UUID
    seq: int


class Got(In, tag="got"):
    """How many frames the client has received on this socket: at least every 20 or 5 seconds."""

    n: int


class Page(In, tag="page"):
    """The visitor looks at another page (only after the first message, path without query)."""

    url: str
    title: str = ""


class Ping(In, tag="ping"):
    pass


# --- from the server -----------------------------------------------------------------------------

ParticipantKind = Literal["visitor", "staff", "machine", "system"]


class ParticipantView(msgspec.Struct, omit_defaults=True):
    id: UUID
    kind: ParticipantKind
    name: str
    title: str = ""
    face: str = ""
    #: Whether this is the one who receives it.
    me: bool = False
    read: int = 0


class EntryView(msgspec.Struct, omit_defaults=True):
    """One entry. `text` is its plain text for a client that does not know `kind`."""

    seq: int
    kind: str
    by: UUID
    id: UUID
    at: datetime
    body: dict[str, Any]
    v: int = 1
    provenance: Literal["person", "machine", "approved"] = "person"
    text: str = ""


class HelloOut(Out, tag="hello"):
    """`epoch` names the database; `heartbeat` is the seconds between two `heads` frames."""

    epoch: str
    max_frame: int
    heartbeat: float
    now: datetime
    me: UUID


class LogView(msgspec.Struct):
    """One log of a stream. `more`: entries after the last one here are still to be asked for.

    `reset`: the client's seq is above the head, so a backup was restored; drop what is held.
    """

    log: UUID
    audience: Literal["public", "internal", "hosts", "private"]
    head: int
    entries: list[EntryView]
    participants: list[ParticipantView]
    me: UUID | None
    more: bool = False
    reset: bool = False


class Subbed(Out, tag="subbed"):
    ref: str
    logs: list[LogView]
    state: Any = None


class EntryOut(Out, tag="entry"):
    log: UUID
    entry: EntryView


class Entries(Out, tag="entries"):
    """The answer to `more`."""

    log: UUID
    entries: list[EntryView]
    more: bool


class Ok(Out, tag="ok"):
    """Committed: the entry `id` has this seq. Sent again for an `id` that is already stored."""

    id: UUID
    seq: int
    at: datetime


class Done(Out, tag="done"):
    """A card action was carried out."""

    id: UUID
    result: Any = None


class Error(Out, tag="error"):
    """`id` is of the frame that caused it, if it had one. `retry_after`: try again then."""

    code: str
    message: str
    id: UUID | None = None
    field: str | None = None
    retry_after: float | None = None


class Heads(Out, tag="heads"):
    """The heartbeat: the head of every subscribed log. A client that has less asks for more."""

    heads: dict[UUID, int]
    now: datetime


class TypingOut(Out, tag="typing"):
    log: UUID
    by: UUID
    on: bool
    text: str | None = None


class ReadOut(Out, tag="read"):
    log: UUID
    by: UUID
    seq: int


class Joined(Out, tag="participant"):
    """A participant is new in a log or changed (name, face)."""

    log: UUID
    participant: ParticipantView


class Event(Out, tag="event"):
    """Something outside the logs: `topic` says for whom, `kind` what. It may be lost."""

    topic: str
    kind: str
    data: Any = None


class Pong(Out, tag="pong"):
    now: datetime


class Goaway(Out, tag="goaway"):
    """The server stops. Connect again after `retry_after` seconds (already spread by chance)."""

    retry_after: float


BASE_OUT: tuple[type[Out], ...] = (
    HelloOut,
    Subbed,
    EntryOut,
    Entries,
    Ok,
    Done,
    Error,
    Heads,
    TypingOut,
    ReadOut,
    Joined,
    Event,
    Pong,
    Goaway,
)

#: Close codes, sent after an `error` frame (4000-4999 are the application's, RFC 6455 §7.4.2).
CLOSE_BAD_FRAME = 4400
CLOSE_NO_TOKEN = 4401
CLOSE_WRONG_ORIGIN = 4403
CLOSE_TOO_SLOW = 4408
CLOSE_FLOOD = 4429
CLOSE_GOING_AWAY = 4503
