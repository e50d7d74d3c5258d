"""What the timeline shows of deliveries."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet

from crm_bridge.models import Delivery
from hub.registry.deliveries import DeliveryReader, DeliveryState, DeliveryView


def of_entries(ids: Sequence[UUID]) -> dict[UUID, list[DeliveryView]]:
    found: dict[UUID, list[DeliveryView]] = {}
    for delivery in _read(Delivery.objects.filter(entry__in=list(ids))):
        assert delivery.entry_id is not None
        found.setdefault(delivery.entry_id, []).append(view(delivery))
    return found


def of_contacts(ids: Sequence[UUID]) -> dict[UUID, list[DeliveryView]]:
    found: dict[UUID, list[DeliveryView]] = {}
    for delivery in _read(Delivery.objects.filter(contact__in=list(ids))):
        assert delivery.contact_id is not None
        found.setdefault(delivery.contact_id, []).append(view(delivery))
    return found


def view(delivery: Delivery) -> DeliveryView:
    """One delivery as the timeline shows it: a pause of the connection counts as well."""
    at = delivery.delivered_at
    if delivery.state == Delivery.State.WAITING:
        at = delivery.next_at
        if delivery.connection.next_at is not None:
            at = max(at, delivery.connection.next_at)
    elif delivery.state == Delivery.State.TRAY:
        at = delivery.failed_at
    state: DeliveryState = delivery.state  # type: ignore[assignment]
    return DeliveryView(
        id=delivery.id,
        connection=delivery.connection.name,
        state=state,
        at=at,
        version=delivery.delivered_version,
        attempts=delivery.attempts,
        words=delivery.words,
        url=delivery.url,
    )


def _read(found: "QuerySet[Delivery]") -> "QuerySet[Delivery]":
    return found.filter(connection__active=True).select_related("connection")


READER = DeliveryReader(entries=of_entries, contacts=of_contacts)
