"""A contact as it leaves the house in a file."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, F, Max, QuerySet

from hub.contacts.models import Contact, Identity
from hub.contacts.selectors import visible
from hub.registry.streams import Principal

_BATCH = 500


@dataclass(slots=True)
class Record:
    """One contact. Addresses: the proved ones first, each once."""

    id: UUID
    name: str
    company: str
    job_title: str
    place: str
    language: str
    customer_since: date | None
    created_at: datetime
    updated_at: datetime
    lead: str = ""
    entries: int = 0
    last_at: datetime | None = None
    emails: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)


def records(who: Principal, found: "QuerySet[Contact]") -> Iterator[Record]:
    """All of them by name, read in batches so that any number fits into memory.

    The history that is counted, and the lead, are those of the sites that `who` may see.
    """
    batch: list[Contact] = []
    for contact in found.order_by("sort_name", "id").iterator(chunk_size=_BATCH):
        batch.append(contact)
        if len(batch) == _BATCH:
            yield from _complete(who, batch)
            batch = []
    yield from _complete(who, batch)


def _complete(who: Principal, batch: list[Contact]) -> Iterator[Record]:
    made = {
        c.id: Record(
            id=c.id,
            name=c.name,
            company=c.company,
            job_title=c.job_title,
            place=c.place,
            language=c.language,
            customer_since=c.customer_since,
            created_at=c.created_at,
            updated_at=c.updated_at,
        )
        for c in batch
    }
    addresses = Identity.objects.filter(contact__in=made, kind__in=["email", "phone"])
    for i in addresses.order_by(F("verified_at").asc(nulls_last=True), "created_at"):
        assert i.contact_id is not None
        record = made[i.contact_id]
        values = record.emails if i.kind == "email" else record.phones
        if i.value not in values:
            values.append(i.value)
    leads = visible.leads(who).filter(contact__in=made)
    for contact, state in leads.values_list("contact", "leads__state"):
        made[contact].lead = made[contact].lead or state
    history = visible.entries(who).filter(identity__contact__in=made).values("identity__contact")
    for row in history.annotate(n=Count("pk"), last=Max("occurred_at")).order_by():
        record = made[row["identity__contact"]]
        record.entries, record.last_at = row["n"], row["last"]
    yield from made.values()
