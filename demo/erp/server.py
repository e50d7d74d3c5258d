"""The ERP's HTTP side: three questions, one token, and (for tests) ways to misbehave.

    GET  /articles?sku=A,B      {"as_of", "articles": [{sku, price, currency, stock, …}]}
    GET  /customers?email=…     {"as_of", "customers": […]}   (none or one)
    GET  /orders?customer=…     {"as_of", "orders": […]}      (an e-mail address)
    GET  /healthz               {"ok": true}, without a token
    POST /crm/hooks             signed webhooks, see crm.py (no token: the signature is one)
    POST /_test/mode            {"mode": "ok|slow|hang|nonsense|down|500"}, only with ERP_TEST=1

Everything else is answered by {"error": {"code", "message"}}. It listens on 127.0.0.1 only.
"""

from __future__ import annotations

import hmac
import json
import re
import threading
from datetime import UTC, datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs

from demo.erp import crm
from demo.erp.state import State

HOST = "127.0.0.1"
MODES = ("ok", "slow", "hang", "nonsense", "down", "500")
SLOW_SECONDS = 3.0
HANG_SECONDS = 120.0
MOST_SKUS = 200
MOST_BODY = 4096
MOST_CONNECTIONS = 100

_SKU = re.compile(r"[0-9A-Za-z-]{1,24}")
_NONSENSE = b'{"as_of": 7, "articles": [{"sku": "114-250", "price": "a lot", "stock": -3}, '


