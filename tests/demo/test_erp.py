"""The demo's ERP: honest answers to good questions, short ones to bad ones, alive throughout."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from demo import catalogue
from demo.erp.server import MOST_CONNECTIONS, Server
from demo.erp.state import PRICE_CORRIDOR, State

TOKEN = "sesame-öffne"
TODAY = date(2026, 11, 24)
ROOT = Path(__file__).parents[2]


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def state(change_seconds: float = 0, clock: Clock | None = None) -> State:
    return State(change_seconds=change_seconds, today=TODAY, clock=clock or Clock())


@contextlib.contextmanager
def running(**options: Any) -> Iterator[Server]:
    server = Server(0, state=state(), token=TOKEN, **options)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.set_mode("ok")
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def erp() -> Iterator[Server]:
    with running(test=True) as server:
        yield server


@pytest.fixture(autouse=True)
def in_good_mood(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "erp" in request.fixturenames:
        request.getfixturevalue("erp").set_mode("ok")


def ask(
    erp: Server,
    path: str,
    *,
    method: str = "GET",
    body: bytes | None = None,
    token: str | None = TOKEN,
    timeout: float = 5,
) -> tuple[int, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", erp.server_port, timeout=timeout)
    headers = {} if token is None else {"Authorization": f"Bearer {token}".encode()}
    try:
        connection.request(method, path, body=body, headers=headers)
        response = connection.getresponse()
        return response.status, json.loads(response.read())
    finally:
        connection.close()


def raw(erp: Server, data: bytes) -> bytes:
    """The first answer to bytes as they are."""
    with socket.create_connection(("127.0.0.1", erp.server_port), timeout=5) as peer:
        peer.sendall(data)
        with contextlib.suppress(OSError):
            return peer.recv(65536)
    return b""


def test_articles_come_with_price_stock_delivery_and_the_time(erp: Server) -> None:
    status, answer = ask(erp, "/articles?sku=114-250,480-160R")
    assert status == 200
    assert answer["articles"][0] == {
        "sku": "114-250",
        "price": "6480.00",
        "currency": "EUR",
        "stock": 3,
        "location": "Ehingen",
        "delivery_days": 4,
    }
    as_of = datetime.fromisoformat(answer["as_of"])
    assert abs((datetime.now(UTC) - as_of).total_seconds()) < 5


def test_the_erp_knows_every_product_of_the_website(erp: Server) -> None:
    skus = {p.sku for p in catalogue.load().products}
    _, answer = ask(erp, "/articles")
    assert skus <= {article["sku"] for article in answer["articles"]}


def test_unknown_articles_are_left_out_and_doubled_ones_come_once(erp: Server) -> None:
    _, answer = ask(erp, "/articles?sku=114-250,nope,114-250")
    assert [a["sku"] for a in answer["articles"]] == ["114-250"]


def test_a_customer_has_orders_and_a_stranger_has_none(erp: Server) -> None:
    email = "a.hoefler@metallbau-hoefler.example"
    _, customers = ask(erp, f"/customers?email={email.upper()}")
    _, orders = ask(erp, f"/orders?customer={email}")
    assert customers["customers"][0]["number"] == "K-10417"
    assert orders["orders"]
    for order in orders["orders"]:
        total = sum(Decimal(line["price"]) * line["quantity"] for line in order["lines"])
        assert Decimal(order["total"]) == total
    assert ask(erp, "/customers?email=who@nowhere.example")[1]["customers"] == []
    assert ask(erp, "/orders?customer=who@nowhere.example")[1]["orders"] == []


@pytest.mark.parametrize("token", [None, "", "wrong", TOKEN + "x", "ö" * 500])
def test_without_the_token_nothing_is_said(erp: Server, token: str | None) -> None:
    for path in ("/articles", "/orders?customer=a", "/customers?email=a", "/anything"):
        status, answer = ask(erp, path, token=token)
        assert (status, answer["error"]["code"]) == (401, "unauthorized")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/articles?sku=" + ",".join(["1"] * 201), 400),
        ("/articles?sku=../../etc/passwd", 400),
        ("/articles?sku=114-250%00", 400),
        ("/articles?sku=%ff%fe", 400),
        ("/articles?" + "&".join("sku=1" for _ in range(50)), 400),
        ("/orders", 400),
        ("/orders?customer=", 400),
        ("/orders?customer=a&customer=b", 400),
        ("/customers?email=" + "a" * 321, 400),
        ("/../articles", 404),
        ("/_test/mode", 404),
        ("/", 404),
    ],
)
def test_bad_questions_get_a_short_error(erp: Server, path: str, status: int) -> None:
    found, answer = ask(erp, path)
    assert found == status
    assert set(answer["error"]) == {"code", "message"}


@pytest.mark.parametrize(
    "data",
    [
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"GET /articles\r\n\r\n",
        b"GET " + b"/" * 70_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        b"BREW /coffee HTTP/1.1\r\n\r\n",
        b"POST /_test/mode HTTP/1.1\r\nAuthorization: Bearer x\r\n\r\n",
        b"GET /articles HTTP/9.9\r\n\r\n",
        b"GET http://[x/articles HTTP/1.1\r\n\r\n",
    ],
    ids=[
        "tls",
        "no-version",
        "long-path",
        "many-headers",
        "verb",
        "no-length",
        "version",
        "absolute",
    ],
)
def test_after_garbage_it_still_answers(erp: Server, data: bytes) -> None:
    raw(erp, data)
    assert ask(erp, "/healthz", token=None) == (200, {"ok": True})


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'"down"', b'{"mode": "explode"}', b'{"mode": 7}', b"[" * 4000, b"x" * 5000],
)
def test_a_bad_switch_changes_nothing(erp: Server, body: bytes) -> None:
    status, answer = ask(erp, "/_test/mode", method="POST", body=body)
    assert status == 400
    assert answer["error"]["code"].startswith("bad_")
    assert erp.mode == "ok"


def test_a_body_that_nobody_read_is_not_the_next_request(erp: Server) -> None:
    smuggled = b"GET /healthz HTTP/1.1\r\n\r\n"
    head = b"POST /articles HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % len(smuggled)
    answer = raw(erp, head + smuggled)
    assert answer.startswith(b"HTTP/1.1 404")
    assert b'"ok"' not in answer


def test_the_switch_exists_only_for_tests() -> None:
    with running() as server:
        body = b'{"mode": "down"}'
        assert ask(server, "/_test/mode", method="POST", body=body)[0] == 404
        assert server.mode == "ok"


def test_the_switch_needs_the_token(erp: Server) -> None:
    status, _ = ask(erp, "/_test/mode", method="POST", body=b'{"mode": "down"}', token="wrong")
    assert status == 401
    assert erp.mode == "ok"


def switch(erp: Server, mode: str) -> None:
    body = json.dumps({"mode": mode}).encode()
    assert ask(erp, "/_test/mode", method="POST", body=body) == (200, {"mode": mode})


def test_it_can_break_answer_nonsense_and_be_gone(erp: Server) -> None:
    switch(erp, "500")
    assert ask(erp, "/articles")[0] == 500
    switch(erp, "nonsense")
    with pytest.raises(json.JSONDecodeError):
        ask(erp, "/articles")
    switch(erp, "down")
    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        ask(erp, "/articles")
    switch(erp, "ok")
    assert ask(erp, "/articles")[0] == 200


@pytest.mark.parametrize("mode", ["slow", "hang"])
def test_it_can_be_late_and_lets_go_when_the_mode_changes(erp: Server, mode: str) -> None:
    switch(erp, mode)
    with pytest.raises(TimeoutError):
        ask(erp, "/articles", timeout=0.3)
    began = time.monotonic()
    threading.Timer(0.2, switch, (erp, "ok")).start()
    with contextlib.suppress(http.client.RemoteDisconnected):
        ask(erp, "/articles")
    assert time.monotonic() - began < 2


def test_too_many_connections_are_turned_away_and_room_comes_back(erp: Server) -> None:
    peers = [
        socket.create_connection(("127.0.0.1", erp.server_port), timeout=5)
        for _ in range(MOST_CONNECTIONS + 20)
    ]
    for peer in peers:
        peer.close()
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError, http.client.HTTPException):
            assert ask(erp, "/healthz", token=None)[0] == 200
            return
    pytest.fail("it did not recover")


def test_prices_and_stock_change_the_same_way_each_time() -> None:
    def later() -> list[dict[str, Any]]:
        clock = Clock()
        erp = state(10, clock)
        before = erp.articles([])
        clock.now = 4000
        after = erp.articles([])
        assert before != after
        return after

    assert later() == later()


def test_a_price_moves_in_small_steps_and_stays_near_where_it_began() -> None:
    clock = Clock()
    erp = state(1, clock)
    start = {a["sku"]: Decimal(a["price"]) for a in erp.articles([])}
    last = dict(start)
    for _ in range(3000):
        clock.now += 1
        for article in erp.articles([]):
            price = Decimal(article["price"])
            assert abs(price - last[article["sku"]]) <= last[article["sku"]] * Decimal("0.03")
            assert abs(price / start[article["sku"]] - 1) <= PRICE_CORRIDOR
            assert article["stock"] >= 0
            last[article["sku"]] = price
    assert last != start


def test_what_is_not_in_stock_takes_longer() -> None:
    clock = Clock()
    erp = state(1, clock)
    days = {a["sku"]: a["delivery_days"] for a in erp.articles([]) if a["stock"]}
    for _ in range(500):
        clock.now += 1
        for article in erp.articles(list(days)):
            late = article["delivery_days"] > days[article["sku"]]
            assert late is (article["stock"] == 0)


def test_tomorrow_the_same_orders_are_there() -> None:
    today, tomorrow = state(), State(change_seconds=0, today=date(2026, 11, 25))
    email = "a.hoefler@metallbau-hoefler.example"
    numbers = [order["number"] for order in tomorrow.orders(email)]
    assert {order["number"] for order in today.orders(email)} <= set(numbers)
    assert len(numbers) == len(set(numbers))


def program(*arguments: str, **environment: str) -> "subprocess.Popen[str]":
    clean = {k: v for k, v in os.environ.items() if not k.startswith("ERP_")}
    return subprocess.Popen(
        [sys.executable, "-m", "demo.erp", *arguments],
        cwd=ROOT,
        env=clean | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_program_serves_until_it_is_told_to_stop(number: signal.Signals) -> None:
    with program("--port", "0", ERP_TOKEN="t") as erp:
        assert erp.stdout
        line = erp.stdout.readline()
        port = int(line.rsplit(":", 1)[1])
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/healthz")
        assert connection.getresponse().status == 200
        erp.send_signal(number)
        assert erp.wait(timeout=5) == 0


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({}, "ERP_TOKEN is not set"),
        ({"ERP_TOKEN": "t", "ERP_CHANGE_SECONDS": "often"}, "ERP_CHANGE_SECONDS"),
        ({"ERP_TOKEN": "t", "ERP_PORT": "99999"}, "cannot be used"),
    ],
)
def test_the_program_says_why_it_cannot_start(environment: dict[str, str], says: str) -> None:
    with program(**environment) as erp:
        _, errors = erp.communicate(timeout=10)
    assert erp.returncode == 1
    assert says in errors and "Traceback" not in errors


def test_a_taken_port_is_said_in_one_sentence(erp: Server) -> None:
    with program("--port", str(erp.server_port), ERP_TOKEN="t") as second:
        _, errors = second.communicate(timeout=10)
    assert second.returncode == 1
    assert "cannot be used" in errors and "Traceback" not in errors
