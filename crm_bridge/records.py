"""What a connector gets: the entry or contact as it is now, with the version that it is of.

The version is read before the content. So content may be newer than the version that is noted (it
is then delivered once more), never older.
"""

from typing import Any
from uuid import UUID

from crm_bridge.connectors.base import ContactRecord, EntryRecord
from hub.contacts.models import Contact, HistoryEntry, Identity
from hub.registry.history import history_kinds


def entry_record(entry_id: UUID, ref: str = "") -> EntryRecord:
    """Read an entry. Raises `HistoryEntry.DoesNotExist`."""
    entry = HistoryEntry.objects.select_related("log", "site", "identity").get(pk=entry_id)
    version = entry.revision + (entry.log.head if entry.log else 0)
    kind = history_kinds.get(entry.kind)
    contact = contact_record(entry.identity.contact_id) if entry.identity.contact_id else None
    lang = (contact.language if contact else "") or _language(entry)
    erased = entry.erased_at is not None
    return EntryRecord(
        external_id=entry.id,
        version=version,
        kind=entry.kind,
        schema=kind.version if kind else 1,
        occurred_at=entry.occurred_at,
        ended_at=entry.ended_at,
        site=entry.site.key if entry.site else "",
        title=kind.title(entry, lang) if kind and not erased else entry.kind,
        text=kind.text(entry, lang) if kind and not erased else "",
        origin={} if erased else dict(entry.origin),
        payload=_payload(entry) if not erased else {},
        contact=contact,
        deleted=erased,
        ref=ref,
    )


def contact_record(contact_id: UUID, ref: str = "") -> ContactRecord:
    """Read a contact. Raises `Contact.DoesNotExist`."""
    contact = Contact.objects.get(pk=contact_id)
    gone = contact.merged_into_id is not None or contact.erased_at is not None
    if gone:
        return ContactRecord(
            external_id=contact.id,
            version=contact.version,
            deleted=True,
            merged_into=contact.merged_into_id,
            erased=contact.erased_at is not None,
            ref=ref,
        )
    emails, phones = _addresses(contact)
    leads = contact.identities.filter(leads__isnull=False).order_by("-leads__created_at")
    return ContactRecord(
        external_id=contact.id,
        version=contact.version,
        name=contact.name,
        company=contact.company,
        job_title=contact.job_title,
        place=contact.place,
        language=contact.language,
        emails=emails,
        phones=phones,
        customer_since=contact.customer_since,
        lead=leads.values_list("leads__state", flat=True).first(),
        facts=list(contact.facts),
        ref=ref,
    )


def _payload(entry: HistoryEntry) -> dict[str, Any]:
    kind = history_kinds.get(entry.kind)
    return kind.payload(entry) if kind else dict(entry.payload)


def _language(entry: HistoryEntry) -> str:
    return entry.site.default_language if entry.site else "de"


def _addresses(contact: Contact) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """E-mail addresses and numbers, each once, the proved ones first."""
    found: dict[tuple[str, str], bool] = {}
    for identity in contact.identities.filter(kind__in=["email", "phone"]).order_by("created_at"):
        key = (identity.kind, identity.value)
        found[key] = found.get(key, False) or identity.verified_at is not None
    lists: dict[str, list[dict[str, Any]]] = {Identity.Kind.EMAIL: [], Identity.Kind.PHONE: []}
    for (kind, value), verified in sorted(found.items(), key=lambda item: not item[1]):
        lists[kind].append({"value": value, "verified": verified})
    return lists[Identity.Kind.EMAIL], lists[Identity.Kind.PHONE]