class Refusal(Exception):
    """A request that is answered by an error."""

    def __init__(self, status: HTTPStatus, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


class Server(ThreadingHTTPServer):
    """`port` 0 takes a free one (see `server_port`)."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, port: int, *, state: State, token: str, test: bool = False) -> None:
        if not token:
            raise ValueError("the ERP needs a token")
        self.state, self.token, self.test = state, token, test
        self.crm = crm.Crm()
        self.mode = "ok"
        self.mode_changed = threading.Event()
        self._room = threading.BoundedSemaphore(MOST_CONNECTIONS)
        super().__init__((HOST, port), Handler)

    def set_mode(self, mode: str) -> None:
        """Whoever hangs in the old mode is let go."""
        self.mode = mode
        waiters, self.mode_changed = self.mode_changed, threading.Event()
        waiters.set()

    def process_request(self, request: Any, client_address: Any) -> None:
        if not self._room.acquire(blocking=False):
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._room.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A peer that went away is no news."""


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "ERP"
    sys_version = ""
    timeout = 15  # seconds that a peer may be silent, per read
    paths: ClassVar[dict[str, str]] = {
        "/articles": "articles",
        "/customers": "customers",
        "/orders": "orders",
    }

    def do_GET(self) -> None:
        self._answer(self._get)

    def do_POST(self) -> None:
        self._answer(self._post)

    def _answer(self, handle: Any) -> None:
        try:
            answer = handle()
        except Refusal as refusal:
            error = {"code": refusal.code, "message": refusal.message}
            self._send(refusal.status, {"error": error})
            return
        if answer is not None:
            self._send(HTTPStatus.OK, answer)

    def _get(self) -> dict[str, Any] | None:
        path, _, query_string = self.path.partition("?")
        if path == "/healthz":
            return {"ok": True}
        self._check_token()
        name = self.paths.get(path)
        if name is None:
            raise Refusal(HTTPStatus.NOT_FOUND, "not_found", "There is nothing here.")
        try:
            query = parse_qs(query_string, max_num_fields=10, errors="strict")
        except ValueError as error:
            raise Refusal(HTTPStatus.BAD_REQUEST, "bad_query", str(error)) from None
        if self._misbehaved():
            return None
        as_of = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        return {"as_of": as_of, name: getattr(self, f"_{name}")(query)}

    def _articles(self, query: dict[str, list[str]]) -> list[dict[str, Any]]:
        skus = [sku for part in query.get("sku", []) for sku in part.split(",") if sku]
        if len(skus) > MOST_SKUS:
            raise Refusal(HTTPStatus.BAD_REQUEST, "too_many", f"At most {MOST_SKUS} at once.")
        if not all(_SKU.fullmatch(sku) for sku in skus):
            raise Refusal(HTTPStatus.BAD_REQUEST, "bad_sku", "That is no article number.")
        return self.server.state.articles(list(dict.fromkeys(skus)))

    def _customers(self, query: dict[str, list[str]]) -> list[dict[str, Any]]:
        customer = self.server.state.customer(_one(query, "email"))
        return [customer] if customer else []

    def _orders(self, query: dict[str, list[str]]) -> list[dict[str, Any]]:
        return self.server.state.orders(_one(query, "customer"))

    def _post(self) -> dict[str, Any]:
        self.close_connection = True  # a body that nobody read is not the next request
        if self.path == "/crm/hooks":
            return self._hook()
        if not self.server.test or self.path != "/_test/mode":
            raise Refusal(HTTPStatus.NOT_FOUND, "not_found", "There is nothing here.")
        self._check_token()
        mode = self._body().get("mode")
        if mode not in MODES:
            raise Refusal(HTTPStatus.BAD_REQUEST, "bad_mode", f"One of {', '.join(MODES)}.")
        self.server.set_mode(mode)
        return {"mode": mode}

    def _hook(self) -> dict[str, Any]:
        try:
            return self.server.crm.receive(self._signing(), self._read(crm.MOST_BODY))
        except crm.Refused as refused:
            raise Refusal(HTTPStatus(refused.status), "refused", refused.sentence) from None

    def _signing(self) -> dict[str, str]:
        """The headers of the Standard Webhooks convention, empty where they are missing."""
        names = ("webhook-id", "webhook-timestamp", "webhook-signature")
        return {name: self.headers.get(name, "") for name in names}

    def _body(self) -> dict[str, Any]:
        try:
            body = json.loads(self._read(MOST_BODY))
        except (ValueError, RecursionError):
            body = None
        if not isinstance(body, dict):
            raise Refusal(HTTPStatus.BAD_REQUEST, "bad_json", "A JSON object is expected.")
        return body

    def _read(self, most: int) -> bytes:
        length = self.headers.get("Content-Length", "")
        if not length.isascii() or not length.isdigit() or int(length) > most:
            raise Refusal(HTTPStatus.BAD_REQUEST, "bad_length", f"At most {most} bytes.")
        return self.rfile.read(int(length))

    def _check_token(self) -> None:
        # http.server decodes headers as Latin-1: this gives the bytes back as they came.
        given = self.headers.get("Authorization", "").encode("latin-1", "replace")
        if not hmac.compare_digest(given, f"Bearer {self.server.token}".encode()):
            self.close_connection = True
            raise Refusal(HTTPStatus.UNAUTHORIZED, "unauthorized", "The token is wrong.")

    def _misbehaved(self) -> bool:
        """Does what the mode of the moment asks for; True when the question is answered by it."""
        mode, changed = self.server.mode, self.server.mode_changed
        if mode == "slow":
            changed.wait(SLOW_SECONDS)
        elif mode == "hang":
            changed.wait(HANG_SECONDS)
            self.close_connection = True
            return True
        elif mode == "down":
            self.close_connection = True
            return True
        elif mode == "nonsense":
            self._send_bytes(HTTPStatus.OK, _NONSENSE)
            return True
        elif mode == "500":
            raise Refusal(HTTPStatus.INTERNAL_SERVER_ERROR, "internal", "Something broke.")
        return False

    def _send(self, status: HTTPStatus, answer: dict[str, Any]) -> None:
        self._send_bytes(status, json.dumps(answer, ensure_ascii=False).encode())

    def _send_bytes(self, status: HTTPStatus, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: an access log would hold customers' addresses."""


def _one(query: dict[str, list[str]], name: str) -> str:
    """The one value of a parameter that must be there."""
    values = query.get(name, [])
    if len(values) != 1 or not values[0].strip() or len(values[0]) > 320:
        raise Refusal(HTTPStatus.BAD_REQUEST, "bad_query", f"Exactly one {name} is expected.")
    return values[0]
