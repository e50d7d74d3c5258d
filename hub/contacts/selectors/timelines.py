"""What happened with one person, newest first, as text for the screen."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from hub.contacts.models import HistoryEntry
from hub.contacts.selectors import visible
from hub.errors import BadInput, NotFound
from hub.registry import deliveries
from hub.registry.deliveries import DeliveryView
from hub.registry.history import Presence, history_kinds
from hub.registry.streams import Principal

PAGE = 30
#: Lines of an entry's text that stand in the timeline; the rest is asked for.
LINES = 4


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """`lines` are the first of its text, `more` says that there are others.

    `subject` is the id of what it tells of (the conversation's, say). `presence` tells when they
    were there, where that is what it tells of.
    """

    id: UUID
    kind: str
    subject: UUID
    title: str
    lines: list[str]
    more: bool
    occurred_at: datetime
    ended_at: datetime | None
    origin: dict[str, Any]
    version: int
    erased: bool
    deliveries: list[DeliveryView]
    presence: Presence | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """`next` is the `before` of the next page, or null."""

    items: list[TimelineEntry]
    next: str | None


def timeline(
    who: Principal, contact_id: UUID, *, kind: str = "", before: str = "", size: int = PAGE
) -> Timeline:
    """Entries of all of a person's identities. Raises `NotFound`, `NotAllowed`, `BadInput`."""
    contact = visible.contact(who, contact_id)
    found = visible.entries(who).filter(identity__contact=contact).select_related("log")
    if kind:
        found = found.filter(kind=kind)
    if before:
        found = found.filter(occurred_at__lt=_instant(before))
    page = list(found.order_by("-occurred_at", "-id")[: size + 1])
    items = views(page[:size], who.lang)
    last = items[-1].occurred_at.isoformat() if len(page) > size else None
    return Timeline(items, last)


def text(who: Principal, entry_id: UUID) -> str:
    """The whole of an entry as plain text. Raises `NotFound`, `NotAllowed`."""
    entry = visible.entries(who).filter(pk=entry_id).select_related("log").first()
    if entry is None:
        raise NotFound
    return _text(entry, who.lang)


def views(entries: list[HistoryEntry], lang: str) -> list[TimelineEntry]:
    """History entries as the screens show them, in the order given."""
    delivered = deliveries.of_entries([entry.id for entry in entries])
    return [_view(entry, lang, delivered.get(entry.id, [])) for entry in entries]


def title(entry: HistoryEntry, lang: str) -> str:
    """One line; a kind that is not (or no longer) registered reads as its name."""
    kind = history_kinds.get(entry.kind)
    with translation.override(lang):
        if entry.erased_at is not None:
            return _("Erased")
        return kind.title(entry, lang) if kind else entry.kind


def version(entry: HistoryEntry) -> int:
    """Its version: the revision plus what has been written into its log."""
    return entry.revision + (entry.log.head if entry.log else 0)


def _view(entry: HistoryEntry, lang: str, delivered: list[DeliveryView]) -> TimelineEntry:
    lines = [line for line in _text(entry, lang).splitlines() if line.strip()]
    return TimelineEntry(
        id=entry.id,
        kind=entry.kind,
        subject=entry.subject_id,
        title=title(entry, lang),
        lines=[line[:500] for line in lines[:LINES]],
        more=len(lines) > LINES or any(len(line) > 500 for line in lines[:LINES]),
        occurred_at=entry.occurred_at,
        ended_at=entry.ended_at,
        origin=dict(entry.origin),
        version=version(entry),
        erased=entry.erased_at is not None,
        deliveries=delivered,
        presence=_presence(entry),
    )


def _presence(entry: HistoryEntry) -> Presence | None:
    kind = history_kinds.get(entry.kind)
    if entry.erased_at is not None or kind is None or kind.presence is None:
        return None
    return kind.presence(entry)


def _text(entry: HistoryEntry, lang: str) -> str:
    if entry.erased_at is not None:
        return ""
    kind = history_kinds.get(entry.kind)
    if kind is None:
        return str(entry.payload.get("text", ""))
    with translation.override(lang):
        return kind.text(entry, lang)


def _instant(text_: str) -> datetime:
    try:
        found = datetime.fromisoformat(text_)
    except ValueError:
        raise BadInput(field="before") from None
    if found.tzinfo is None:
        raise BadInput(field="before")
    return found
