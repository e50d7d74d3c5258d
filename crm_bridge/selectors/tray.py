"""The delivery tray, and one delivery with what to do about it."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db.models import Count, F, QuerySet

from crm_bridge import records, sentences, visible
from crm_bridge.models import Delivery
from crm_bridge.selectors.views import (
    DeliveryDetail,
    DeliveryPage,
    DeliveryRow,
    Person,
)
from hub.contacts.selectors.timelines import title
from hub.errors import BadInput, NotFound
from hub.registry.streams import Principal

PAGE = 50


def deliveries(
    who: Principal, *, state: str = "tray", page: int = 1, connection_id: UUID | None = None
) -> DeliveryPage:
    """Deliveries in one state. Raises `NotAllowed`, `BadInput` (field state)."""
    mine = visible.deliveries(who, "bridge.read")
    if state not in Delivery.State.values:
        raise BadInput(field="state")
    found = mine.filter(state=state, connection__active=True)
    if connection_id is not None:
        found = found.filter(connection=connection_id)
    order = {"tray": "-failed_at", "waiting": "next_at", "delivered": "-delivered_at"}
    found = found.order_by(F(order.get(state, "-since").lstrip("-")).desc(nulls_last=True))
    if state == "waiting":
        found = found.order_by("next_at")
    total = found.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    chosen = list(_related(found)[(page - 1) * PAGE : page * PAGE])
    same = _same(mine, chosen)
    items = [row(d, who.lang, same.get((d.connection_id, d.cause), 0)) for d in chosen]
    return DeliveryPage(items, total, page, pages)


def delivery(who: Principal, delivery_id: UUID) -> DeliveryDetail:
    """One delivery, complete. Raises `NotAllowed`, `NotFound`."""
    mine = visible.deliveries(who, "bridge.read")
    found = _related(mine.filter(pk=delivery_id)).first()
    if found is None:
        raise NotFound
    same = _same(mine, [found]).get((found.connection_id, found.cause), 0)
    payload: dict[str, Any] = {}
    if found.entry is not None and found.entry.erased_at is None:
        record = records.entry_record(found.entry.id)
        payload = {"text": record.text, "payload": record.payload, "origin": record.origin}
    elif found.contact is not None:
        payload = {"payload": asdict(records.contact_record(found.contact.id))}
    external = found.entry_id or found.contact_id
    assert external is not None
    return DeliveryDetail(
        row=row(found, who.lang, same),
        suggestion=sentences.suggestion(found, who.lang),
        external_id=external,
        ref=found.ref,
        url=found.url,
        unknown=found.unknown,
        payload=payload,
    )


def row(d: Delivery, lang: str, same: int = 0) -> DeliveryRow:
    contact = d.contact or (d.entry.identity.contact if d.entry else None)
    person = Person(contact.id, contact.name, contact.company) if contact else None
    entry = d.entry
    return DeliveryRow(
        id=d.id,
        connection=d.connection_id,
        what="entry" if entry else "contact",
        entry=entry.id if entry else None,
        kind=entry.kind if entry else "contact",
        title=title(entry, lang) if entry else sentences.contact_title(lang),
        contact=person,
        occurred_at=entry.occurred_at if entry else None,
        ended_at=entry.ended_at if entry else None,
        state=d.state,
        note=sentences.note(d, lang),
        words=d.words,
        status=d.status_code,
        attempts=d.attempts,
        since=d.since,
        next_at=max(filter(None, (d.next_at, d.connection.next_at))),
        version=d.wanted_version,
        delivered_version=d.delivered_version,
        delivered_at=d.delivered_at,
        same=same,
    )


def _related(found: "QuerySet[Delivery]") -> "QuerySet[Delivery]":
    return found.select_related(
        "connection", "contact", "entry__identity__contact", "entry__log", "entry__site"
    )


def _same(mine: "QuerySet[Delivery]", chosen: list[Delivery]) -> dict[tuple[UUID, str], int]:
    """How many are in the tray for the same cause, by connection and cause."""
    causes = {d.cause for d in chosen if d.state == Delivery.State.TRAY}
    grouped = mine.filter(state="tray", cause__in=causes).order_by()
    counted = grouped.values_list("connection", "cause").annotate(n=Count("pk"))
    return {(connection, cause): n for connection, cause, n in counted}
