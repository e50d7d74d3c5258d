"""The visitor's signed token, checked without the database.

The browser's own random key (32 bytes) is the lasting secret; it renews the token. The token says
who and where from, and expires after a day.
"""

import base64
import binascii
import hashlib
import hmac
import time
from datetime import UTC, datetime
from uuid import UUID

import msgspec
from django.conf import settings

from hub.realtime.errors import BadToken

LIFETIME = 24 * 60 * 60
#: A token is a short string; a longer one is refused before anything is computed.
MAX_LENGTH = 512


class VisitorClaims(msgspec.Struct, frozen=True, array_like=True):
    """`expires` in Unix seconds."""

    visitor: UUID
    site: UUID
    expires: int


def _key() -> bytes:
    return hashlib.sha256(b"visitor token\0" + settings.SECRET_KEY.encode()).digest()


def make(visitor: UUID, site: UUID, *, now: float | None = None) -> tuple[str, datetime]:
    """A token and when it expires."""
    expires = int((time.time() if now is None else now) + LIFETIME)
    payload = msgspec.msgpack.encode(VisitorClaims(visitor, site, expires))
    mark = hmac.digest(_key(), payload, "sha256")[:20]
    text = base64.urlsafe_b64encode(mark + payload).rstrip(b"=").decode()
    return text, datetime.fromtimestamp(expires, UTC)


def read(token: str, *, now: float | None = None) -> VisitorClaims:
    """The claims of a token. Raises `BadToken` when it is forged, expired or nonsense."""
    if not token or len(token) > MAX_LENGTH:
        raise BadToken
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        raise BadToken from None
    mark, payload = raw[:20], raw[20:]
    if not hmac.compare_digest(mark, hmac.digest(_key(), payload, "sha256")[:20]):
        raise BadToken
    try:
        claims = msgspec.msgpack.decode(payload, type=VisitorClaims)
    except msgspec.DecodeError:
        raise BadToken from None
    if claims.expires < (time.time() if now is None else now):
        raise BadToken
    return claims
