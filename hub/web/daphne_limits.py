"""Daphne takes a request's whole body before it asks anybody. Here is a bound to that.

What comes after the limit is read and thrown away, so that the client hears why; whoever sends many
times as much is cut off. Imported only where Daphne is (it brings Twisted's reactor).
"""

from typing import Any

from daphne import http_protocol

from hub.web.body_limit import limit_for, refusal

#: So many times the limit are read to the end, for the sake of an answer.
PATIENCE = 5


class LimitedRequest(http_protocol.WebRequest):  # type: ignore[misc]
    received = 0
    limit = 0

    def gotLength(self, length: int | None) -> None:
        self.limit = limit_for(self.requestHeaders.getRawHeaders(b"content-type", [b""])[-1])
        # What is announced as too large is not kept; Twisted would make a file for it.
        super().gotLength(0 if length is not None and length > self.limit else length)

    def handleContentChunk(self, data: bytes) -> None:
        self.received += len(data)
        if self.received <= self.limit:
            super().handleContentChunk(data)
        elif self.received > PATIENCE * self.limit:
            self.channel.forceAbortClient()

    def process(self) -> Any:
        if self.received <= self.limit:
            return super().process()
        languages = self.requestHeaders.getRawHeaders(b"accept-language", [b""])
        self.setResponseCode(413)
        self.setHeader(b"content-type", b"application/json")
        self.setHeader(b"x-content-type-options", b"nosniff")
        self.write(refusal(languages[-1].decode("latin-1")))
        self.finish()
        return None


def install() -> None:
    """Make Daphne use it, before its server runs."""
    http_protocol.WebRequest = LimitedRequest
