"""Links to files: signed, and not for ever. The only way to a file's bytes."""

import hashlib
import hmac
import time
from typing import Final, Literal
from urllib.parse import quote
from uuid import UUID

from django.conf import settings

from hub.errors import NotFound
from hub.files.errors import LinkExpired
from hub.web import origins

Variant = Literal["file", "preview"]
#: Ends are rounded up to so many seconds: a browser sees the same link again and keeps the file.
ROUND: Final = 600


def url(
    file: UUID,
    name: str,
    *,
    variant: Variant = "file",
    seconds: int = 3600,
    now: float | None = None,
) -> str:
    """A link that works for at least `seconds` (at most ten minutes more)."""
    end = -(-int((time.time() if now is None else now) + seconds) // ROUND) * ROUND
    shown = "preview.webp" if variant == "preview" else quote(name, safe="")
    path = f"/f/{file.hex}/{shown}?e={end}&s={_sign(file, variant, end)}"
    return origins.absolute("files", path + ("&v=p" if variant == "preview" else ""))


def check(
    file: UUID, variant: Variant, end: str, signature: str, *, now: float | None = None
) -> int:
    """Seconds for which the link works. Raises `NotFound` if forged, `LinkExpired` if too old."""
    if not (end.isascii() and end.isdecimal() and len(end) <= 12):
        raise NotFound
    wanted = _sign(file, variant, int(end))
    if not hmac.compare_digest(wanted.encode(), signature.encode(errors="replace")):
        raise NotFound
    left = int(end) - int(time.time() if now is None else now)
    if left <= 0:
        raise LinkExpired
    return left


def _sign(file: UUID, variant: Variant, end: int) -> str:
    key = hashlib.sha256(b"file link\0" + settings.SECRET_KEY.encode()).digest()
    return hmac.digest(key, f"{file.hex}:{variant}:{end}".encode(), "sha256").hex()[:40]
