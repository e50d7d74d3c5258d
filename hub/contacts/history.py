"""Writing the contact history: in the transaction of what it tells of."""

from collections.abc import Iterable
from datetime import datetime
from enum import Enum
from typing import Any, Final
from uuid import UUID

from django.db import transaction
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
