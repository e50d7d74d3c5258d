"""What belongs to nobody yet: identities without a person that have a history."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max

from hub.contacts.models import HistoryEntry
from hub.contacts.selectors import timelines, visible
from hub.registry.streams import Principal


@dataclass(frozen=True, slots=True)
class Unattributed:
    """`identity` is what is assigned to a person; the entry is its newest."""

    identity: UUID
    entry: UUID
    kind: str
    subject: UUID
    title: str
    lines: list[str]
    occurred_at: datetime
    origin: dict[str, Any]
    entries: int


def unattributed(
    who: Principal, *, limit: int = 100, action: str = "contact.read"
) -> tuple[list[Unattributed], int]:
    """The newest of them, and how many there are. Raises `NotAllowed`."""
    mine = visible.entries(who, action).filter(identity__contact=None, erased_at=None)
    grouped = mine.values("identity").annotate(last=Max("occurred_at"), n=Count("pk"))
    total = grouped.count()
    page = list(grouped.order_by("-last")[:limit])
    newest: dict[UUID, HistoryEntry] = {}
    wanted = mine.filter(identity__in=[row["identity"] for row in page])
    for entry in (
        wanted.select_related("log").order_by("identity", "-occurred_at").distinct("identity")
    ):
        newest[entry.identity_id] = entry
    counted = {row["identity"]: row["n"] for row in page}
    entries = [newest[row["identity"]] for row in page if row["identity"] in newest]
    views = timelines.views(entries, who.lang)
    found = [
        Unattributed(
            identity=entry.identity_id,
            entry=entry.id,
            kind=view.kind,
            subject=view.subject,
            title=view.title,
            lines=view.lines[:2],
            occurred_at=view.occurred_at,
            origin=view.origin,
            entries=counted[entry.identity_id],
        )
        for entry, view in zip(entries, views, strict=True)
    ]
    return found, total
