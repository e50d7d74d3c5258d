"""Django's test client as a browser on one of the three origins: right host, CSRF checked."""

import json
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client

from hub.registry.routes import Origin


class Browser(Client):
    """`browser.call("POST", "/api/v1/…", {...})` sends JSON with the CSRF token that it has.

    The token comes from `GET auth/csrf`, as for any client (`fetch_csrf`).
    """

    def __init__(self, origin: Origin = "staff", address: str = "203.0.113.5") -> None:
        host = urlsplit(settings.ORIGINS[origin]).netloc
        super().__init__(enforce_csrf_checks=True, HTTP_HOST=host, REMOTE_ADDR=address)
        self.origin = origin
        self.csrf = ""

    def fetch_csrf(self) -> str:
        self.csrf = self.get("/api/v1/auth/csrf").json()["csrf"]
        return self.csrf

    def call(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> Any:
        sent = {"origin": str(settings.ORIGINS[self.origin])}
        if self.csrf:
            sent["x-csrftoken"] = self.csrf
        return self.generic(
            method,
            path,
            json.dumps(body if body is not None else {}),
            content_type="application/json",
            headers={**sent, **(headers or {})},
        )
