"""The customers' orders, from the ERP, as entries of the contact history."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time, timedelta

from demo import catalogue
from demo.erp.state import State
from demo.seed.people import Book, Person, everybody
from hub.contacts.models import HistoryEntry
from hub.sites.models import Site

NAMESPACE = uuid.UUID("6f0e9d1c-3a52-4c0b-9a0e-5f6a1f1f2c11")
#: How far back orders are taken over, in days.
DAYS = 3 * 365


def entries(book: Book, site: Site, today: date) -> list[HistoryEntry]:
    """What the ERP has of everybody with a customer number; their contacts come into the book."""
    erp = State(change_seconds=0, today=today)
    names = {p.sku: p.text["de"].name for p in catalogue.load().products}
    return [
        _entry(book, site, person, order, names)
        for person in everybody()
        if person.customer
        for order in erp.orders(person.email)
        if (today - timedelta(days=DAYS)).isoformat() <= order["date"] < today.isoformat()
    ]


def _entry(
    book: Book, site: Site, person: Person, order: dict[str, object], names: dict[str, str]
) -> HistoryEntry:
    day = date.fromisoformat(str(order["date"]))
    at = datetime.combine(day, time(9, 30), UTC)
    known = book.know(person, since=at, source="erp")
    known.since = min(known.since, at)
    lines = [
        {**line, "name": names.get(line["sku"], line["sku"])}
        for line in order["lines"]  # type: ignore[attr-defined]
    ]
    return HistoryEntry(
        id=uuid.uuid5(NAMESPACE, f"{person.customer}:{order['number']}"),
        kind="order",
        subject_id=uuid.uuid5(NAMESPACE, f"order:{person.customer}:{order['number']}"),
        site=site,
        identity=known.email,
        occurred_at=at,
        ended_at=at,
        payload={**order, "lines": lines},
    )
