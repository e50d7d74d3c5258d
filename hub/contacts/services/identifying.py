"""Who somebody is: from a form, from staff, from an import."""

from typing import Any
from uuid import UUID

from django.db import transaction

from hub.contacts import names
from hub.contacts.models import Contact, Identity
from hub.contacts.services import erasure, people
from hub.errors import Conflict, NotFound

#: Sources that must not bring back somebody who was erased.
_NOT_THEMSELVES = frozenset({"import", "crm", "backup"})


def identify(
    visitor_identity: Identity,
    *,
    email: str = "",
    name: str = "",
    company: str = "",
    phone: str = "",
    source: str = "form",
    language: str = "",
) -> Contact:
    """Give an identity (a visitor's, say) its person, or add to the person it has.

    What is typed into a form proves nothing: an address that another contact holds never merges
    the two, it only raises a proposal. What is known stays; a contradicting name is kept as a fact
    with its source. Raises `BadInput` (field email or phone), `erasure.Erased`.
    """
    email = names.email_address(email) if email.strip() else ""
    phone = names.phone_number(phone, names.region_of(language)) if phone.strip() else ""
    with transaction.atomic():
        identity, contact = _held(visitor_identity.pk)
        if source in _NOT_THEMSELVES:
            erasure.refuse_erased([email, phone])
        if contact is None or contact.erased_at is not None:
            contact = Contact.objects.create()
            attribute(identity, contact)
        said = {"name": name, "company": company, "language": language[:5]}
        fill(contact, said, source)
        for kind, value in (("email", email), ("phone", phone)):
            if value:
                people.add_address(contact, kind, value, source=source, site_id=identity.site_id)
        people.changed(contact)
        visitor_identity.contact = contact
        return contact


def _held(identity_id: UUID) -> tuple[Identity, Contact | None]:
    """The identity and its contact, locked in the order that merging takes: contact first."""
    for _attempt in range(5):
        contact_id = Identity.objects.values_list("contact_id", flat=True).get(pk=identity_id)
        contact = people.held(contact_id) if contact_id else None
        identity = Identity.objects.select_for_update().get(pk=identity_id)
        if identity.contact_id == contact_id:
            return identity, contact
    raise Conflict


def attribute(identity: Identity, contact: Contact) -> None:
    """Let a held identity belong to a contact; its entries become due."""
    identity.contact = contact
    identity.save(update_fields=["contact"])
    people.bump_entries([identity.id])


def assign(*, identity_id: UUID, contact_id: UUID) -> Contact:
    """A person says whose an unattributed identity is. Raises `NotFound`."""
    with transaction.atomic():
        contact = Contact.objects.select_for_update().filter(pk=contact_id).first()
        identity = Identity.objects.select_for_update().filter(pk=identity_id).first()
        if identity is None or contact is None or contact.merged_into_id or contact.erased_at:
            raise NotFound
        if identity.contact_id == contact.id:
            return contact
        if identity.contact_id is not None:
            raise NotFound
        attribute(identity, contact)
        people.changed(contact)
        return contact


def fill(contact: Contact, said: dict[str, Any], source: str) -> None:
    """Fill what is empty; keep beside it, as a fact, what contradicts."""
    for field, value in said.items():
        value = names.tidy(value)
        known = getattr(contact, field)
        if value and not known:
            people.apply(contact, {field: value})
        elif value and field != "language" and names.fold(known) != names.fold(value):
            people.note_fact(contact, field, value, source)
