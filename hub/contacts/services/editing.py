"""What staff change about a person."""

from typing import Any
from uuid import UUID

from django.db import transaction

from hub.contacts import names
from hub.contacts.models import Contact
from hub.contacts.services import people
from hub.errors import Conflict, NotFound


def edit(
    *,
    contact_id: UUID,
    version: int | None = None,
    email: str = "",
    phone: str = "",
    **values: Any,
) -> Contact:
    """Change fields of a contact (`people.FIELDS`), and add an address or a number.

    With `version`, only if nobody changed the contact since. Raises `NotFound`, `Conflict`,
    `BadInput` (field email or phone).
    """
    with transaction.atomic():
        contact = Contact.objects.select_for_update().filter(pk=contact_id).first()
        if contact is None or contact.merged_into_id or contact.erased_at:
            raise NotFound
        if version is not None and version != contact.version:
            raise Conflict
        said = {field: values[field] for field in people.FIELDS if values.get(field) is not None}
        changed = people.apply(contact, said)
        if email.strip():
            address = names.email_address(email)
            changed |= people.add_address(contact, "email", address, source="staff")
        if phone.strip():
            number = names.phone_number(phone, names.region_of(contact.language))
            changed |= people.add_address(contact, "phone", number, source="staff")
        if changed:
            people.changed(contact)
        return contact
