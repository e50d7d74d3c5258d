"""What staff are told about contacts. After the commit; it may be lost."""

from uuid import UUID

from hub.realtime.fanout import publish_event


def contact_changed(contact: UUID) -> None:
    publish_event("contacts", "changed", {"contact": str(contact)}, audience="staff")
