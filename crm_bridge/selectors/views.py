"""What the bridge's screen is made of."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ConnectionView:
    id: UUID
    name: str
    connector: str
    url: str
    list_url: str
    active: bool
    paused: bool
    #: ok, limited, failing, paused, off or new.
    state: str
    words: str
    failing_since: datetime | None
    next_at: datetime | None
    last_ok_at: datetime | None
    answer_ms: int | None
    #: Mean seconds from the event to its delivery, over the last hundred.
    lag_s: float | None
    tray: int
    waiting: int
    delivered: int


@dataclass(frozen=True, slots=True)
class Day:
    """`hub` entries happened that day, of which `crm` are over there as they are here."""

    day: date
    kinds: dict[str, int]
    hub: int
    crm: int
    waiting: int
    tray: int


@dataclass(frozen=True, slots=True)
class ReconciliationView:
    id: UUID
    connection: UUID
    at: datetime
    took_ms: int
    listed: bool
    compared: int
    same: int
    mended: int
    open: int
    findings: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Bridge:
    connections: list[ConnectionView]
    days: list[Day]
    tray: int
    waiting: int
    delivered: int
    unattributed: int
    reconciliation: ReconciliationView | None


@dataclass(frozen=True, slots=True)
class Person:
    id: UUID
    name: str
    company: str


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    id: UUID
    connection: UUID
    what: str
    entry: UUID | None
    kind: str
    title: str
    contact: Person | None
    occurred_at: datetime | None
    ended_at: datetime | None
    state: str
    note: str
    words: str
    status: int
    attempts: int
    since: datetime
    next_at: datetime
    version: int
    delivered_version: int
    delivered_at: datetime | None
    same: int


@dataclass(frozen=True, slots=True)
class DeliveryPage:
    items: list[DeliveryRow]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class DeliveryDetail:
    """One delivery with what would be sent now, and what to do about it."""

    row: DeliveryRow
    suggestion: str
    external_id: UUID
    ref: str
    url: str
    unknown: bool
    payload: dict[str, Any]
