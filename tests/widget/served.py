"""The built widget on one origin, and a page that embeds it on another, which trusts nobody.

Only what lies outside the frame is played here: the hub's answers about a site, and a customer's
page with a Content Security Policy as strict as one meets.
"""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

DIST = Path(__file__).resolve().parents[2] / "frontend" / "dist" / "widget"
TYPES = {".js": "text/javascript", ".css": "text/css", ".html": "text/html"}

SITE: dict[str, Any] = {
    "site": {"key": "firm", "name": "Beispiel GmbH", "languages": ["de", "en"]},
    "time_zone": "Europe/Berlin",
    "open": True,
    "until": None,
    "reopens_at": None,
    "agents": [{"id": "a", "name": "Miriam Keller", "title": "Beratung", "face": ""}],
    "waiting": 0,
    "estimate_s": 90,
    "texts": {
        "greeting": "Was möchten Sie heben?",
        "topics": [{"icon": "box", "title": "Preis", "text": "Was kostet das?"}],
    },
    "typing_preview": False,
    "upload_max_bytes": 1000,
}

#: As hub/web/policies.py has it, without the origins that may frame it.
PANEL_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; form-action 'none'; base-uri 'none'"
)

#: status, headers, body
Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Origin:
    """A server that keeps what it was asked, headers included."""

    answer: Callable[[str], Answer]
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    host: str = "localhost"

    def __post_init__(self) -> None:
        origin = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                origin.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
                status, headers, body = origin.answer(self.path)
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.server.server_port}"

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/favicon.ico"]

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def hub(path: str) -> Answer:
    """What the public origin says: the built files, and one site."""
    where = urlsplit(path).path
    if where == "/api/v1/public/sites/firm":
        return 200, {"Content-Type": "application/json"}, json.dumps(SITE).encode()
    name = {"/embed.js": "embed.js", "/widget/": "index.html"}.get(
        where, where.removeprefix("/static/app/widget/")
    )
    file = (DIST / name).resolve()
    if not file.is_file() or not file.is_relative_to(DIST):
        return 404, {}, b""
    headers = {
        "Content-Security-Policy": PANEL_POLICY if file.suffix == ".html" else "",
        "Content-Type": TYPES.get(file.suffix, "application/octet-stream"),
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    return 200, headers, file.read_bytes()


def page(hub_url: str, attributes: str = "", head: str = "") -> Callable[[str], Answer]:
    """A customer's page. Its policy allows the hub's scripts and frames, and no styles at all."""
    body = (
        f"<!doctype html><html lang=de><title>VH 250</title>{head}<body>"
        f"<h1>VH 250</h1><button id=buy>Kaufen</button>"
        f'<script async src="{hub_url}/embed.js" data-site=firm data-lang=de {attributes}></script>'
    ).encode()
    policy = (
        f"default-src 'none'; script-src {hub_url}; frame-src {hub_url}; "
        "style-src 'none'; require-trusted-types-for 'script'"
    )
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": policy,
        "Set-Cookie": "firm=1; Path=/",
    }
    return lambda path: (200, headers, body)
