"""What erasure removes here: a tray's words may quote the person's data."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q

from crm_bridge.models import Delivery


def erase(contact: UUID | None, identities: Sequence[UUID], entries: Sequence[UUID]) -> None:
    """Forget what other systems said about this person. Their ids stay until they are deleted."""
    about = Q(entry__in=list(entries))
    if contact is not None:
        about |= Q(contact=contact) | Q(contact__merged_into=contact)
    Delivery.objects.filter(about).update(words="", cause="erased")
