"""A conversation in the contact history: title, transcript, and what a CRM gets."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chat.models import Conversation, TranscriptMail
from chat.services.transcripts import transcript
from hub.contacts.models import HistoryEntry
from hub.realtime import selectors
from hub.realtime.models import Entry, Log
from hub.registry.entries import as_text, entry_kinds
from hub.registry.history import HistoryKind, register_history


def _conversation(entry: HistoryEntry) -> Conversation:
    return Conversation.objects.select_related("site", "assignee").get(pk=entry.subject_id)


def _minutes(conversation: Conversation) -> int | None:
    if conversation.closed_at is None:
        return None
    return max(1, round((conversation.closed_at - conversation.created_at).total_seconds() / 60))


def title(entry: HistoryEntry, lang: str) -> str:
    conversation = _conversation(entry)
    minutes = _minutes(conversation)
    with translation.override(lang):
        if minutes is None:
            return _("Conversation, running")
        return ngettext("Conversation, %(n)d min", "Conversation, %(n)d min", minutes) % {
            "n": minutes
        }


def text(entry: HistoryEntry, lang: str) -> str:
    return transcript(_conversation(entry), lang)


def payload(entry: HistoryEntry) -> dict[str, Any]:
    """Complete, as it is now. Times in ISO 8601 UTC; `text` as plain text in its language."""
    conversation = _conversation(entry)
    messages = []
    after = 0
    while rows := selectors.entries(conversation.public_log_id, after=after, limit=500):
        messages += [
            {
                "seq": row.seq,
                "at": row.at.isoformat(),
                "by": row.by_kind,
                "name": row.by_name,
                "kind": row.kind,
                "provenance": row.provenance,
                "text": as_text(row.kind, row.body, conversation.language),
            }
            for row in rows
        ]
        after = rows[-1].seq
    return {
        "conversation": str(conversation.id),
        "channel": conversation.channel,
        "state": conversation.state,
        "language": conversation.language,
        "started_at": conversation.created_at.isoformat(),
        "ended_at": conversation.closed_at.isoformat() if conversation.closed_at else None,
        "assignee": conversation.assignee.email if conversation.assignee else None,
        "page": {"url": conversation.page_url, "title": conversation.page_title},
        "rating": conversation.rating,
        "head": after,
        "entries": messages,
    }


def erase(entry: HistoryEntry) -> None:
    """Tombstones instead of bodies; the seqs stay."""
    conversation = _conversation(entry)
    logs = [conversation.public_log_id, conversation.internal_log_id]
    list(Log.objects.select_for_update().filter(pk__in=logs).order_by("pk"))
    for row in Entry.objects.filter(log_id__in=logs):
        kind = entry_kinds.get(row.kind)
        body = kind.erase(row.body) if kind else {}
        Entry.objects.filter(log_id=row.log_id, seq=row.seq).update(body=body)
    conversation.visitor_name = ""
    conversation.rating_text = ""
    conversation.page_url = ""
    conversation.save(update_fields=["visitor_name", "rating_text", "page_url"])
    TranscriptMail.objects.filter(conversation=conversation).delete()


def register() -> None:
    register_history(
        HistoryKind(
            name="conversation", version=1, title=title, text=text, payload=payload, erase=erase
        )
    )
