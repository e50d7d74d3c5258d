"""Reading the audit log."""

from hub.accounts.permissions import require
from hub.audit.models import AuditEntry
from hub.registry.streams import Principal


def entries(
    who: Principal, *, action: str = "", subject: str = "", before: int | None = None
) -> list[AuditEntry]:
    """The newest 100, or the 100 older than the id `before`. Raises `NotAllowed`."""
    require(who, "audit.read", None)
    found = AuditEntry.objects.all()
    if action:
        found = found.filter(action=action)
    if subject:
        found = found.filter(subject=subject)
    if before is not None:
        found = found.filter(id__lt=before)
    return list(found[:100])
