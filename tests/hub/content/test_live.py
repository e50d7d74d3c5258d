import json
import socket
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from prometheus_client import REGISTRY
from pytest_django.fixtures import Settings

from hub.content.live import live_facts_sync
from hub.content.models import LastKnown
from tests.fakes.raw_server import RawServer, answer, raw_server
from tests.hub.content.conftest import Import, forget

SKU = "114-250"


class Erp:
    """An ERP whose next answers the test sets: `articles`, or `talk` for anything at all."""

    def __init__(self) -> None:
        self.articles: Any = [article()]
        self.as_of = timezone.now()
        self.talk: Callable[[socket.socket], None] | None = None
        self.server: RawServer

    def body(self) -> bytes:
        return json.dumps({"as_of": self.as_of.isoformat(), "articles": self.articles}).encode()

    def serve(self, connection: socket.socket, head: bytes) -> None:
        if self.talk is not None:
            self.talk(connection)
        else:
            connection.sendall(answer("200 OK", self.body(), Content_Type="application/json"))

    def says(self, body: bytes, status: str = "200 OK") -> None:
        self.talk = lambda connection: connection.sendall(answer(status, body))


def article(**changes: Any) -> dict[str, Any]:
    return {
        "sku": SKU,
        "price": "6480.00",
        "currency": "EUR",
        "stock": 3,
        "location": "Ehingen",
        "delivery_days": 4,
    } | changes


@pytest.fixture
def erp(one_product: None, settings: Settings) -> Iterator[Erp]:
    forget()
    fake = Erp()
    with raw_server(fake.serve) as server:
        fake.server = server
        settings.ERP_URL = f"http://{server.origin}"
        settings.ERP_TOKEN = "secret"
        settings.OUTBOUND_ALLOW = [server.origin]
        yield fake


def counted(outcome: str) -> float:
    return REGISTRY.get_sample_value("hub_erp_answers_total", {"outcome": outcome}) or 0.0


def test_a_figure_carries_the_erps_own_time(erp: Erp) -> None:
    erp.as_of = timezone.now() - timedelta(minutes=7)
    fact = live_facts_sync([SKU])[SKU]
    assert fact is not None
    assert (fact.price, fact.currency) == (Decimal("6480.00"), "EUR")
    assert (fact.stock, fact.location, fact.delivery_days) == (3, "Ehingen", 4)
    assert fact.as_of == erp.as_of
    assert not fact.stale
    assert not fact.limit_passed
    assert b"authorization: bearer secret" in erp.server.requests[0].lower()


def test_an_answer_is_kept_for_a_short_time(erp: Erp) -> None:
    first = live_facts_sync([SKU])
    assert live_facts_sync([SKU]) == first
    assert len(erp.server.requests) == 1


def test_while_the_erp_is_down_the_last_figure_is_given_with_its_own_time(erp: Erp) -> None:
    fresh = live_facts_sync([SKU])[SKU]
    forget()
    erp.says(b"", "500 Internal Server Error")
    stale = live_facts_sync([SKU])[SKU]
    assert fresh
    assert stale
    assert stale.stale
    assert not stale.limit_passed
    assert (stale.price, stale.as_of) == (fresh.price, fresh.as_of)


def test_a_figure_older_than_a_day_is_not_given(erp: Erp) -> None:
    live_facts_sync([SKU])
    forget()
    LastKnown.objects.update(as_of=timezone.now() - timedelta(hours=25))
    erp.says(b"", "503 Service Unavailable")
    fact = live_facts_sync([SKU])[SKU]
    assert fact
    assert fact.limit_passed
    assert fact.price is None
    assert fact.stock is None
    assert fact.delivery_days is None


def test_nobody_waits_for_an_erp_that_does_not_answer(erp: Erp) -> None:
    live_facts_sync([SKU])
    forget()
    erp.talk = lambda connection: time.sleep(5)
    started = time.monotonic()
    fact = live_facts_sync([SKU])[SKU]
    first = time.monotonic() - started
    assert fact
    assert fact.stale
    assert first < 2.5
    started = time.monotonic()
    live_facts_sync([SKU])
    assert time.monotonic() - started < 0.5  # and the next visitor does not wait at all


