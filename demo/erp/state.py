"""What the ERP knows, and how it changes as time passes.

Prices and stock after n changes depend on the seed and n alone. Nothing runs in the background:
whoever asks first makes the changes that were due since the last question.
"""

from __future__ import annotations

import random
import threading
import time
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

LOCATION = "Ehingen"
CURRENCY = "EUR"
SEED = 1983
#: Working days on top of the usual delivery time while an article is not in stock.
OUT_OF_STOCK_DAYS = 10
#: A price stays within this share of where it started.
PRICE_CORRIDOR = Decimal("0.06")
#: After a long sleep at most this many changes are made up for.
MOST_CHANGES_AT_ONCE = 2000

#: An order is open for so many days.
OPEN_DAYS = 14
#: What a trade orders, one machine after the other.
BASKETS = {
    "metal": ("114-250", "320-320", "330-500", "114-500F", "114-250A"),
    "wood": ("114-150H", "212-065", "320-250W"),
    "glass": ("114-350G", "330-500", "114-090"),
    "food": ("212-065H", "212-065", "320-500A"),
    "logistics": ("212-050K", "320-500A", "212-120"),
    "stone": ("114-120S", "114-090", "320-320"),
    "coil": ("114-600C", "330-1000", "114-1000S"),
    "plastic": ("114-150H", "114-250", "320-320"),
}
ACCESSORIES = ("480-210", "480-160R", "490-250", "470-024", "480-300G")

HERE = Path(__file__).parent
PEOPLE = HERE.parent / "people.toml"


@dataclass(slots=True)
class Article:
    sku: str
    start_price: Decimal
    start_stock: int
    usual_days: int
    price: Decimal = field(init=False)
    stock: int = field(init=False)

    def __post_init__(self) -> None:
        self.price, self.stock = self.start_price, self.start_stock

    def as_json(self) -> dict[str, Any]:
        waits = 0 if self.stock or not self.start_stock else OUT_OF_STOCK_DAYS
        return {
            "sku": self.sku,
            "price": f"{self.price:.2f}",
            "currency": CURRENCY,
            "stock": self.stock,
            "location": LOCATION,
            "delivery_days": self.usual_days + waits,
        }


class State:
    """Articles, customers and orders. Safe to use from several threads."""

    def __init__(
        self,
        *,
        change_seconds: float,
        today: date,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._lock = threading.Lock()
        self._clock = clock
        self._change_seconds = change_seconds
        self._changed_at = clock()
        self._random = random.Random(SEED)  # noqa: S311 - a demo, not a secret
        self._articles = _articles()
        self._customers = _customers(today)
        self._orders = {
            email: _orders(customer, today, self._articles)
            for email, customer in self._customers.items()
        }

    def articles(self, skus: list[str]) -> list[dict[str, Any]]:
        """The articles among `skus` that exist, in that order; all of them for an empty list."""
        with self._lock:
            self._catch_up()
            wanted = skus or list(self._articles)
            return [self._articles[sku].as_json() for sku in wanted if sku in self._articles]

    def customer(self, email: str) -> dict[str, Any] | None:
        return self._customers.get(email.strip().lower())

    def orders(self, email: str) -> list[dict[str, Any]]:
        """The customer's orders, newest first; none for somebody unknown."""
        return self._orders.get(email.strip().lower(), [])

    def _catch_up(self) -> None:
        if self._change_seconds <= 0:
            return
        due = int((self._clock() - self._changed_at) / self._change_seconds)
        self._changed_at += due * self._change_seconds
        for _ in range(min(due, MOST_CHANGES_AT_ONCE)):
            self._change_one()

    def _change_one(self) -> None:
        article = self._random.choice(list(self._articles.values()))
        if self._random.random() < 0.4:
            article.price = _next_price(article, self._random)
        elif article.stock and self._random.random() < 0.7:
            article.stock -= 1
        elif article.start_stock:
            article.stock = article.start_stock + self._random.randint(0, 2)


def _next_price(article: Article, chance: random.Random) -> Decimal:
    """Half a percent to two percent up or down, in whole steps, within the corridor."""
    step = Decimal("0.50") if article.start_price < 500 else Decimal(5)
    percent = Decimal(chance.randint(5, 20)) / 1000 * chance.choice((1, -1))
    price = (article.price * (1 + percent) / step).quantize(Decimal(1)) * step
    low = article.start_price * (1 - PRICE_CORRIDOR)
    high = article.start_price * (1 + PRICE_CORRIDOR)
    return min(max(price, low), high).quantize(Decimal("0.01"))


def _articles() -> dict[str, Article]:
    data = tomllib.loads((HERE / "articles.toml").read_text(encoding="utf-8"))["articles"]
    return {
        sku: Article(sku, Decimal(a["price"]), a["stock"], a["delivery_days"])
        for sku, a in data.items()
    }


def _customers(today: date) -> dict[str, dict[str, Any]]:
    """Those of the demo's people who have a customer number, by e-mail address."""
    people = tomllib.loads(PEOPLE.read_text(encoding="utf-8"))["person"]
    return {
        p["email"]: {
            "number": p["customer"],
            "company": p["company"],
            "name": p["name"],
            "email": p["email"],
            "place": p["place"],
            "country": p["country"],
            "trade": p["trade"],
            "since": today.year - p["years"],
        }
        for p in people
        if "customer" in p
    }


def _orders(
    customer: dict[str, Any], today: date, articles: dict[str, Article]
) -> list[dict[str, Any]]:
    """Orders since the customer's first year, newest first, from the customer's own seed.

    Tomorrow gives the same orders again, and perhaps one more.
    """
    chance = random.Random(f"{SEED}:{customer['number']}")  # noqa: S311
    machines = BASKETS[customer["trade"]]
    found: list[dict[str, Any]] = []
    day = date(customer["since"], 1, 10) + timedelta(days=chance.randint(0, 200))
    while day <= today:
        skus = [machines[len(found) % len(machines)]]
        if chance.random() < 0.6:
            skus.append(chance.choice(ACCESSORIES))
        lines = [
            {
                "sku": sku,
                "quantity": chance.choice((4, 8)) if sku.startswith("480") else 1,
                "price": f"{articles[sku].start_price:.2f}",
            }
            for sku in skus
        ]
        found.append(
            {
                "number": f"{day:%y}-{day.timetuple().tm_yday * 7 + chance.randint(0, 6):04d}",
                "date": day.isoformat(),
                "state": "open" if (today - day).days < OPEN_DAYS else "delivered",
                "currency": CURRENCY,
                "total": f"{_total(lines):.2f}",
                "lines": lines,
            }
        )
        day += timedelta(days=chance.randint(60, 400))
    return found[::-1]


def _total(lines: list[dict[str, Any]]) -> Decimal:
    return sum((Decimal(line["price"]) * line["quantity"] for line in lines), Decimal(0))
