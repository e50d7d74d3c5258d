"""The two sockets, as plain ASGI applications: who may connect, and the reading loop."""

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import msgspec
import structlog

from hub.errors import HubError, SignInNeeded
from hub.realtime import errors, handlers, protocol
from hub.realtime.connection import Connection
from hub.realtime.frames import encoder
from hub.realtime.identify import (
    staff_principal,
    still_signed_in,
    visitor_origin_allowed,
    visitor_principal,
)
from hub.realtime.process import HEARTBEAT, Process, current
from hub.realtime.protocol import Error, HelloIn, HelloOut
from hub.registry.streams import Principal

log = structlog.get_logger(__name__)

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

#: Seconds in which the first frame has to come.
HELLO_WITHIN = 10.0
#: Seconds between two looks at the session of a staff socket.
SESSION_EVERY = 60.0


async def websocket_application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Accepts, so that a refusal can say why (a refused handshake is a bare 403), then decides."""
    await receive()  # websocket.connect
    offered = scope.get("subprotocols") or []
    await send(
        {
            "type": "websocket.accept",
            "subprotocol": protocol.SUBPROTOCOL if protocol.SUBPROTOCOL in offered else None,
        }
    )
    try:
        principal, process = await _admit(scope, receive)
    except HubError as error:
        code = {401: protocol.CLOSE_NO_TOKEN, 403: protocol.CLOSE_WRONG_ORIGIN}.get(
            error.status,
            protocol.CLOSE_GOING_AWAY if error.status == 503 else protocol.CLOSE_BAD_FRAME,
        )
        last = Error(code=error.code, message=error.message, retry_after=error.retry_after)
        await send({"type": "websocket.send", "text": encoder.encode(last).decode()})
        await send({"type": "websocket.close", "code": code})
        return
    except _GoneError:
        return
    watch = partial(_watch, scope) if principal.kind == "staff" else None
    await _serve(process, principal, receive, send, watch)


class _GoneError(Exception):
    """The socket closed before it said hello."""


async def _admit(scope: dict[str, Any], receive: Receive) -> tuple[Principal, Process]:
    origin = _origin(scope)
    staff = scope["path"].rstrip("/") == "/ws/staff"
    if not staff and scope["path"].rstrip("/") != "/ws/visitor":
        raise errors.WrongOrigin
    hello = await _hello(receive)
    if staff:
        principal = await staff_principal(scope, origin, hello.lang)
    else:
        principal = visitor_principal(hello)
        if not await visitor_origin_allowed(origin):
            raise errors.WrongOrigin
    return principal, await current()


def _origin(scope: dict[str, Any]) -> str:
    for name, value in scope.get("headers", ()):
        if name == b"origin":
            parts = urlsplit(value.decode("latin-1"))
            return f"{parts.scheme}://{parts.netloc}"
    return ""


async def _hello(receive: Receive) -> HelloIn:
    try:
        message = await asyncio.wait_for(receive(), HELLO_WITHIN)
    except TimeoutError:
        raise errors.BadFrame from None
    if message["type"] == "websocket.disconnect":
        raise _GoneError
    text = _text(message)
    if text is None or len(text) > protocol.MAX_FRAME:
        raise errors.BadFrame
    try:
        return msgspec.json.decode(text, type=HelloIn)
    except msgspec.MsgspecError:
        raise errors.BadFrame from None


def _text(message: dict[str, Any]) -> str | bytes | None:
    text: str | bytes | None = message.get("text")
    return text if text is not None else message.get("bytes")


async def _watch(scope: dict[str, Any], connection: Connection) -> None:
    """Close a staff socket whose session has ended."""
    while not connection.closing:
        await asyncio.sleep(SESSION_EVERY * random.uniform(0.8, 1.2))  # noqa: S311  (spreads load)
        try:
            good = await still_signed_in(scope, connection.principal)
        except Exception as failure:  # the database is away: nobody is signed out for that
            log.warning("socket.session_not_seen", error=type(failure).__name__)
            continue
        if not good:
            connection.close_with(SignInNeeded(), protocol.CLOSE_NO_TOKEN)


async def _serve(
    process: Process,
    principal: Principal,
    receive: Receive,
    send: Send,
    watch: Callable[[Connection], Coroutine[Any, Any, None]] | None = None,
) -> None:
    connection = Connection(process, principal, send)
    watching = asyncio.create_task(watch(connection)) if watch else None
    process.connections.add(connection)
    handlers.arrived(connection)
    try:
        connection.answer(
            HelloOut(
                epoch=await process.database_epoch(),
                max_frame=protocol.MAX_FRAME,
                heartbeat=HEARTBEAT,
                now=connection.now(),
                me=principal.id,
            )
        )
        while not connection.closing:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                break
            if connection.admit_frame():
                _handle(connection, message)
    except Exception as failure:
        log.warning("socket.failed", error=type(failure).__name__)
        connection.close_soon(protocol.CLOSE_GOING_AWAY)
    finally:
        if watching is not None:
            watching.cancel()
        with contextlib.suppress(Exception):
            handlers.left(connection)
        await connection.leave()


def _handle(connection: Connection, message: dict[str, Any]) -> None:
    text = _text(message)
    if text is None:
        return
    if len(text) > protocol.MAX_FRAME:
        connection.refuse(errors.FrameTooLarge(), handlers.id_of(text))
        return
    try:
        frame = handlers.decoder(connection.kind).decode(text)
    except msgspec.ValidationError as wrong:
        error: HubError = errors.BadFrame()
        error.facts = {"why": str(wrong)[:200]}
        connection.refuse(error, handlers.id_of(text))
        return
    except (msgspec.MsgspecError, UnicodeDecodeError):
        connection.refuse(errors.BadFrame())
        return
    try:
        handlers.handle(connection, frame)
    except HubError as error:
        connection.refuse(error, getattr(frame, "id", None))
