"""Erasing a person: payloads become tombstones, what was delivered is deleted elsewhere, too.

Rows and their ids stay, so that logs keep their seqs and a CRM can be told what to delete.
"""

import hashlib
import hmac
from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.audit.services import Actor, record
from hub.contacts.models import Contact, ErasedHash, HistoryEntry, Identity, MergeProposal
from hub.contacts.services import people
from hub.errors import Conflict, NotFound
from hub.registry.erasers import erasers
from hub.registry.history import history_kinds


class Erased(Conflict):
    """Somebody who was erased is not brought back by an import or a CRM."""

    code = "erased"
    sentence = _("This person was erased and is not taken up again.")


def erase(*, contact_id: UUID, by: Actor = None) -> int:
    """Erase a person with everything that hangs on them. How many history entries it was.

    Contacts that were merged into this one are erased with it. Raises `NotFound`.
    """
    with transaction.atomic():
        contact = Contact.objects.select_for_update().filter(pk=contact_id).first()
        if contact is None or contact.merged_into_id:
            raise NotFound
        if contact.erased_at is not None:
            return 0
        identities = list(contact.identities.select_for_update())
        entries = list(HistoryEntry.objects.filter(identity__in=identities).select_for_update())
        ids = [identity.id for identity in identities]
        for eraser in erasers:
            eraser(contact.id, ids, [entry.id for entry in entries])
        _entries(entries)
        people.bump_entries(ids)
        for identity in identities:
            _identity(identity)
        for one in [contact, *_merged_into(contact)]:
            _contact(one)
        record(by, "contact.erased", contact, entries=len(entries))
        return len(entries)


def refuse_erased(addresses: Sequence[str]) -> None:
    """Raises `Erased` if one of these normalised addresses belonged to an erased person."""
    keys = [str(settings.SECRET_KEY), *map(str, settings.SECRET_KEY_FALLBACKS)]
    wanted = [hashed(address, key) for address in addresses if address for key in keys]
    if wanted and ErasedHash.objects.filter(hash__in=wanted).exists():
        raise Erased


def hashed(address: str, secret: str = "") -> bytes:
    """Keyed, so that nobody without the installation's key can try addresses against the list."""
    secret = secret or str(settings.SECRET_KEY)
    key = hashlib.sha256(b"hub.contacts.erased\0" + secret.encode()).digest()
    return hmac.digest(key, address.encode(), "sha256")


def _entries(entries: list[HistoryEntry]) -> None:
    now = timezone.now()
    for entry in entries:
        kind = history_kinds.get(entry.kind)
        if kind is not None:
            entry.erased_at = now
            kind.erase(entry)
        HistoryEntry.objects.filter(pk=entry.pk).update(payload={}, origin={}, erased_at=now)


def _identity(identity: Identity) -> None:
    if identity.kind in (Identity.Kind.EMAIL, Identity.Kind.PHONE):
        ErasedHash.objects.get_or_create(hash=hashed(identity.value))
    identity.codes.all().delete()
    identity.value = f"erased:{identity.id}"
    identity.verified_at = None
    identity.save(update_fields=["value", "verified_at"])


def _merged_into(contact: Contact) -> list[Contact]:
    found: list[Contact] = []
    layer = [contact.id]
    while layer:
        more = list(Contact.objects.select_for_update().filter(merged_into_id__in=layer))
        found += more
        layer = [one.id for one in more]
    return found


def _contact(contact: Contact) -> None:
    MergeProposal.objects.filter(Q(keep=contact) | Q(other=contact)).delete()
    people.apply(contact, dict.fromkeys(people.FIELDS, ""))
    contact.facts = []
    contact.customer_since = None
    contact.erased_at = timezone.now()
    people.changed(contact)
