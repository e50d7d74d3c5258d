"""What a browser did and complained about, while somebody used it."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, Page, Request, WebSocket

#: What Chromium itself says about a request without an answer; pages can't avoid it.
_NETWORK = re.compile(r"net::ERR_|WebSocket connection to .* failed|NetworkError")


@dataclass
class Watch:
    """Everything of one browser context, from its first page on."""

    complaints: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    #: Frames that arrived by any websocket.
    received: list[str] = field(default_factory=list)
    #: Set while the network or the server is away on purpose.
    away: bool = False
    #: Statuses that are expected by now: somebody was too late (409), an address was wrong (422).
    expected: set[int] = field(default_factory=set)

    def context(self, context: BrowserContext) -> None:
        context.on("page", self.page)
        context.on("request", lambda request: self.requests.append(request))

    def page(self, page: Page) -> None:
        page.on(
            "console", lambda said: self._said(said.type, f"{said.text} ({said.location['url']})")
        )
        page.on("pageerror", lambda error: self._said("error", str(error)))
        page.on("websocket", self._socket)

    def _socket(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: self.received.append(str(frame)))

    def _said(self, kind: str, text: str) -> None:
        if kind not in ("error", "warning"):
            return
        if self.away and _NETWORK.search(text):
            return
        if any(f"status of {status}" in text for status in self.expected):
            return
        self.complaints.append(f"{kind}: {text}")
