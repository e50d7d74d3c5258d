"""One id for everything that a request causes: in its answer, in every log line, in the audit."""

import re
import uuid

import structlog
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from hub.web.client_address import peer_is_trusted
from hub.web.middleware import Middleware

_GOOD = re.compile(r"[A-Za-z0-9._-]{8,64}")


class RequestIdMiddleware(Middleware):
    """Gives `request.request_id`, `X-Request-Id` in the answer, and `request_id` in the logs.

    An id that a trusted proxy sends is kept; one that a client made up is not.
    """

    def before(self, request: HttpRequest) -> None:
        sent = request.META.get("HTTP_X_REQUEST_ID", "")
        if not (_GOOD.fullmatch(sent) and peer_is_trusted(request)):
            sent = uuid.uuid4().hex
        request.request_id = sent  # type: ignore[attr-defined]
        structlog.contextvars.bind_contextvars(request_id=sent)

    def after(self, request: HttpRequest, response: HttpResponseBase) -> None:
        response["X-Request-Id"] = of(request)

    def done(self, request: HttpRequest) -> None:
        structlog.contextvars.unbind_contextvars("request_id")


def of(request: HttpRequest | None) -> str:
    """The request's id, or "" outside a request."""
    return str(getattr(request, "request_id", ""))
