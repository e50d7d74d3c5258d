"""Reading logs for a screen, a transcript, a draft."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from hub.realtime.frames import NOBODY
from hub.realtime.models import Entry, Participant
from hub.registry.entries import is_anonymous


class EntryRow(msgspec.Struct, frozen=True):
    """One entry with who wrote it. `by_kind`: visitor, staff, machine or system."""

    seq: int
    kind: str
    participant_id: UUID
    by_kind: str
    by_name: str
    body: dict[str, Any]
    at: datetime
    provenance: str = "person"


def entries(log_id: UUID, after: int = 0, limit: int = 200) -> list[EntryRow]:
    """Entries with seq > after, oldest first."""
    rows = list(Entry.objects.filter(log_id=log_id, seq__gt=after).order_by("seq")[:limit])
    return _with_authors(log_id, rows)


def last_entries(log_id: UUID, limit: int = 50) -> list[EntryRow]:
    """The newest entries, oldest first."""
    rows = list(Entry.objects.filter(log_id=log_id).order_by("-seq")[:limit])
    return _with_authors(log_id, reversed(rows))


def _with_authors(log_id: UUID, rows: Iterable[Entry]) -> list[EntryRow]:
    authors = {p.id: p for p in Participant.objects.filter(log_id=log_id)}
    found = []
    for row in rows:
        hidden = is_anonymous(row.kind, row.body)
        author = None if hidden else authors.get(row.participant_id)
        found.append(
            EntryRow(
                seq=row.seq,
                kind=row.kind,
                participant_id=NOBODY if hidden else row.participant_id,
                by_kind=author.kind if author else "system",
                by_name=author.name if author else "",
                body=row.body,
                at=row.at,
                provenance=row.provenance,
            )
        )
    return found
