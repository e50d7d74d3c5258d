"""What each kind of frame does. The log's own frames are here; apps registered theirs."""

from collections.abc import Callable
from functools import cache
from typing import Any, Union, cast
from uuid import UUID

import msgspec

from hub.errors import HubError, NotAllowed, NotFound, TooMany
from hub.realtime import errors, protocol, store
from hub.realtime import subscribe as subscribing
from hub.realtime.connection import MAX_IN_FLIGHT, Connection
from hub.realtime.frames import encoder, entry_view
from hub.realtime.protocol import (
    Act,
    Done,
    Entries,
    Got,
    HelloIn,
    Ok,
    Ping,
    Pong,
    ReadOut,
    TypingOut,
)
from hub.realtime.writer import Item, Stored
from hub.registry.approvals import was_made_for
from hub.registry.cards import card_actions
from hub.registry.entries import EntryKind, entry_kinds
from hub.registry.routes import frames
from hub.registry.streams import StreamLog

#: Bytes of an entry's body, as JSON, at most.
MAX_BODY = 32 * 1024
#: Characters of a typing preview that are passed on.
MAX_PREVIEW = 300


class _OnlyId(msgspec.Struct):
    id: UUID | None = None


_only_id = msgspec.json.Decoder(_OnlyId)


def id_of(text: str | bytes) -> UUID | None:
    """The id in a frame that is refused as a whole, so that its sender knows which it was."""
    try:
        return _only_id.decode(text).id
    except msgspec.MsgspecError:
        return None


@cache
def decoder(endpoint: str) -> "msgspec.json.Decoder[Any]":
    """The union of all frames that an endpoint takes."""
    own: list[type[msgspec.Struct]] = [
        protocol.Sub,
        protocol.Unsub,
        protocol.More,
        protocol.Send,
        protocol.Act,
        protocol.Typing,
        protocol.Read,
        protocol.Got,
        protocol.Ping,
        protocol.HelloIn,
    ]
    own.extend(f.struct for f in frames if endpoint in f.endpoints)
    return msgspec.json.Decoder(cast(Any, Union[tuple(own)]))  # noqa: UP007


def arrived(connection: Connection) -> None:
    connection.process.presence.arrive(connection.kind, connection.principal.id)


def left(connection: Connection) -> None:
    connection.process.presence.leave(connection.kind, connection.principal.id)


def handle(connection: Connection, frame: Any) -> None:
    """Dispatch one frame. Raises `HubError` for what is refused at once."""
    own = _OWN.get(type(frame))
    if own is not None:
        own(connection, frame)
        return
    registered = frames[frame.__struct_config__.tag]
    connection.begin(registered.handle(connection, frame), getattr(frame, "id", None))


# --- writing -------------------------------------------------------------------------------------


def _send(connection: Connection, frame: protocol.Send) -> None:
    kind = entry_kinds.get(frame.kind)
    if kind is None:
        raise errors.UnknownKind
    held = connection.logs.get(frame.log)
    if held is None:
        raise NotFound
    if connection.kind not in kind.writers or held.audience not in kind.audiences:
        raise NotAllowed
    if connection.in_flight >= MAX_IN_FLIGHT:
        raise TooMany(retry_after=0.5)
    connection.keep_pace(held)
    try:
        body = msgspec.convert(frame.body, kind.body)
    except msgspec.ValidationError as wrong:
        raise errors.BadFrame(field=str(wrong).rpartition("`$.")[2].rstrip("`") or None) from None
    if kind.prepare is None and frame.draft is None and held.participant is not None:
        _submit(connection, frame, kind, held.participant, body)
    else:
        connection.begin(_prepare_and_submit(connection, frame, kind, body), frame.id)


async def _prepare_and_submit(
    connection: Connection, frame: protocol.Send, kind: EntryKind, body: Any
) -> None:
    participant = connection.logs[frame.log].participant
    if participant is None:
        # They may have become a participant since they subscribed (took the conversation, say).
        participant = await subscribing.become_writer(connection, frame.log, kind.name, body)
    if participant is None:
        raise NotAllowed
    if kind.prepare is not None:
        body = await kind.prepare(connection.principal, frame.log, body)
    approved = (
        frame.draft is not None
        and connection.kind == "staff"
        and await was_made_for(frame.draft, frame.log)
    )
    _submit(connection, frame, kind, participant, body, "approved" if approved else "person")


def _submit(
    connection: Connection,
    frame: protocol.Send,
    kind: EntryKind,
    participant: UUID,
    body: Any,
    provenance: str = "person",
) -> None:
    encoded = encoder.encode(body).decode()
    if len(encoded) > MAX_BODY:
        raise errors.FrameTooLarge
    if "\\u0000" in encoded:
        raise errors.BadFrame  # PostgreSQL stores no NUL in text

    def on_stored(item: Item, stored: Stored) -> None:
        connection.in_flight -= 1
        connection.answer(Ok(id=item.client_id, seq=stored.seq, at=stored.at))

    def on_refused(item: Item, error: HubError) -> None:
        connection.in_flight -= 1
        connection.refuse(error, item.client_id)

    connection.in_flight += 1
    connection.process.writer.submit(
        Item(
            log=frame.log,
            participant=participant,
            client_id=frame.id,
            kind=kind.name,
            body=encoded,
            on_stored=on_stored,
            on_refused=on_refused,
            version=kind.version,
            provenance=provenance,
            prev=frame.prev,
        )
    )


