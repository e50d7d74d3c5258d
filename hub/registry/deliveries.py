"""How the console learns what became of an entry elsewhere, without the hub knowing of CRMs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from hub.registry.base import Registry

DeliveryState = Literal["delivered", "waiting", "tray", "skipped", "off"]


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """One entry (or contact) and one connection.

    `at` is when it was delivered, or when it will be tried again; `words` is what the other
    system said, as it said it; `url` opens the record there, if that is known.
    """

    id: UUID
    connection: str
    state: DeliveryState
    at: datetime | None = None
    version: int = 0
    attempts: int = 0
    words: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryReader:
    """`entries(ids)` and `contacts(ids)` give what is known, by id; nothing for what is not."""

    entries: Callable[[Sequence[UUID]], dict[UUID, list[DeliveryView]]]
    contacts: Callable[[Sequence[UUID]], dict[UUID, list[DeliveryView]]]


delivery_readers: Registry[DeliveryReader] = Registry("delivery reader")


def of_entries(ids: Sequence[UUID]) -> dict[UUID, list[DeliveryView]]:
    """Everything that the readers know about these entries."""
    found: dict[UUID, list[DeliveryView]] = {}
    for reader in delivery_readers:
        for entry, views in reader.entries(ids).items():
            found.setdefault(entry, []).extend(views)
    return found


def of_contact(contact: UUID) -> list[DeliveryView]:
    """Everything that the readers know about the contact itself."""
    return [
        view for reader in delivery_readers for view in reader.contacts([contact]).get(contact, [])
    ]
