"""What a connector is: one file a CRM, with this interface. It promises idempotence.

A connector with external ids writes by them. One without looks for its own mark before it creates,
always when `unknown` is set: somebody sent this before, and nobody knows what became of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from crm_bridge.models import Connection
from hub.registry.base import Registry


@dataclass(frozen=True, slots=True)
class ContactRecord:
    """A person, complete, as of `version`. Addresses: the proved ones first.

    `deleted`: take it away; `merged_into` names the contact that it is part of now, `erased` says
    that the person asked for it.
    """

    external_id: UUID
    version: int
    name: str = ""
    company: str = ""
    job_title: str = ""
    place: str = ""
    language: str = ""
    emails: list[dict[str, Any]] = field(default_factory=list)
    phones: list[dict[str, Any]] = field(default_factory=list)
    customer_since: date | None = None
    lead: str | None = None
    facts: list[dict[str, Any]] = field(default_factory=list)
    deleted: bool = False
    merged_into: UUID | None = None
    erased: bool = False
    #: Its id over there, if it was delivered before.
    ref: str = ""


@dataclass(frozen=True, slots=True)
class EntryRecord:
    """One history entry, complete, as of `version`. `schema` is the version of the payload."""

    external_id: UUID
    version: int
    kind: str
    schema: int
    occurred_at: datetime
    ended_at: datetime | None
    site: str
    title: str
    text: str
    origin: dict[str, Any]
    payload: dict[str, Any]
    contact: ContactRecord | None
    deleted: bool = False
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """The other side has it. `ref` is its id there, `url` a page that shows it, if known."""

    ref: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """What the other side says it has."""

    external_id: UUID
    version: int
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a CRM can do, and its limits.

    `external_ids`: writing twice under our id makes one. `lists`: it can tell what it has.
    """

    external_ids: bool
    lists: bool


class Connector(Protocol):
    """Raises `Rejected`, `Unreachable`, `Unclear` or `Limited` (crm_bridge.errors), nothing else.

    Each call is one exchange that ends within the connection's `timeout_seconds`.
    """

    def capabilities(self) -> Capabilities: ...

    def upsert_contact(self, record: ContactRecord, *, unknown: bool) -> Written: ...

    def upsert_entry(self, record: EntryRecord, *, unknown: bool) -> Written: ...

    def delete(self, record: ContactRecord | EntryRecord) -> Written: ...

    def list_entries(self) -> Iterator[Listed]:
        """All entries over there that carry one of our ids, also doubled ones."""
        ...

    def check(self) -> None:
        """A harmless exchange that proves address and secret."""
        ...


class MakeConnector(Protocol):
    def __call__(self, connection: Connection) -> Connector: ...


connectors: Registry[MakeConnector] = Registry("connector")


def connector_of(connection: Connection) -> Connector:
    """The connector of a connection. Raises `KeyError` for one that nobody registered."""
    return connectors[connection.connector](connection)
