"""Calling other systems: one call, or a client for a library that wants one."""

import asyncio
import json as jsonlib
import logging
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any

import httpx2

from hub.outbound import guard
from hub.outbound.errors import OutboundFailed
from hub.outbound.transport import GuardedTransport

#: Seconds for a whole exchange, and bytes of an answer, unless the caller says otherwise.
TIMEOUT = 10.0
MAX_BYTES = 1024 * 1024
USER_AGENT = "hub/1"

# It logs each URL with its query, where other systems' keys stand.
logging.getLogger("httpx2").setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class Response:
    """An answer, whatever its status: redirects are not followed but handed back.

    Header names are in lower case; `elapsed` is in seconds.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    elapsed: float

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """The body as JSON. Raises `OutboundFailed` when it is none."""
        try:
            return jsonlib.loads(self.body)
        except (ValueError, RecursionError):
            raise OutboundFailed("the answer is not JSON", reached=True) from None


async def arequest(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    params: Mapping[str, str] | None = None,
    json: Any = None,
    content: bytes | None = None,
    timeout: float = TIMEOUT,  # noqa: ASYNC109 – of the exchange, on a connection of its own
    max_bytes: int = MAX_BYTES,
    resolve: guard.Resolver | None = None,
    verify: ssl.SSLContext | None = None,
) -> Response:
    """One exchange with another system, on a connection of its own.

    `timeout` is for all of it, in seconds. `resolve` and `verify` are for tests and for a firm's
    own name service or certificates. Raises `OutboundRefused`, `OutboundTimeout`,
    `OutboundTooLarge` or `OutboundFailed`; each says in `reached` whether the peer may have got it.
    """
    guard.check_url(url)
    if json is not None:
        content = jsonlib.dumps(json, ensure_ascii=False, separators=(",", ":")).encode()
        headers = {"Content-Type": "application/json", **(headers or {})}
    started = monotonic()
    async with async_http_client(
        timeout=timeout, max_bytes=max_bytes, resolve=resolve, verify=verify, keep_alive=False
    ) as client:
        try:
            answer = await client.request(
                method, url, headers=headers, params=params, content=content
            )
        except httpx2.InvalidURL as wrong:
            raise OutboundFailed(str(wrong)[:200]) from None
    return Response(
        status=answer.status_code,
        headers=dict(answer.headers),
        body=answer.content,
        elapsed=monotonic() - started,
    )


def request(method: str, url: str, **options: Any) -> Response:
    """`arequest` for code that is not asynchronous; the same arguments, the same errors."""
    return asyncio.run(arequest(method, url, **options))


def async_http_client(
    *,
    timeout: float = 60.0,
    max_bytes: int = 8 * MAX_BYTES,
    resolve: guard.Resolver | None = None,
    verify: ssl.SSLContext | None = None,
    keep_alive: bool = True,
) -> httpx2.AsyncClient:
    """A client for a library that wants one (`openai.AsyncOpenAI(http_client=…)`), guarded alike.

    It is an `httpx2.AsyncClient`, what openai 3 uses itself. It follows no redirects and reads no
    proxies or passwords from the environment. Use it within one event loop; close it.
    """
    return httpx2.AsyncClient(
        transport=GuardedTransport(
            timeout=timeout,
            max_bytes=max_bytes,
            verify=verify or _certificates(),
            resolve=resolve,
            keep_alive=keep_alive,
        ),
        timeout=timeout,
        follow_redirects=False,
        trust_env=False,
        headers={"User-Agent": USER_AGENT},
    )


_context: ssl.SSLContext | None = None


def _certificates() -> ssl.SSLContext:
    """The machine's own certificates, read once (it takes some 20 ms)."""
    global _context
    if _context is None:
        _context = httpx2.create_ssl_context(trust_env=False)
    return _context
