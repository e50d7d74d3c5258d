"""Making and changing a person, with everything that hangs on a change."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from hub.contacts import events, names
from hub.contacts.history import wake_history
from hub.contacts.models import Contact, HistoryEntry, Identity, MergeProposal

#: Fields of a contact that people write, and how many characters they hold.
FIELDS = {"name": 200, "company": 200, "job_title": 120, "place": 120, "language": 5}


def held(contact_id: UUID) -> Contact:
    """The contact, locked until the commit. Raises `Contact.DoesNotExist`."""
    return Contact.objects.select_for_update().get(pk=contact_id)


def apply(contact: Contact, values: dict[str, Any]) -> bool:
    """Set tidied fields on a contact without saving it. Whether any changed."""
    changed = False
    for field, value in values.items():
        if isinstance(value, str):
            value = names.tidy(value, FIELDS[field])
        if getattr(contact, field) != value:
            setattr(contact, field, value)
            changed = True
    return changed


def changed(contact: Contact) -> None:
    """Save a held contact as changed: sort key, search text, version; and tell whoever listens."""
    contact.sort_name = names.fold(contact.name)[:250]
    addresses = contact.identities.filter(kind__in=["email", "phone"]).values_list(
        "value", flat=True
    )
    contact.search_text = names.search_text(contact.name, contact.company, *addresses)
    contact.version += 1
    contact.save()
    events.contact_changed(contact.id)
    wake_history([])


def add_address(
    contact: Contact, kind: str, value: str, *, source: str, site_id: UUID | None = None
) -> bool:
    """Add a normalised e-mail address or number, unproved. Whether it is new to this contact.

    Where another contact holds the same e-mail address, a person is asked whether they are one.
    """
    if contact.identities.filter(kind=kind, value=value).exists():
        return False
    Identity.objects.create(contact=contact, kind=kind, value=value, source=source, site_id=site_id)
    if kind == "email":
        propose_by_address(contact, value)
    return True


def propose_by_address(contact: Contact, value: str) -> None:
    """Propose a merge with each other contact that holds this e-mail address."""
    others = (
        Identity.objects.filter(kind="email", value=value, contact__isnull=False)
        .exclude(contact=contact)
        .exclude(contact__erased_at__isnull=False)
        .values_list("contact_id", flat=True)
    )
    for other in sorted(set(others), key=str):
        propose(keep=other, other=contact.id, reason=f"email:{value}")


def propose(*, keep: UUID, other: UUID, reason: str) -> None:
    """Ask a person whether two contacts are one, once, until they have decided."""
    known = MergeProposal.objects.filter(keep_id=keep, other_id=other)
    known |= MergeProposal.objects.filter(keep_id=other, other_id=keep)
    if known.exclude(state="merged").exists():  # open, or decided against
        return
    MergeProposal.objects.create(keep_id=keep, other_id=other, reason=reason[:200])


def note_fact(
    contact: Contact, label: str, value: str, source: str, at: datetime | None = None
) -> None:
    """Keep a fact that contradicts what is known, with its source, on a held contact."""
    fact = {"label": label, "value": names.tidy(value), "source": source}
    if not any({**known, "at": None} == {**fact, "at": None} for known in contact.facts):
        contact.facts = [*contact.facts[-49:], {**fact, "at": (at or timezone.now()).isoformat()}]


def bump_entries(identities: list[UUID]) -> list[UUID]:
    """Raise the revision of all entries of these identities: their person is another now."""
    entries = HistoryEntry.objects.filter(identity_id__in=identities)
    entries.update(revision=F("revision") + 1, touched_at=Now())
    ids = list(entries.values_list("id", flat=True))
    wake_history(ids)
    return ids
