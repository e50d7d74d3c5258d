"""What can go wrong on the way out."""

import httpx2
from django.utils.translation import gettext_lazy as _

from hub.errors import HubError


class OutboundError(HubError, httpx2.TransportError):
    """Base; one of httpx's own, so that a library given our client takes it for what it is.

    `detail` is for logs and operators: no secret, no query, no body of ours.

    `reached` says whether the peer may have got the request: False means that it certainly was not
    carried out, True that nobody knows.
    """

    code = "outbound_failed"
    status = 502
    sentence = _("The other system could not be reached.")

    def __init__(self, detail: str = "", *, reached: bool = False) -> None:
        super().__init__()
        self.detail = detail
        self.reached = reached

    def __str__(self) -> str:
        return self.detail or self.code


class OutboundRefused(OutboundError):
    """We do not call this address: inside the house, not http(s), or with a password in it."""

    code = "outbound_refused"
    status = 422
    sentence = _("This address may not be called from here.")


class OutboundTimeout(OutboundError, httpx2.TimeoutException):
    """The exchange as a whole took longer than it may."""

    code = "outbound_timeout"
    status = 504
    sentence = _("The other system did not answer in time.")


class OutboundTooLarge(OutboundError):
    """The answer is larger than allowed, packed or unpacked."""

    code = "outbound_too_large"
    sentence = _("The other system's answer is too large.")


class OutboundFailed(OutboundError):
    """No connection, no valid certificate, or no valid HTTP (or JSON) came back."""
