"""Which deliveries somebody may see: those of what happened on the sites of their role."""

from django.db.models import Q, QuerySet

from crm_bridge.models import Delivery
from hub.accounts.permissions import require_anywhere
from hub.contacts.selectors import visible
from hub.registry.streams import Principal


def deliveries(who: Principal | None, action: str) -> "QuerySet[Delivery]":
    """All that there are for commands (None). Raises `NotAllowed`.

    What was merged or erased belongs to no site any more: it is for those who see all of them.
    """
    if who is None or require_anywhere(who, action) == "all":
        return Delivery.objects.all()
    return Delivery.objects.filter(
        Q(entry__in=visible.entries(who, action)) | Q(contact__in=visible.contacts(who, action))
    )