def test_an_erp_that_is_back_is_asked_again(erp: Erp) -> None:
    erp.says(b"", "500 Internal Server Error")
    assert live_facts_sync([SKU])[SKU] is None
    forget()
    erp.talk = None
    fact = live_facts_sync([SKU])[SKU]
    assert fact
    assert not fact.stale


NONSENSE = [
    article(price="-1"),
    article(price="0"),
    article(price="NaN"),
    article(price="Infinity"),
    article(price="a lot"),
    article(price="6.480,00 €"),
    article(price=True),
    article(price="1" * 40),
    article(currency="USD"),
    article(currency=None),
    article(stock=-3),
    article(stock="three"),
    article(stock=2.5),
    article(stock=10**15),
    article(delivery_days=-1),
    article(delivery_days=10**9),
    article(location="x" * 500),
    article(location="Ehingen\x1b[31m"),
    article(sku="999"),
    article(sku=None),
    "114-250",
    None,
    7,
]


@pytest.mark.parametrize("nonsense", NONSENSE, ids=lambda value: str(value)[:40])
def test_an_article_that_makes_no_sense_is_not_shown_and_is_counted(
    erp: Erp, nonsense: object
) -> None:
    good = live_facts_sync([SKU])[SKU]
    forget()
    erp.articles = [nonsense]
    before = counted("nonsense")
    fact = live_facts_sync([SKU])[SKU]
    assert good
    assert fact
    assert fact.stale
    assert fact.price == good.price
    assert counted("nonsense") == before + 1


@pytest.mark.parametrize(
    "body",
    [
        b"<!doctype html><title>Login</title>",
        b"",
        b"[]",
        b"null",
        b'{"as_of": 7, "articles": [{"sku": "114-250", "price": "a lot", "stock": -3}, ',
        b'{"as_of": "2026-03-04T13:32:05", "articles": []}',
        b'{"as_of": "2999-01-01T00:00:00Z", "articles": []}',
        b'{"as_of": "2026-03-04T13:32:05Z"}',
        b"[" * 100_000,
        b"\xff\xfe\x00",
        b"x" * 10_000_000,
    ],
    ids=lambda body: str(body[:30]),
)
def test_an_answer_that_makes_no_sense_counts_as_no_answer(erp: Erp, body: bytes) -> None:
    live_facts_sync([SKU])
    forget()
    erp.says(body)
    before = counted("nonsense")
    fact = live_facts_sync([SKU])[SKU]
    assert fact
    assert fact.stale
    assert counted("nonsense") == before + 1


def test_one_bad_article_does_not_spoil_the_others(erp: Erp, take_over: Import) -> None:
    from tests.hub.content.conftest import product

    take_over(products=[product("de"), product("de", sku="330-500", slug="kz-500")])
    erp.articles = [article(stock=-1), article(sku="330-500", price=1740)]
    facts = live_facts_sync([SKU, "330-500"])
    assert facts[SKU] is None
    other = facts["330-500"]
    assert other
    assert other.price == Decimal("1740.00")


def test_an_article_that_stands_twice_is_not_believed(erp: Erp) -> None:
    erp.articles = [article(), article(price="1.00")]
    assert live_facts_sync([SKU])[SKU] is None


def test_an_article_that_the_erp_no_longer_knows_has_no_figures(erp: Erp) -> None:
    live_facts_sync([SKU])
    forget()
    erp.articles = []
    assert live_facts_sync([SKU])[SKU] is None
    assert not LastKnown.objects.exists()


@pytest.mark.parametrize(
    "sku", ["nobody-sells-this", "../../etc", "a,b", "", "x" * 500, "114-250\r\nX: y", "'; --"]
)
def test_the_erp_is_asked_for_published_products_only(erp: Erp, sku: str) -> None:
    assert live_facts_sync([sku]) == {sku: None}
    assert erp.server.requests == []


def test_without_an_erp_there_are_no_figures(erp: Erp, settings: Settings) -> None:
    settings.ERP_URL = ""
    assert live_facts_sync([SKU]) == {SKU: None}


def test_without_redis_figures_still_come(erp: Erp, settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    fact = live_facts_sync([SKU])[SKU]
    assert fact
    assert fact.price == Decimal("6480.00")
