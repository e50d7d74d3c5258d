"""How much a request may send, before anything reads it.

Django takes a whole body to a temporary file before it looks at anything, whoever sends it. So this
stands before Django, and answers 413 by the announced length, or while an unannounced one comes.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from django.conf import settings
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from hub.errors import TooLarge
from hub.web.compose import error_body

Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[dict[str, Any], Receive, Send], Awaitable[None]]

#: Room for the other fields of a form and what stands between them.
FORM: Final = 256 * 1024
#: Bodies that are no upload: Django takes 1 MB of them.
PLAIN: Final = 2 * 1024 * 1024


class _Over(Exception):
    pass


class BodyLimit:
    """Wraps the HTTP application."""

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.application(scope, receive, send)
            return
        headers = dict(scope.get("headers", ()))
        limit = limit_for(headers.get(b"content-type", b""))
        length = headers.get(b"content-length", b"")
        if length.isdigit() and (len(length) > 15 or int(length) > limit):
            await _refuse(headers, send)
            return
        taken, started = 0, False

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > limit:
                raise _Over
            return message

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.application(scope, counted, watched)
        except _Over:
            if not started:
                await _refuse(headers, send)


def limit_for(content_type: bytes) -> int:
    """Bytes that a body of this type may have."""
    if content_type.lower().startswith(b"multipart/form-data"):
        return int(settings.UPLOAD_MAX_BYTES) + FORM
    return PLAIN


def refusal(accept_language: str) -> bytes:
    """The answer's body, in a language that the client reads."""
    known = dict(settings.LANGUAGES)
    wanted = (lang.partition("-")[0] for lang, _ in parse_accept_lang_header(accept_language[:200]))
    with translation.override(next((w for w in wanted if w in known), settings.LANGUAGE_CODE)):
        return json.dumps(error_body(TooLarge(limit=settings.UPLOAD_MAX_BYTES))).encode()


async def _refuse(headers: dict[bytes, bytes], send: Send) -> None:
    body = refusal(headers.get(b"accept-language", b"").decode("latin-1"))
    await send(
        {
            "type": "http.response.start",
            "status": 413,
            "headers": [
                (b"content-type", b"application/json"),
                (b"content-length", str(len(body)).encode()),
                (b"x-content-type-options", b"nosniff"),
                (b"connection", b"close"),
            ],
        }
    )
    await send({"type": "http.response.body", "body": body})
