"""The only HTTP client that leaves the house. See docs/outbound.md."""

from hub.outbound.client import MAX_BYTES, TIMEOUT, Response, arequest, async_http_client, request
from hub.outbound.errors import (
    OutboundError,
    OutboundFailed,
    OutboundRefused,
    OutboundTimeout,
    OutboundTooLarge,
)
from hub.outbound.guard import check_target, check_url

__all__ = [
    "MAX_BYTES",
    "TIMEOUT",
    "OutboundError",
    "OutboundFailed",
    "OutboundRefused",
    "OutboundTimeout",
    "OutboundTooLarge",
    "Response",
    "arequest",
    "async_http_client",
    "check_target",
    "check_url",
    "request",
]
