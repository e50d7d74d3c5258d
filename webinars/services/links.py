"""Personal links: 32 bytes that a mail carries in an address's fragment, kept as their SHA-256.

A token is made of the link's id with the installation's key, so that a reminder carries the same
link as the confirmation, and the database alone opens no room.
"""

import binascii
import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.utils import timezone

from webinars.errors import LinkExpired, LinkUnknown
from webinars.models import JoinLink, Registration, Room, RoomParticipant
from webinars.selectors.webinars import ends_at

#: After the end, for whoever comes late or wants to know how it went.
AFTER_THE_END = timedelta(days=1)
#: 32 bytes in base64url without padding.
LENGTH = 43


def address(token: str) -> str:
    """Where a token is opened. What stands in the fragment reaches no server."""
    return f"{str(settings.PUBLIC_ORIGIN).rstrip('/')}/room/#{token}"


def for_registration(registration: Registration) -> str:
    """The token of a registration's link; made at first. It moves with the webinar's time."""
    expires = ends_at(registration.webinar) + AFTER_THE_END
    for link in registration.links.filter(revoked_at=None).order_by("created_at"):
        token = _token(link.id)
        if hmac.compare_digest(bytes(link.token_hash), digest(token)):
            if link.expires_at != expires:
                link.expires_at = expires
                link.save(update_fields=["expires_at"])
            return token
    return issue(room=registration.webinar.room, registration=registration, expires_at=expires)


def issue(
    *,
    room: Room,
    registration: Registration | None = None,
    participant: RoomParticipant | None = None,
    expires_at: datetime,
) -> str:
    """A new link for a registration or a participant; gives its token."""
    link_id = uuid4()
    token = _token(link_id)
    JoinLink.objects.create(
        id=link_id,
        token_hash=digest(token),
        room=room,
        registration=registration,
        participant=participant,
        expires_at=expires_at,
    )
    return token


def find(token: str) -> JoinLink:
    """The link of a token. Raises `LinkUnknown`, also for nonsense and for a revoked one, or
    `LinkExpired`."""
    link = (
        JoinLink.objects.select_related(
            "room__site", "registration__webinar__room", "registration__identity", "participant"
        )
        .filter(token_hash=digest(_checked(token)), revoked_at=None)
        .first()
    )
    if link is None:
        raise LinkUnknown
    if link.expires_at <= timezone.now():
        raise LinkExpired
    return link


def revoke(registration: Registration) -> None:
    registration.links.filter(revoked_at=None).update(revoked_at=timezone.now())


def digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _checked(token: str) -> str:
    """Raises `LinkUnknown` unless it has the form of a token."""
    try:
        raw = urlsafe_b64decode(token + "=") if len(token) == LENGTH else b""
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != 32:
        raise LinkUnknown
    return token


def _token(link_id: UUID) -> str:
    key = hashlib.sha256(b"webinars.links\0" + str(settings.SECRET_KEY).encode()).digest()
    return urlsafe_b64encode(hmac.digest(key, link_id.bytes, "sha256")).rstrip(b"=").decode()
