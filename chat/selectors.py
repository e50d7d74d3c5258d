"""Everything that reads conversations for a screen or a socket."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from statistics import median
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from chat.events import ConversationState, Person, QueuePlace, SiteRef
from chat.hours import opening
from chat.models import Conversation
from chat.presence import online_staff, online_visitors
from hub.accounts.models import Staff
from hub.errors import NotFound
from hub.realtime.models import Entry, Participant
from hub.registry.entries import as_text, entry_kinds
from hub.registry.streams import Principal
from hub.sites.models import Site

#: How many past waits the estimate looks at, and how far back.
ESTIMATE_OVER = 30
ESTIMATE_DAYS = 14


class Row(msgspec.Struct):
    """One line of the inbox."""

    id: UUID
    name: str
    company: str
    preview: str
    preview_by: str
    page_title: str
    language: str
    state: str
    waiting_since: datetime | None
    last_at: datetime
    unread: int
    assignee: Person | None
    online: bool


class Inbox(msgspec.Struct):
    waiting: list[Row]
    mine: list[Row]
    others: list[Row]
    promise_s: int


def person(staff: Staff, lang: str) -> Person:
    """A member of staff as others see them, in a language (German where there is no other)."""

    def say(texts: dict[str, str]) -> str:
        return texts.get(lang) or texts.get("de") or ""

    return Person(
        id=staff.id,
        name=staff.name,
        title=say(staff.title),
        salutation=say(staff.salutation) or staff.name,
        face=staff.face,
    )


def get(who: Principal, conversation_id: UUID, action: str = "conversation.read") -> Conversation:
    """A conversation that one may see. `NotFound` for what is not theirs: it does not say why."""
    found = (
        Conversation.objects.select_related("site", "visitor__identity__contact", "assignee")
        .filter(pk=conversation_id)
        .first()
    )
    if found is None:
        raise NotFound
    if who.kind == "visitor":
        if found.visitor_id != who.id:
            raise NotFound
    elif not who.may(action, found.site_id):
        raise NotFound
    return found


def queue(site_id: UUID) -> "QuerySet[Conversation]":
    """Who waits, longest first."""
    return Conversation.objects.filter(site_id=site_id, state="waiting").order_by(
        "waiting_since", "id"
    )


def estimate_seconds(site_id: UUID) -> int | None:
    """Median wait of the last conversations that were taken; None when there were fewer than 3."""
    since = timezone.now() - timedelta(days=ESTIMATE_DAYS)
    waits = [
        (taken - created).total_seconds() if taken else 0.0
        for created, taken in Conversation.objects.filter(
            site_id=site_id, taken_at__isnull=False, created_at__gte=since
        )
        .order_by("-created_at")
        .values_list("created_at", "taken_at")[:ESTIMATE_OVER]
    ]
    return round(median(waits)) if len(waits) >= 3 else None


def places(site_id: UUID) -> dict[UUID, QueuePlace]:
    """The place of everybody who waits on a site."""
    waiting = list(queue(site_id).values_list("id", "waiting_since"))
    if not waiting:
        return {}
    now = timezone.now()
    answering = len(available_staff(site_id))
    estimate = estimate_seconds(site_id)
    return {
        conversation: QueuePlace(
            place=index + 1,
            ahead=index,
            waited_s=max(0, int((now - since).total_seconds())) if since else 0,
            estimate_s=estimate,
            answering=answering,
        )
        for index, (conversation, since) in enumerate(waiting)
    }


def available_staff(site_id: UUID) -> list[Staff]:
    """Those who are there: switched to available, with an open console, and may answer here."""
    return list(
        Staff.objects.filter(
            Q(roles__site_id=site_id) | Q(roles__site__isnull=True),
            roles__role__in=["sales", "manager"],
            is_active=True,
            available=True,
            id__in=online_staff(),
        )
        .distinct()
        .order_by("name")
    )


def state(conversation: Conversation, lang: str | None = None) -> ConversationState:
    """What everybody in the conversation knows about it."""
    site = conversation.site
    hours = opening(site)
    return ConversationState(
        conversation=conversation.id,
        state=conversation.state,  # type: ignore[arg-type]
        assignee=person(conversation.assignee, lang or conversation.language)
        if conversation.assignee
        else None,
        queue=places(site.id).get(conversation.id) if conversation.state == "waiting" else None,
        typing_preview=site.typing_preview,
        language=conversation.language,
        site=SiteRef(key=site.key, name=site.name),
        open=hours.open,
        reopens_at=hours.reopens_at,
        visitor_online=conversation.visitor_id in online_visitors(),
    )


def display_name(conversation: Conversation) -> tuple[str, str]:
    """(name, company) as staff see them; empty where nothing is known."""
    contact = conversation.visitor.identity.contact
    if contact is not None and contact.name:
        return contact.name, contact.company
    return conversation.visitor_name, ""


def inbox(who: Principal, lang: str) -> Inbox:
    """Waits first, longest on top; then mine; then what others have open."""
    sites = Site.objects.filter(_visible(who, "id"))
    open_ones = list(
        Conversation.objects.select_related("site", "visitor__identity__contact", "assignee")
        .filter(_visible(who, "site_id"))
        .exclude(state="closed")
        .order_by("waiting_since", "-created_at")[:500]
    )
    rows = rows_of(open_ones, who, lang)
    groups: dict[str, list[Row]] = {"waiting": [], "mine": [], "others": []}
    for conversation in open_ones:
        if conversation.state == "waiting":
            group = "waiting"
        else:
            group = "mine" if conversation.assignee_id == who.id else "others"
        groups[group].append(rows[conversation.id])
    for group in ("mine", "others"):
        groups[group].sort(key=lambda row: row.last_at, reverse=True)
    promise = min((c.site.promise_seconds for c in open_ones), default=None)
    if promise is None:
        promise = sites.values_list("promise_seconds", flat=True).first()
    return Inbox(**groups, promise_s=promise or 120)


def _visible(who: Principal, field: str) -> Q:
    """What is of the sites whose conversations one may read; `field` holds the site's id."""
    sites = who.sites_for("conversation.read")
    return Q() if sites == "all" else Q(**{f"{field}__in": sites})


