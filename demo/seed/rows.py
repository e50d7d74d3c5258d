"""Rows of the history that belong together, collected and written at once."""

from __future__ import annotations

import hashlib
import os
import random
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
from django.db.models import OuterRef, Subquery

from chat.models import Conversation, TranscriptMail, Visitor
from demo.seed.people import new_id
from hub.contacts.models import HistoryEntry, Identity
from hub.followup.models import Consent, FormSubmission, Lead
from hub.realtime.models import Entry, Log, Participant
from hub.registry.entries import entry_kinds
from hub.sites.models import Site


@dataclass(slots=True)
class Rows:
    """Everything that is to be written, in the order in which it refers to each other."""

    visitors: list[Visitor] = field(default_factory=list)
    visitor_identities: list[Identity] = field(default_factory=list)
    logs: list[Log] = field(default_factory=list)
    participants: list[Participant] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    conversations: list[Conversation] = field(default_factory=list)
    submissions: list[FormSubmission] = field(default_factory=list)
    consents: list[Consent] = field(default_factory=list)
    leads: list[Lead] = field(default_factory=list)
    history: list[HistoryEntry] = field(default_factory=list)
    mails: list[TranscriptMail] = field(default_factory=list)

    def save(self) -> None:
        """Contacts must be there already: identities point at them."""
        self.save_logs()
        self.save_rest()

    def save_logs(self) -> None:
        """Browsers, logs and what stands in them."""
        Identity.objects.bulk_create(self.visitor_identities)
        Visitor.objects.bulk_create(self.visitors)
        Log.objects.bulk_create(self.logs)
        Participant.objects.bulk_create(self.participants)
        Entry.objects.bulk_create(self.entries, batch_size=1000)

    def save_rest(self) -> None:
        """What refers to them."""
        Conversation.objects.bulk_create(self.conversations)
        FormSubmission.objects.bulk_create(self.submissions)
        Consent.objects.bulk_create(self.consents)
        Lead.objects.bulk_create(self.leads)
        HistoryEntry.objects.bulk_create(self.history)
        TranscriptMail.objects.bulk_create(self.mails)
        self._date_back()

    def _date_back(self) -> None:
        """What the database dated now is as old as its conversation."""
        logs = [log.id for log in self.logs if log.head]
        first = Entry.objects.filter(log=OuterRef("pk"), seq=1).values("at")
        Log.objects.filter(pk__in=logs).update(created_at=Subquery(first))
        first = Entry.objects.filter(log=OuterRef("log"), seq=1).values("at")
        Participant.objects.filter(log__in=logs).update(joined_at=Subquery(first))
        for lead in self.leads:
            lead.created_at = lead.submission.at
        Lead.objects.bulk_update(self.leads, ["created_at"])


class LogWriter:
    """Numbers entries of one log without a gap and keeps its head."""

    def __init__(self, rows: Rows, chance: random.Random, audience: str) -> None:
        self._rows, self._chance = rows, chance
        self.log = Log(id=new_id(chance), audience=audience)
        rows.logs.append(self.log)
        self.system = self.join("system", None, "", can_write=False)

    def join(
        self, kind: str, subject: uuid.UUID | None, name: str, *, can_write: bool = True
    ) -> Participant:
        participant = Participant(
            id=new_id(self._chance),
            log=self.log,
            kind=kind,
            subject=subject,
            name=name,
            can_write=can_write,
        )
        self._rows.participants.append(participant)
        return participant

    def add(
        self,
        author: Participant,
        kind: str,
        body: Mapping[str, Any] | msgspec.Struct,
        at: datetime,
        *,
        provenance: str = "person",
        client_id: uuid.UUID | None = None,
    ) -> int:
        """Append an entry; gives its seq. The body is checked as a sent one would be."""
        registered = entry_kinds[kind]
        data = msgspec.to_builtins(body) if isinstance(body, msgspec.Struct) else dict(body)
        msgspec.convert(data, registered.body)
        self.log.head += 1
        entry = Entry(
            log=self.log,
            seq=self.log.head,
            participant_id=author.id,
            client_id=client_id or new_id(self._chance),
            kind=kind,
            version=registered.version,
            body=data,
            provenance=provenance,
            at=at,
        )
        self._rows.entries.append(entry)
        return self.log.head


def visitor(
    rows: Rows, chance: random.Random, site: Site, source: Identity | None = None
) -> Visitor:
    """A browser that wrote to us; nobody has the key that its hash was made of."""
    found = Visitor(id=new_id(chance), site=site, key_hash=hashlib.sha256(os.urandom(32)).digest())
    found.identity = Identity(
        id=new_id(chance),
        kind=Identity.Kind.VISITOR,
        value=str(found.id),
        source="chat",
        site=site,
        contact=source.contact if source else None,
    )
    rows.visitor_identities.append(found.identity)
    rows.visitors.append(found)
    return found
