from datetime import UTC, datetime
from decimal import Decimal

import pytest

from hub.content import figures
from hub.content.types import LiveFact


def fact(**changes: object) -> LiveFact:
    values: dict[str, object] = {
        "sku": "114-250",
        "price": Decimal("6480.00"),
        "currency": "EUR",
        "stock": 3,
        "location": "Ehingen",
        "delivery_days": 4,
        "as_of": datetime(2026, 3, 4, 13, 32, tzinfo=UTC),
        "stale": False,
        "limit_passed": False,
    }
    return LiveFact(**(values | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("language", "price", "stock", "delivery"),
    [
        ("de", "6.480,00\u00a0€", "3 Stück in Ehingen", "4 Werktage"),
        ("en", "€6,480.00", "3 pieces in Ehingen", "4 working days"),
    ],
)
def test_figures_read_as_in_their_language(
    language: str, price: str, stock: str, delivery: str
) -> None:
    assert figures.price(fact(), language) == price
    assert figures.stock(fact(), language) == stock
    assert figures.delivery(fact(), language) == delivery


def test_what_nobody_knows_has_to_be_asked_for() -> None:
    assert figures.price(None, "de") == "Preis auf Anfrage"
    assert figures.price(fact(price=None), "en") == "Price on request"
    assert figures.delivery(fact(delivery_days=None), "de") == "auf Anfrage"
    assert figures.stock(fact(stock=None), "de") == ""
    assert figures.stock(fact(stock=0), "de") == "nicht am Lager"


@pytest.mark.parametrize(
    ("now", "german"),
    [
        (datetime(2026, 3, 4, 15, 0, tzinfo=UTC), "Stand 14:32"),
        (datetime(2026, 3, 5, 1, 0, tzinfo=UTC), "Stand gestern 14:32"),
        (datetime(2026, 3, 9, 1, 0, tzinfo=UTC), "Stand 4.3.2026, 14:32"),
    ],
)
def test_a_figure_says_since_when(now: datetime, german: str) -> None:
    from zoneinfo import ZoneInfo

    zone = ZoneInfo("Europe/Berlin")
    then = fact().as_of.astimezone(zone)
    assert figures.moment(then, now.astimezone(zone), "de") == german
