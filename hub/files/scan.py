"""The virus scanner, where the administrator has one: clamd, asked by its INSTREAM command.

CLAMD_URL is `tcp://host:3310` or `unix:///run/clamav/clamd.ctl`. While it is set, nothing gets in
that it did not see: when it is away, uploads are refused, to be tried again.
"""

import socket
import struct
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import structlog
from django.conf import settings

from hub.errors import Unavailable
from hub.files.errors import Infected

#: Seconds for connecting, and for each read and write.
TIME: Final = 30
CHUNK: Final = 64 * 1024
_log = structlog.get_logger(__name__)


def scan(path: Path) -> None:
    """Raises `Infected`, or `Unavailable` when there is no verdict. Without a scanner, nothing."""
    if not settings.CLAMD_URL:
        return
    try:
        verdict = _ask(settings.CLAMD_URL, path)
    except OSError as away:
        _log.warning("virus scanner is away", reason=type(away).__name__)
        raise Unavailable from None
    if verdict.endswith(b"FOUND"):
        _log.warning("upload refused by virus scanner")
        raise Infected
    if not verdict.endswith(b"OK"):
        _log.warning("virus scanner gave no verdict")
        raise Unavailable


def _ask(url: str, path: Path) -> bytes:
    """One session as in clamd(8): `zINSTREAM`, chunks with their length, an empty one, answer."""
    with _connect(url) as line, path.open("rb") as file:
        line.sendall(b"zINSTREAM\0")
        while chunk := file.read(CHUNK):
            line.sendall(struct.pack("!L", len(chunk)) + chunk)
        line.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < 4096:
            part = line.recv(1024)
            if not part:
                break
            answer += part
        return answer.rstrip(b"\0\n ")


def _connect(url: str) -> socket.socket:
    parts = urlsplit(url)
    if parts.scheme == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(TIME)
        line.connect(parts.path)
        return line
    return socket.create_connection((parts.hostname or "", parts.port or 3310), timeout=TIME)
