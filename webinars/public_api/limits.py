"""How often one address may register, look and join. The room's door is wide for good links: fifty
people behind one office's address may come within two seconds."""

import hashlib

from django.http import HttpRequest

from hub.web.client_address import client_address
from hub.web.rate_limit import require

REGISTRATIONS_A_MINUTE = 30
#: Mails that strangers can set off to one mailbox.
MAILS_AN_HOUR = 6
#: Tokens that are not known here, from one address.
WRONG_LINKS_A_MINUTE = 30
#: What one link may be used for.
JOINS_A_MINUTE = 30
#: Withdrawing and registering again, by one link: each sends a mail.
CHANGES_AN_HOUR = 10


def registering(request: HttpRequest, email: str) -> None:
    """Raises `TooMany`, also where the mailbox was written to too often: that is the same whether
    it is registered or not."""
    require(f"webinar-register:{client_address(request)}", REGISTRATIONS_A_MINUTE, 60)
    mailbox(email)


def mailbox(email: str) -> None:
    require(f"webinar-mailbox:{_key(email.strip().casefold())}", MAILS_AN_HOUR, 3600)


def joining(token: str) -> None:
    require(f"webinar-join:{_key(token)}", JOINS_A_MINUTE, 60)


def looking(token: str) -> None:
    require(f"webinar-look:{_key(token)}", 2 * JOINS_A_MINUTE, 60)


def changing(request: HttpRequest, token: str) -> None:
    """Withdrawing, or registering again, by a link."""
    require(f"webinar-change:{client_address(request)}", REGISTRATIONS_A_MINUTE, 60)
    require(f"webinar-change-link:{_key(token)}", CHANGES_AN_HOUR, 3600)


def wrong_link(request: HttpRequest) -> None:
    require(f"webinar-wrong-link:{client_address(request)}", WRONG_LINKS_A_MINUTE, 60)


def _key(value: str) -> str:
    return hashlib.sha256(value.encode("utf-8", "replace")).hexdigest()[:24]
