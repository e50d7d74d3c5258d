"""A small websocket client (RFC 6455, text frames, no extensions): cheap enough to load a server.

It speaks `hub.v1` as docs/protocol.md describes it, through `hello`, `sub`, `send` and `got`.
"""

import asyncio
import base64
import os
import struct
from collections.abc import Callable

import msgspec

encode = msgspec.json.Encoder().encode


class Wire(asyncio.Protocol):
    """One socket. `on_text` gets each text frame; `closed` resolves with the close code."""

    def __init__(
        self, path: str, headers: dict[str, str], on_text: Callable[[bytes], None]
    ) -> None:
        self._path = path
        self._headers = headers
        self._on_text = on_text
        self._buffer = bytearray()
        self._open = False
        self._parts: list[bytes] = []
        loop = asyncio.get_running_loop()
        self.ready: asyncio.Future[None] = loop.create_future()
        self.closed: asyncio.Future[int] = loop.create_future()
        self._code = 1006
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [
            f"GET {self._path} HTTP/1.1",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13",
            *(f"{name}: {value}" for name, value in self._headers.items()),
        ]
        transport.write(("\r\n".join(lines) + "\r\n\r\n").encode())

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self._open:
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            status = self._buffer.split(b" ", 2)[1]
            del self._buffer[: end + 4]
            if status != b"101":
                self.ready.set_exception(ConnectionError(status.decode()))
                return
            self._open = True
            self.ready.set_result(None)
        self._frames()

    def _frames(self) -> None:
        buffer, at = self._buffer, 0
        while len(buffer) - at >= 2:
            first, length = buffer[at], buffer[at + 1] & 0x7F
            head = 2
            if length == 126:
                if len(buffer) - at < 4:
                    break
                length, head = struct.unpack_from("!H", buffer, at + 2)[0], 4
            elif length == 127:
                if len(buffer) - at < 10:
                    break
                length, head = struct.unpack_from("!Q", buffer, at + 2)[0], 10
            if len(buffer) - at < head + length:
                break
            payload = bytes(buffer[at + head : at + head + length])
            at += head + length
            self._frame(first, payload)
        del buffer[:at]

    def _frame(self, first: int, payload: bytes) -> None:
        opcode = first & 0x0F
        if opcode in (0, 1):
            self._parts.append(payload)
            if first & 0x80:
                text, self._parts = b"".join(self._parts), []
                self._on_text(text)
        elif opcode == 8:
            self._code = struct.unpack("!H", payload[:2])[0] if len(payload) >= 2 else 1005
            if self.transport is not None:
                self.transport.close()
        elif opcode == 9:
            self._write(0x8A, payload)

    def _write(self, first: int, payload: bytes) -> None:
        size = len(payload)
        if size < 126:
            head = struct.pack("!BB", first, 0x80 | size)
        elif size < 65536:
            head = struct.pack("!BBH", first, 0x80 | 126, size)
        else:
            head = struct.pack("!BBQ", first, 0x80 | 127, size)
        if self.transport is not None and not self.transport.is_closing():
            # A mask of zeros leaves the payload as it is; it is allowed, and free.
            self.transport.write(head + b"\0\0\0\0" + payload)

    def send(self, frame: object) -> None:
        self._write(0x81, encode(frame))

    def close(self) -> None:
        if self.transport is not None:
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.ready.done():
            self.ready.set_exception(ConnectionError("closed while opening"))
        if not self.closed.done():
            self.closed.set_result(self._code)


async def open_wire(
    port: int, path: str, headers: dict[str, str], on_text: Callable[[bytes], None]
) -> Wire:
    """Connect to a port on loopback. Raises `ConnectionError`, `OSError`."""
    _, wire = await asyncio.get_running_loop().create_connection(
        lambda: Wire(path, {"Host": f"127.0.0.1:{port}", **headers}, on_text), "127.0.0.1", port
    )
    try:
        async with asyncio.timeout(10):
            await wire.ready
    except BaseException:
        wire.close()
        raise
    return wire
