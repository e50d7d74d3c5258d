"""Appending from a service, in its own transaction: the same lock, taken last."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec
from django.db import transaction
from django.utils import timezone

from hub.realtime.errors import LogClosed
from hub.realtime.fanout import publish_entries, publish_participant
from hub.realtime.frames import encoder, entry_frame
from hub.realtime.models import Entry, Log, Participant
from hub.realtime.protocol import Joined, ParticipantView
from hub.realtime.store import Row
from hub.registry.entries import entry_kinds
from hub.registry.wakers import log_wakers


def append(
    *,
    log: UUID,
    participant: UUID,
    kind: str,
    body: Mapping[str, Any] | msgspec.Struct,
    client_id: UUID | None = None,
    provenance: str = "person",
    at: datetime | None = None,
    into_closed: bool = False,
) -> Entry:
    """Append one entry as part of the transaction under way; the entry that is there if it was.

    Call it last in the transaction: it holds the log's lock until the commit. Raises `LogClosed`,
    unless `into_closed`; `KeyError` for a kind nobody registered; `ValueError` in a wrong log.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("append belongs into a service's transaction")
    registered = entry_kinds[kind]
    data: dict[str, Any] = (
        msgspec.to_builtins(body) if isinstance(body, msgspec.Struct) else dict(body)
    )
    msgspec.convert(data, registered.body)
    held = Log.objects.select_for_update().get(pk=log)
    if held.audience not in registered.audiences:
        raise ValueError(f"{kind} may not stand in a log for {held.audience}")
    client_id = client_id or uuid4()
    known = Entry.objects.filter(
        log_id=log, participant_id=participant, client_id=client_id
    ).first()
    if known is not None:
        return known
    if held.closed_at is not None and not into_closed:
        raise LogClosed
    held.head += 1
    entry = Entry(
        log=held,
        seq=held.head,
        participant_id=participant,
        client_id=client_id,
        kind=kind,
        version=registered.version,
        body=data,
        provenance=provenance,
        at=at or timezone.now(),
    )
    entry.save(force_insert=True)
    held.save(update_fields=["head"])
    row = Row(
        entry.seq,
        kind,
        entry.version,
        participant,
        client_id,
        msgspec.json.encode(data).decode(),
        provenance,
        entry.at,
    )
    publish_entries(log, [(entry.seq, entry_frame(log, row))])
    transaction.on_commit(lambda: wake([log]), robust=True)
    return entry


def wake(logs: list[UUID]) -> None:
    """Tell whoever registered that these logs grew."""
    for waker in log_wakers:
        waker(logs)


def join(
    *,
    log: UUID,
    kind: str,
    subject: UUID | None,
    name: str,
    title: str = "",
    face: str = "",
    can_write: bool = True,
) -> Participant:
    """The participant of a log for somebody; made, or given back the right to write."""
    participant, made = Participant.objects.get_or_create(
        log_id=log,
        kind=kind,
        subject=subject,
        defaults={"name": name, "can_write": can_write},
    )
    if not made and (participant.name != name or participant.can_write != can_write):
        participant.name, participant.can_write = name, can_write
        participant.save(update_fields=["name", "can_write"])
    view = ParticipantView(id=participant.id, kind=kind, name=name, title=title, face=face)  # type: ignore[arg-type]
    publish_participant(log, encoder.encode(Joined(log=log, participant=view)))
    return participant
