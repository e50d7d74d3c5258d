"""Writing the contact history: in the transaction of what it tells of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from hub.contacts.models import HistoryEntry, Identity
from hub.registry.wakers import history_wakers
from hub.sites.models import Site


class _Unset(Enum):
    UNSET = 0


UNSET: Final = _Unset.UNSET


def touch_history(
    *,
    kind: str,
    subject_id: UUID,
    identity: Identity | None = None,
    site: Site | None = None,
    log_id: UUID | None = None,
    occurred_at: datetime | None = None,
    ended_at: datetime | _Unset | None = UNSET,
    origin: dict[str, Any] | None = None,
    payload: dict[str, Any] | None = None,
) -> HistoryEntry:
    """Make the history entry of a subject, or a new revision of it.

    The first call needs `identity`, what evidences it; the person is derived. Later ones give what
    changed; each makes a new revision, so that the bridge delivers it again. What stands in the
    entry's log needs no call: the log's head is part of the version. Must be called in the
    transaction that changes the subject; wakers are called after the commit.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("touch_history belongs into the transaction of what it tells of")
    said = {
        "identity": identity,
        "site": site,
        "log_id": log_id,
        "occurred_at": occurred_at,
        "origin": _origin(origin) if origin is not None else None,
        "payload": payload,
    }
    values: dict[str, Any] = {name: value for name, value in said.items() if value is not None}
    if ended_at is not UNSET:
        values["ended_at"] = ended_at
    known = HistoryEntry.objects.select_for_update().filter(kind=kind, subject_id=subject_id)
    entry = known.first()
    if entry is None:
        if identity is None:
            raise ValueError(f"the first history entry of a {kind} needs an identity")
        first = {"occurred_at": timezone.now(), **values}
        entry, made = HistoryEntry.objects.get_or_create(
            kind=kind, subject_id=subject_id, defaults=first
        )
        if made:
            wake_history([entry.id])
            return entry
        entry = known.get()  # somebody else was faster
    for name, value in values.items():
        setattr(entry, name, value)
    entry.revision += 1
    entry.touched_at = Now()
    entry.save()
    entry.refresh_from_db(fields=["touched_at"])
    wake_history([entry.id])
    return entry


@dataclass(frozen=True, slots=True)
class Touched:
    """One subject of `touch_many`."""

    subject_id: UUID
    identity: Identity
    site: Site | None
    occurred_at: datetime
    ended_at: datetime | None


_REVISE = """
UPDATE contacts_historyentry AS e SET occurred_at = t.occurred_at, ended_at = t.ended_at,
    revision = e.revision + 1, touched_at = statement_timestamp()
FROM unnest(%s::uuid[], %s::timestamptz[], %s::timestamptz[]) AS t(id, occurred_at, ended_at)
WHERE e.id = t.id
"""


def touch_many(kind: str, touched: Iterable[Touched]) -> None:
    """`touch_history` for many subjects of a kind at once, in a handful of statements: three
    hundred people leave a webinar at the same moment."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("touch_many belongs into the transaction of what it tells of")
    wanted = {one.subject_id: one for one in touched}
    rows = HistoryEntry.objects.filter(kind=kind, subject_id__in=wanted).order_by("subject_id")
    known = list(rows.select_for_update())
    there = {entry.subject_id for entry in known}
    made = [
        HistoryEntry(
            kind=kind,
            subject_id=one.subject_id,
            identity=one.identity,
            site=one.site,
            occurred_at=one.occurred_at,
            ended_at=one.ended_at,
        )
        for one in sorted(wanted.values(), key=lambda one: one.subject_id)
        if one.subject_id not in there
    ]
    HistoryEntry.objects.bulk_create(made, ignore_conflicts=True)
    fresh = {entry.id for entry in made}
    if made:  # those where somebody else was faster are revised like the others
        others = rows.filter(subject_id__in=[entry.subject_id for entry in made])
        known += others.exclude(pk__in=fresh).select_for_update()
    with connection.cursor() as cursor:
        cursor.execute(
            _REVISE,
            [
                [entry.id for entry in known],
                [wanted[entry.subject_id].occurred_at for entry in known],
                [wanted[entry.subject_id].ended_at for entry in known],
            ],
        )
    wake_history([*(entry.id for entry in known), *fresh])


def wake_history(entries: Iterable[UUID]) -> None:
    """Tell whoever registered that these entries changed, after the commit.

    Without ids: something else that concerns them did, a contact's name, say.
    """
    ids = list(entries)
    transaction.on_commit(lambda: _tell(ids), robust=True)


def _tell(ids: list[UUID]) -> None:
    for waker in history_wakers:
        waker(ids)


def _origin(origin: dict[str, Any]) -> dict[str, str]:
    """Where a person came from: three strings of bounded length."""
    return {
        key: str(value)[:500]
        for key in ("referrer", "campaign", "landing_page")
        if (value := origin.get(key))
    }