def _act(connection: Connection, frame: Act) -> None:
    connection.begin(_carry_out(connection, frame), frame.id)


async def _carry_out(connection: Connection, frame: Act) -> None:
    action = card_actions.get(frame.action)
    held = connection.logs.get(frame.log)
    if action is None:
        raise errors.UnknownKind
    if held is None or held.participant is None or frame.seq <= held.since:
        raise NotFound
    async with connection.process.pool.connection() as database:
        rows = await store.read_after(database, frame.log, frame.seq - 1, 1)
    if not rows or rows[0].seq != frame.seq or rows[0].kind != action.card:
        raise NotFound
    try:
        data = msgspec.convert(frame.data, action.data)
    except msgspec.ValidationError as wrong:
        raise errors.BadFrame(field=str(wrong).rpartition("`$.")[2].rstrip("`") or None) from None
    result = await action.handle(
        connection.principal, held, frame.seq, frame.id, data, msgspec.json.decode(rows[0].body)
    )
    connection.answer(Done(id=frame.id, result=result))


# --- reading -------------------------------------------------------------------------------------


def _sub(connection: Connection, frame: protocol.Sub) -> None:
    if len(connection.refs) >= 64:
        raise TooMany
    connection.begin(subscribing.subscribe(connection, frame), None)


def _unsub(connection: Connection, frame: protocol.Unsub) -> None:
    subscribing.unsubscribe(connection, frame.ref)


def _more(connection: Connection, frame: protocol.More) -> None:
    if frame.log not in connection.logs:
        raise NotFound
    connection.begin(_read_more(connection, frame, connection.logs[frame.log].since), None)


async def _read_more(connection: Connection, frame: protocol.More, since: int) -> None:
    async with connection.process.pool.connection() as database:
        if frame.before is not None:
            rows = await store.read_before(database, frame.log, frame.before, protocol.PAGE)
            rows = [row for row in rows if row.seq > since]
            more = bool(rows) and rows[0].seq > since + 1
        else:
            after = max(frame.after or 0, since)
            rows = await store.read_after(database, frame.log, after, protocol.PAGE)
            more = len(rows) == protocol.PAGE
    lang = connection.principal.lang
    connection.answer(
        Entries(log=frame.log, entries=[entry_view(row, lang) for row in rows], more=more)
    )


# --- beside the log ------------------------------------------------------------------------------


def _own_log(connection: Connection, log: UUID) -> StreamLog:
    held = connection.logs.get(log)
    if held is None:
        raise NotFound
    return held


def _as_participant(connection: Connection, frame: protocol.Typing | protocol.Read) -> bool:
    """Whether the log knows this one as a participant. If not yet, it is looked up once more (they
    may have taken the conversation meanwhile), and the frame is handled again."""
    if _own_log(connection, frame.log).participant is not None:
        return True
    if connection.kind == "staff":
        connection.begin(_handle_again(connection, frame), None)
    return False


async def _handle_again(connection: Connection, frame: protocol.Typing | protocol.Read) -> None:
    held = await subscribing.resolve_again(connection, frame.log)
    if held is not None and held.participant is not None:
        handle(connection, frame)


def _typing(connection: Connection, frame: protocol.Typing) -> None:
    held = _own_log(connection, frame.log)
    if held.quiet or not _as_participant(connection, frame) or held.participant is None:
        return
    process = connection.process
    bare = encoder.encode(TypingOut(log=frame.log, by=held.participant, on=frame.on))
    if connection.kind != "visitor":
        process.tell_log(frame.log, "all", bare, but=connection)
        return
    text = frame.text[:MAX_PREVIEW] if held.preview and frame.text and frame.on else None
    full = encoder.encode(TypingOut(log=frame.log, by=held.participant, on=frame.on, text=text))
    process.tell_log(frame.log, "staff", full, but=connection)


def _read(connection: Connection, frame: protocol.Read) -> None:
    held = _own_log(connection, frame.log)
    if (
        held.quiet
        or frame.seq < 1
        or not _as_participant(connection, frame)
        or held.participant is None
    ):
        return
    feed = connection.process.exchange.feeds.get(frame.log)
    if feed is None or feed.sent is None:
        return
    seq = min(frame.seq, feed.sent)
    connection.process.reads.note(held.participant, seq)
    mark = encoder.encode(ReadOut(log=frame.log, by=held.participant, seq=seq))
    connection.process.tell_log(frame.log, "all", mark, but=connection)


def _got(connection: Connection, frame: Got) -> None:
    connection.confirm(frame.n)


def _ping(connection: Connection, frame: Ping) -> None:
    connection.answer(Pong(now=connection.now()))


def _hello_again(connection: Connection, frame: HelloIn) -> None:
    raise errors.BadFrame


_OWN: dict[type, Callable[[Connection, Any], None]] = {
    protocol.Send: _send,
    protocol.Act: _act,
    protocol.Sub: _sub,
    protocol.Unsub: _unsub,
    protocol.More: _more,
    protocol.Typing: _typing,
    protocol.Read: _read,
    protocol.Got: _got,
    protocol.Ping: _ping,
    protocol.HelloIn: _hello_again,
}
