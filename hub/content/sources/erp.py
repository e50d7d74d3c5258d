"""The ERP: `GET {ERP_URL}/articles?sku=A,B` with a bearer token, and nothing taken on trust.

    {"as_of": "2026-03-04T13:32:05Z",
     "articles": [{"sku": "114-250", "price": "6480.00", "currency": "EUR",
                   "stock": 3, "location": "Ehingen", "delivery_days": 4}]}

`price` is net, as text or a number; `price`, `stock` and `delivery_days` (working days) may be
null. An article that the ERP does not know is missing from the answer.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import msgspec
from asgiref.sync import async_to_sync
from django.conf import settings
from django.utils import timezone
from prometheus_client import Counter

from hub.outbound import OutboundError, OutboundTimeout, arequest

TIMEOUT = 1.5
MAX_BYTES = 256 * 1024
#: An answer may be this far ahead of our clock.
AHEAD = timedelta(minutes=5)

ANSWERS = Counter("hub_erp_answers", "Answers of the ERP", ["outcome"])

_SKU = re.compile(r"[0-9A-Za-z][0-9A-Za-z._/-]{0,59}")
_PRICE = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_MOST_STOCK = 10_000_000
_MOST_DAYS = 3650


class ErpDown(Exception):
    """No usable answer: `outcome` is `off`, `late`, `down` or `nonsense`."""

    def __init__(self, outcome: str) -> None:
        super().__init__(outcome)
        self.outcome = outcome


@dataclass(frozen=True, slots=True)
class Answer:
    """`facts` by sku; `complete` is False when part of the answer made no sense, so that an
    article that is missing may be one that the ERP knows."""

    facts: dict[str, "ErpFact"]
    complete: bool


@dataclass(frozen=True, slots=True)
class ErpFact:
    sku: str
    price: Decimal | None
    currency: str
    stock: int | None
    location: str
    delivery_days: int | None
    as_of: datetime


class _Answer(msgspec.Struct):
    as_of: datetime
    articles: list[msgspec.Raw]


class _Article(msgspec.Struct):
    sku: str
    price: str | int | float | None
    currency: str
    stock: int | None
    location: str = ""
    delivery_days: int | None = None


def is_sku(value: str) -> bool:
    """Whether this may be an article number at all (it goes into a URL)."""
    return _SKU.fullmatch(value) is not None


async def ask(skus: Sequence[str]) -> Answer:
    """What the ERP says now about these articles. Raises `ErpDown`."""
    if not settings.ERP_URL:
        raise ErpDown("off")
    try:
        answer = _read(await _get(skus), set(skus))
    except ErpDown as down:
        ANSWERS.labels(outcome=down.outcome).inc()
        raise
    ANSWERS.labels(outcome="ok" if answer.complete else "nonsense").inc()
    return answer


def ask_now(skus: Sequence[str]) -> Answer:
    """`ask`, for code that is not asynchronous."""
    return async_to_sync(ask)(skus)


async def _get(skus: Sequence[str]) -> bytes:
    try:
        response = await arequest(
            "GET",
            settings.ERP_URL.rstrip("/") + "/articles",
            params={"sku": ",".join(skus)},
            headers={"Authorization": f"Bearer {settings.ERP_TOKEN}", "Accept": "application/json"},
            timeout=TIMEOUT,
            max_bytes=MAX_BYTES,
        )
    except OutboundTimeout:
        raise ErpDown("late") from None
    except OutboundError as error:
        raise ErpDown("nonsense" if error.code == "outbound_too_large" else "down") from error
    if response.status != 200:
        raise ErpDown("down")
    return response.body


def _read(body: bytes, asked: set[str]) -> Answer:
    try:
        answer = msgspec.json.decode(body, type=_Answer)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise ErpDown("nonsense") from None
    as_of = answer.as_of
    if as_of.tzinfo is None or as_of > timezone.now() + AHEAD or len(answer.articles) > 1000:
        raise ErpDown("nonsense")
    as_of = as_of.astimezone(UTC)
    facts: dict[str, ErpFact] = {}
    doubled: set[str] = set()
    bad = 0
    for raw in answer.articles:
        fact = _fact(raw, as_of)
        if fact is None or fact.sku not in asked:
            bad += 1
        elif fact.sku in facts:
            doubled.add(fact.sku)
        else:
            facts[fact.sku] = fact
    for sku in doubled:
        del facts[sku]
    return Answer(facts=facts, complete=not bad and not doubled)


def _fact(raw: msgspec.Raw, as_of: datetime) -> ErpFact | None:
    """One article, or None where a single value of it makes no sense."""
    try:
        article = msgspec.json.decode(raw, type=_Article)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    price: Decimal | None = None
    if article.price is not None:
        written = str(article.price)
        if not _PRICE.fullmatch(written):
            return None
        price = Decimal(written).quantize(Decimal("0.01"))
        if price <= 0:
            return None
    if article.currency != settings.ERP_CURRENCY:
        return None
    if article.stock is not None and not 0 <= article.stock <= _MOST_STOCK:
        return None
    if article.delivery_days is not None and not 0 <= article.delivery_days <= _MOST_DAYS:
        return None
    if _CONTROL.search(article.location) or len(article.location) > 120:
        return None
    return ErpFact(
        sku=article.sku,
        price=price,
        currency=article.currency,
        stock=article.stock,
        location=article.location.strip(),
        delivery_days=article.delivery_days,
        as_of=as_of,
    )
