import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings

from hub.web.body_limit import PLAIN, BodyLimit

FORM = b"multipart/form-data; boundary=x"


async def _ask(body: list[bytes], content_type: bytes, length: int | None) -> tuple[int, bytes]:
    """What a client of an application gets that reads the whole body and says how long it is."""

    async def application(scope: Any, receive: Any, send: Any) -> None:
        total, more = 0, True
        while more:
            message = await receive()
            total += len(message["body"])
            more = message["more_body"]
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": str(total).encode()})

    left = list(body)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": left.pop(0), "more_body": bool(left)}

    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"content-type", content_type), (b"accept-language", b"en-GB,en;q=0.8")]
    if length is not None:
        headers.append((b"content-length", str(length).encode()))
    await BodyLimit(application)({"type": "http", "headers": headers}, receive, send)
    return sent[0]["status"], b"".join(m.get("body", b"") for m in sent[1:])


async def test_a_body_that_fits_goes_through() -> None:
    assert await _ask([b"ab", b"c"], b"application/json", 3) == (200, b"3")
    assert (await _ask([b"x" * PLAIN * 2], FORM, PLAIN * 2))[0] == 200


async def test_a_body_that_is_announced_as_too_large_is_refused_unread() -> None:
    for length in (PLAIN + 1, 10**40):
        status, body = await _ask([b""], b"application/json", length)
        assert status == 413
        error = json.loads(body)["error"]
        assert error["code"] == "too_large" and error["message"] == "This is too large."
    assert (await _ask([b""], FORM, settings.UPLOAD_MAX_BYTES * 2))[0] == 413


async def test_a_body_that_turns_out_too_large_is_refused() -> None:
    assert (await _ask([b"x" * PLAIN, b"x"], b"application/json", None))[0] == 413
    assert (await _ask([b"x" * PLAIN, b"x"], b"application/json", 5))[0] == 413


_SERVER = """
import os, sys
from daphne.server import Server, twisted_loop
import django
django.setup()
from hub.web import daphne_limits
daphne_limits.install()
async def application(scope, receive, send):
    total, more = 0, True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            return
        total += len(message.get("body", b""))
        more = message.get("more_body")
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(total).encode()})
port = sys.argv[1]
Server(application, endpoints=[f"tcp:port={port}:interface=127.0.0.1"], signal_handlers=False).run()
"""


@pytest.fixture(scope="module")
def daphne() -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    process = subprocess.Popen([sys.executable, "-c", _SERVER, str(port)])
    for _ in range(150):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield port
    process.kill()
    process.wait()


def _post(port: int, head: bytes, parts: list[bytes]) -> bytes:
    """The raw answer; b"" when the line was cut."""
    answer = b""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        try:
            line.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + head + b"\r\n")
            for part in parts:
                line.sendall(part)
            while part := line.recv(65536):
                answer += part
        except OSError:
            pass
    return answer


def test_daphne_takes_what_fits(daphne: int) -> None:
    answer = _post(daphne, b"Content-Length: 5\r\n", [b"hello"])
    assert answer.startswith(b"HTTP/1.1 200")
    assert b"\r\n5\r\n" in answer


def test_daphne_says_413_and_keeps_nothing_of_it(daphne: int) -> None:
    parts = [b"x" * 65536] * 48
    announced = _post(daphne, b"Content-Length: %d\r\n" % (65536 * 48), parts)
    assert announced.startswith(b"HTTP/1.1 413")
    assert b"too_large" in announced
    chunked = [b"10000\r\n" + part + b"\r\n" for part in parts] + [b"0\r\n\r\n"]
    assert _post(daphne, b"Transfer-Encoding: chunked\r\n", chunked).startswith(b"HTTP/1.1 413")


def test_daphne_cuts_off_who_does_not_stop(daphne: int) -> None:
    parts = [b"x" * 65536] * 400
    assert b" 200 " not in _post(daphne, b"Content-Length: %d\r\n" % (65536 * 400), parts)
    assert _post(daphne, b"Content-Length: 1\r\n", [b"x"]).startswith(b"HTTP/1.1 200")
