"""The guarded transport: looks up and checks once, connects to what was checked, caps the rest.

The address is pinned in the network backend, below HTTP and TLS: Host header, SNI and certificate
check keep the name, and nobody resolves it a second time.
"""

import asyncio
import zlib
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any

import httpcore2
import httpx2
from httpcore2 import AnyIOBackend

from hub.outbound import guard
from hub.outbound.errors import (
    OutboundError,
    OutboundFailed,
    OutboundRefused,
    OutboundTimeout,
    OutboundTooLarge,
)


class PinnedBackend(httpcore2.AsyncNetworkBackend):
    """Connects to checked addresses only, the next one when one does not answer."""

    def __init__(self, resolve: guard.Resolver | None) -> None:
        self._resolve = resolve
        self._tcp = AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 – the interface's
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        found = await guard.addresses(host, port, self._resolve)
        problem: Exception = OutboundFailed(f"{host} has no address")
        for address in found[:4]:
            share = timeout / min(len(found), 4) if timeout else None
            try:
                return await self._tcp.connect_tcp(
                    address, port, timeout=share, socket_options=socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as failed:
                problem = failed
        raise problem

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109 – the interface's
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        raise OutboundRefused("no sockets of this machine")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class GuardedTransport(httpx2.AsyncHTTPTransport):
    """An httpx transport with all that `hub.outbound` promises.

    `timeout` is the time in seconds for one whole exchange, from the look-up to the last byte of
    the body; `max_bytes` is the largest body, unpacked. Errors are `OutboundError`s.
    """

    def __init__(
        self,
        *,
        timeout: float,
        max_bytes: int,
        verify: Any = True,
        resolve: guard.Resolver | None = None,
        keep_alive: bool = True,
    ) -> None:
        super().__init__(verify=verify, trust_env=False)
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=httpx2.create_ssl_context(verify=verify, trust_env=False),
            max_connections=50,
            max_keepalive_connections=10 if keep_alive else 0,
            keepalive_expiry=20.0,
            network_backend=PinnedBackend(resolve),
        )
        self._timeout = timeout
        self._max_bytes = max_bytes

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        guard.check_url(str(request.url))
        request.headers["Accept-Encoding"] = "gzip"
        exchange = _Exchange(monotonic() + self._timeout, self._max_bytes)
        request.extensions = {**request.extensions, "trace": exchange.trace}
        async with exchange.watched():
            response = await super().handle_async_request(request)
        packed = response.headers.get("content-encoding", "").lower()
        if packed not in ("", "identity", "gzip", "x-gzip", "deflate"):
            await response.aclose()
            raise OutboundFailed(f"unasked for content-encoding {packed[:20]}", reached=True)
        response.headers.pop("content-encoding", None)
        stream = response.stream
        assert isinstance(stream, httpx2.AsyncByteStream)
        response.stream = _Body(stream, exchange, packed not in ("", "identity"))
        return response


class _Exchange:
    """One request and its answer: the deadline, the cap, and how far it came."""

    def __init__(self, deadline: float, max_bytes: int) -> None:
        self.deadline = deadline
        self.max_bytes = max_bytes
        self.reached = False

    async def trace(self, event: str, info: dict[str, Any]) -> None:
        if event == "http11.send_request_headers.started":
            self.reached = True

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Keeps the deadline, and turns what httpx raises into our errors."""
        left = self.deadline - monotonic()
        try:
            async with asyncio.timeout(left):
                yield
        except OutboundError as error:
            error.reached = error.reached or self.reached
            raise
        except (TimeoutError, httpx2.TimeoutException):
            raise OutboundTimeout("no answer in time", reached=self.reached) from None
        except (httpx2.TransportError, httpx2.InvalidURL, OSError) as error:
            words = str(error)[:200] or type(error).__name__
            raise OutboundFailed(words, reached=self.reached) from error


class _Body(httpx2.AsyncByteStream):
    """The answer's body, unpacked within the cap: a small packed one cannot grow without bound."""

    def __init__(self, stream: httpx2.AsyncByteStream, exchange: _Exchange, packed: bool) -> None:
        self._stream = stream
        self._exchange = exchange
        self._unpack = zlib.decompressobj(47) if packed else None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        left, chunks = self._exchange.max_bytes, aiter(self._stream)
        while True:
            async with self._exchange.watched():
                chunk = await anext(chunks, None)
                if chunk is None:
                    if self._unpack is not None and not self._unpack.eof:
                        raise OutboundFailed("the packed answer ends too early")
                    return
                if self._unpack is not None:
                    chunk = self._unpacked(self._unpack, chunk, left + 1)
                left -= len(chunk)
                if left < 0:
                    raise OutboundTooLarge(f"more than {self._exchange.max_bytes} bytes")
            if chunk:
                yield chunk

    @staticmethod
    def _unpacked(unpack: "zlib._Decompress", chunk: bytes, most: int) -> bytes:
        try:
            return unpack.decompress(chunk, most)
        except zlib.error:
            raise OutboundFailed("the packed answer cannot be unpacked") from None

    async def aclose(self) -> None:
        await self._stream.aclose()
