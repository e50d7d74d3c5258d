"""Everything that reads drafts for a figure or a screen."""

from datetime import datetime
from uuid import UUID

import msgspec
from django.db.models import Count

from chat.assistant.models import AssistantDraft, ContentGap
from hub.accounts.permissions import require
from hub.registry.streams import Principal


class Share(msgspec.Struct, frozen=True):
    """How drafts fared. `unchanged` is sent / (sent + changed + dismissed), None without any."""

    sent: int
    changed: int
    dismissed: int
    unchanged: float | None


class Gap(msgspec.Struct, frozen=True):
    id: UUID
    question: str
    noted_at: datetime
    conversation: UUID | None


def share_sent_unchanged(*, since: datetime, site: UUID | None = None) -> Share:
    """The figure to raise: which share of the drafts since then was sent as it stood.

    Whole sites, never single persons.
    """
    rows = AssistantDraft.objects.filter(fate_at__gte=since)
    if site is not None:
        rows = rows.filter(conversation__site_id=site)
    counted = dict(rows.values_list("fate").annotate(n=Count("id")).values_list("fate", "n"))
    sent, changed, dismissed = (counted.get(fate, 0) for fate in ("sent", "changed", "dismissed"))
    total = sent + changed + dismissed
    return Share(sent, changed, dismissed, sent / total if total else None)


def open_gaps(who: Principal, limit: int = 200) -> list[Gap]:
    """Questions that nothing answers yet, newest first. Raises `NotAllowed`."""
    require(who, "content.edit", None)
    rows = ContentGap.objects.filter(done_at__isnull=True)[:limit]
    return [Gap(row.id, row.question, row.created_at, row.conversation_id) for row in rows]
