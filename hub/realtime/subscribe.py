"""Subscribing to a stream: everything that the client needs, in one answer, without a gap."""

from typing import Any
from uuid import UUID

import msgspec

from hub.errors import NotFound
from hub.realtime import protocol, store
from hub.realtime.connection import Connection
from hub.realtime.frames import entry_view
from hub.realtime.protocol import LogView, ParticipantView, Subbed
from hub.registry.participants import describe
from hub.registry.streams import Resolved, Stream, StreamLog, streams

PARTICIPANTS = """
SELECT id, kind, subject, name, read_seq FROM realtime_participant
WHERE log_id = %s ORDER BY joined_at
"""


def _stream(ref: str) -> Stream:
    stream = streams.get(ref.partition(":")[0])
    if stream is None or len(ref) > 100:
        raise NotFound
    return stream


async def subscribe(connection: Connection, frame: protocol.Sub) -> None:
    """Listen and attach first, then read, then hand out what came in between: nothing is missed,
    and nothing that was told is undone by an answer that was read before it."""
    stream = _stream(frame.ref)
    topics = stream.topics(frame.ref)
    if stream.own_topics is not None:
        topics = [*topics, *await stream.own_topics(connection.principal, frame.ref)]
    for topic in topics:
        connection.holding_events.setdefault(topic, [])
        connection.process.exchange.listen(topic, connection)
    connection.topics[frame.ref] = set(topics)
    try:
        resolved = await stream.resolve(connection.principal, frame.ref)
        await _answer(connection, frame, resolved)
        if frame.ref not in connection.entered and not connection.gone:
            connection.entered.add(frame.ref)
            if stream.entered is not None:
                stream.entered(connection, frame.ref, resolved)
    except BaseException:
        for topic in topics:
            connection.holding_events.pop(topic, None)
        unsubscribe(connection, frame.ref)
        raise
    for topic in topics:
        for event in connection.holding_events.pop(topic, []):
            connection.push(event)


async def _answer(connection: Connection, frame: protocol.Sub, resolved: Resolved) -> None:
    exchange = connection.process.exchange
    fresh = [held for held in resolved.logs if held.log not in connection.logs]
    for held in resolved.logs:
        connection.logs[held.log] = held
    for held in fresh:
        connection.holding[held.log] = []
        exchange.attach(held.log, connection)
    connection.refs[frame.ref] = [held.log for held in resolved.logs]
    try:
        views = [
            await _read_log(connection, held, frame.after.get(held.log)) for held in resolved.logs
        ]
        connection.answer(Subbed(ref=frame.ref, logs=views, state=resolved.state))
        _release(connection, fresh, {view.log: view for view in views})
    except BaseException:
        _release(connection, fresh, {})
        raise


def _release(connection: Connection, fresh: list[StreamLog], views: dict[UUID, LogView]) -> None:
    for held in fresh:
        view = views.get(held.log)
        known = view.entries[-1].seq if view and view.entries else (view.head if view else 0)
        for seq, entry in connection.holding.pop(held.log, []):
            if seq > known:
                connection.push(entry)


async def _read_log(connection: Connection, held: StreamLog, after: int | None) -> LogView:
    """One log as `subbed` carries it: after the client's seq, or the newest page."""
    async with connection.process.pool.connection() as database:
        heads = await store.heads(database, [held.log])
        head = heads.get(held.log, 0)
        reset = after is not None and after > head
        if after is None or reset:
            rows = await store.read_before(database, held.log, head + 1, protocol.PAGE)
            rows = [row for row in rows if row.seq > held.since]
        else:
            start = max(after, held.since)
            rows = await store.read_after(database, held.log, start, protocol.PAGE)
        people = await (await database.execute(PARTICIPANTS, [held.log])).fetchall()
    feed = connection.process.exchange.feeds.get(held.log)
    if feed is not None:
        feed.know_head(max(head, rows[-1].seq if rows else 0))
    lang = connection.principal.lang
    return LogView(
        log=held.log,
        audience=held.audience,
        head=head,
        entries=[entry_view(row, lang) for row in rows],
        participants=await participants(people, held, lang),
        me=held.participant,
        more=bool(rows) and rows[-1].seq < head,
        reset=reset,
    )


async def participants(people: list[Any], held: StreamLog, lang: str) -> list[ParticipantView]:
    """Rows of PARTICIPANTS as views, with titles and faces from whoever knows them."""
    known = await describe([(kind, subject) for _, kind, subject, _, _ in people if subject], lang)
    views = []
    for id_, kind, subject, name, read in people:
        if held.quiet and kind == "visitor" and not name and id_ != held.participant:
            continue
        extra = known.get((kind, subject), ("", ""))
        views.append(
            ParticipantView(
                id=id_,
                kind=kind,
                name=name,
                title=extra[0],
                face=extra[1],
                me=id_ == held.participant,
                read=read,
            )
        )
    return views


async def resolve_again(connection: Connection, log: UUID) -> StreamLog | None:
    """Look a subscribed log's rights up anew, e.g. after the right to write was given."""
    for ref, logs in connection.refs.items():
        if log in logs:
            resolved = await _stream(ref).resolve(connection.principal, ref)
            for held in resolved.logs:
                connection.logs[held.log] = held
    return connection.logs.get(log)


async def become_writer(connection: Connection, log: UUID, kind: str, body: Any) -> UUID | None:
    """The participant as whom somebody writes who was none when they subscribed; None if they are
    none still."""
    for ref, logs in list(connection.refs.items()):
        stream = _stream(ref)
        if log in logs and stream.become_writer is not None:
            written = await stream.become_writer(connection.principal, ref, log, kind, body)
            held = connection.logs.get(log)
            if held is None:
                raise NotFound
            if written.lasting:
                connection.logs[log] = msgspec.structs.replace(
                    held, participant=written.participant
                )
            return written.participant
    held = await resolve_again(connection, log)
    return held.participant if held else None


def unsubscribe(connection: Connection, ref: str) -> None:
    tell_left(connection, ref)
    exchange = connection.process.exchange
    kept_logs = {log for r, logs in connection.refs.items() if r != ref for log in logs}
    for log in connection.refs.pop(ref, []):
        if log not in kept_logs:
            exchange.detach(log, connection)
            connection.logs.pop(log, None)
    kept_topics = {t for r, topics in connection.topics.items() if r != ref for t in topics}
    for topic in connection.topics.pop(ref, set()) - kept_topics:
        exchange.unlisten(topic, connection)


def tell_left(connection: Connection, ref: str) -> None:
    """Tell a stream that a connection which had entered is gone from it; once."""
    if ref in connection.entered:
        connection.entered.discard(ref)
        stream = streams.get(ref.partition(":")[0])
        if stream is not None and stream.left is not None:
            stream.left(connection, ref)