def rows_of(conversations: Iterable[Conversation], who: Principal, lang: str) -> dict[UUID, Row]:
    """Inbox rows with the last thing said and how much of it is unread; four queries in all."""
    wanted = list(conversations)
    logs = [c.public_log_id for c in wanted]
    speaking = ["message", "file", "card.product", "card.form", "form.submitted"]
    newest = {
        row["log_id"]: row["seq"]
        for row in Entry.objects.filter(log_id__in=logs, kind__in=speaking)
        .values("log_id")
        .annotate(seq=Max("seq"))
    }
    last: dict[UUID, Entry] = {}
    if newest:
        match = Q()
        for log_id, seq in newest.items():
            match |= Q(log_id=log_id, seq=seq)
        last = {entry.log_id: entry for entry in Entry.objects.filter(match)}
    people = {p.id: p for p in Participant.objects.filter(log_id__in=logs)}
    read = {
        p.log_id: p.read_seq for p in people.values() if p.kind == "staff" and p.subject == who.id
    }
    visitors = [p.id for p in people.values() if p.kind == "visitor"]
    unread = _unread(logs, read, visitors)
    here = online_visitors()
    rows = {}
    for c in wanted:
        entry = last.get(c.public_log_id)
        author = people.get(entry.participant_id) if entry else None
        name, company = display_name(c)
        rows[c.id] = Row(
            id=c.id,
            name=name,
            company=company,
            preview=_preview(entry, lang),
            preview_by=author.kind if author else "system",
            page_title=c.page_title,
            language=c.language,
            state=c.state,
            waiting_since=c.waiting_since,
            last_at=entry.at if entry else c.created_at,
            unread=unread.get(c.public_log_id, 0),
            assignee=person(c.assignee, lang) if c.assignee else None,
            online=c.visitor_id in here,
        )
    return rows


def _unread(logs: list[UUID], read: dict[UUID, int], visitors: list[UUID]) -> dict[UUID, int]:
    if not read:
        return {}
    match = Q()
    for log_id, seq in read.items():
        match |= Q(log_id=log_id, seq__gt=seq)
    counted = (
        Entry.objects.filter(match, participant_id__in=visitors, log_id__in=logs)
        .values("log_id")
        .annotate(n=Count("seq"))
    )
    return {row["log_id"]: row["n"] for row in counted}


def _preview(entry: Entry | None, lang: str) -> str:
    if entry is None or entry.kind not in entry_kinds:
        return ""
    return as_text(entry.kind, entry.body, lang).replace("\n", " ")[:140]


def origin_of(conversation: Conversation) -> dict[str, Any]:
    """Where the person came from, kept with the conversation's history entry."""
    from hub.contacts.models import HistoryEntry

    entry = HistoryEntry.objects.filter(kind="conversation", subject_id=conversation.id).first()
    return dict(entry.origin) if entry else {}
