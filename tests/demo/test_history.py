"""How an order out of the ERP reads in the contact history."""

from pathlib import Path
from typing import Any

import pytest

import demo
from demo import history
from hub.contacts.models import HistoryEntry

ORDER: dict[str, Any] = {
    "number": "26-2291",
    "date": "2026-12-09",
    "state": "open",
    "currency": "EUR",
    "total": "7624.00",
    "lines": [
        {"sku": "114-250A", "name": "VH 250 Quattro Akku", "quantity": 1, "price": "7240.00"},
        {"sku": "480-160R", "quantity": 4, "price": "96.00"},
    ],
}


@pytest.fixture(autouse=True)
def translated(settings: Any) -> None:
    """The demo is no installed app while tests run; its translations are looked up all the same."""
    settings.LOCALE_PATHS = [*settings.LOCALE_PATHS, Path(demo.__file__).parent / "locale"]


def entry(payload: dict[str, Any]) -> HistoryEntry:
    return HistoryEntry(kind="order", payload=payload)


@pytest.mark.parametrize(("language", "line"), [("de", "Auftrag 26-2291"), ("en", "Order 26-2291")])
def test_an_order_has_its_number_as_title(language: str, line: str) -> None:
    assert history.title(entry(ORDER), language) == line


def test_money_is_written_as_the_language_writes_it() -> None:
    german = history.text(entry(ORDER), "de").splitlines()
    assert german == [
        "1 × VH 250 Quattro Akku: 7.240,00\u00a0€",
        "4 × 480-160R: 96,00\u00a0€",
        "Summe: 7.624,00\u00a0€",
    ]
    assert history.text(entry(ORDER), "en").splitlines()[-1] == "Total: €7,624.00"


def test_an_erased_order_reads_as_nothing() -> None:
    assert history.text(entry({}), "de") == ""
    assert history.payload(entry({})) == {}
