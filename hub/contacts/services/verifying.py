"""Proving an address: by a one-time code that was sent to it, and by nothing else.

Opening a link proves nothing: mail scanners fetch links, colleagues forward them.
"""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from hub.contacts.models import Contact, Identity, VerificationCode
from hub.contacts.services import merging, people
from hub.errors import BadInput, TooMany

LIFETIME = timedelta(minutes=10)
TRIES = 5
#: Codes for one address an hour.
AN_HOUR = 5


def issue_code(identity: Identity) -> str:
    """A new six-digit code for an address; the caller sends it there. Raises `TooMany`."""
    now = timezone.now()
    with transaction.atomic():
        Identity.objects.select_for_update().get(pk=identity.pk)
        since = now + LIFETIME - timedelta(hours=1)
        if identity.codes.filter(expires_at__gt=since).count() >= AN_HOUR:
            raise TooMany(retry_after=600)
        identity.codes.filter(used_at=None).update(tries_left=0)
        code = f"{secrets.randbelow(1_000_000):06d}"
        VerificationCode.objects.create(
            identity=identity,
            code_hash=_hash(identity, code),
            expires_at=now + LIFETIME,
            tries_left=TRIES,
        )
    return code


def verify(identity: Identity, code: str) -> Contact | None:
    """Mark the address as proved. The contact that it belongs to now, if any.

    If the address is already proved for another contact, the two are one person: they are merged,
    journalled like any merge. Call it outside of a transaction. Raises `BadInput` (field code) for
    a wrong, used or old code.
    """
    if not _spend(identity, code):
        raise BadInput(_("This code does not fit, or is no longer valid."), field="code")
    with transaction.atomic():
        proved = Identity.objects.filter(kind=identity.kind, value=identity.value)
        owner = proved.filter(verified_at__isnull=False).first()
        if owner is None:
            identity.verified_at = timezone.now()
            identity.save(update_fields=["verified_at"])
            if identity.contact_id:
                people.changed(people.held(identity.contact_id))
        elif owner.contact_id and identity.contact_id and owner.contact_id != identity.contact_id:
            merging.merge(keep_id=owner.contact_id, other_id=identity.contact_id, by=None)
        identity.refresh_from_db()
        return identity.contact


def _spend(identity: Identity, code: str) -> bool:
    """Whether it is the code. A wrong try is committed: never call it inside a transaction."""
    with transaction.atomic(durable=True):
        open_ = identity.codes.select_for_update().filter(
            used_at=None, tries_left__gt=0, expires_at__gt=timezone.now()
        )
        held = open_.order_by("-expires_at").first()
        if held is None:
            return False
        right = constant_time_compare(bytes(held.code_hash), _hash(identity, code.strip()))
        held.tries_left -= 1
        held.used_at = timezone.now() if right else None
        held.save(update_fields=["tries_left", "used_at"])
        return right


def _hash(identity: Identity, code: str) -> bytes:
    keyed = salted_hmac("hub.contacts.code", f"{identity.pk}:{code}", algorithm="sha256")
    return hashlib.sha256(keyed.digest()).digest()
