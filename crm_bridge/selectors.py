"""The delivery tray and both sides' counts, for the console."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Avg, Count, F, Q, QuerySet
from django.utils import timezone

from crm_bridge import records, sentences
from crm_bridge.models import Connection, Delivery, Reconciliation
from hub.accounts.permissions import require
from hub.contacts.models import HistoryEntry
from hub.contacts.selectors.nobodys import Unattributed, unattributed
from hub.contacts.selectors.timelines import title
from hub.errors import BadInput, NotFound
from hub.registry.streams import Principal

PAGE = 50
#: Days are those of the company.
ZONE = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True, slots=True)
class ConnectionView:
    id: UUID
    name: str
    connector: str
    url: str
    list_url: str
    active: bool
    paused: bool
    #: ok, limited, failing, paused, off or new.
    state: str
    words: str
    failing_since: datetime | None
    next_at: datetime | None
    last_ok_at: datetime | None
    answer_ms: int | None
    #: Mean seconds from the event to its delivery, over the last hundred.
    lag_s: float | None
    tray: int
    waiting: int
    delivered: int


@dataclass(frozen=True, slots=True)
class Day:
    """`hub` entries happened that day, of which `crm` are over there as they are here."""

    day: date
    kinds: dict[str, int]
    hub: int
    crm: int
    waiting: int
    tray: int


@dataclass(frozen=True, slots=True)
class ReconciliationView:
    id: UUID
    connection: UUID
    at: datetime
    took_ms: int
    listed: bool
    compared: int
    same: int
    mended: int
    open: int
    findings: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Bridge:
    connections: list[ConnectionView]
    days: list[Day]
    tray: int
    waiting: int
    delivered: int
    unattributed: int
    reconciliation: ReconciliationView | None


@dataclass(frozen=True, slots=True)
class Person:
    id: UUID
    name: str
    company: str


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    id: UUID
    connection: UUID
    what: str
    entry: UUID | None
    kind: str
    title: str
    contact: Person | None
    occurred_at: datetime | None
    ended_at: datetime | None
    state: str
    note: str
    words: str
    status: int
    attempts: int
    since: datetime
    next_at: datetime
    version: int
    delivered_version: int
    delivered_at: datetime | None
    same: int


@dataclass(frozen=True, slots=True)
class DeliveryPage:
    items: list[DeliveryRow]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class DeliveryDetail:
    """One delivery with what would be sent now, and what to do about it."""

    row: DeliveryRow
    suggestion: str
    external_id: UUID
    ref: str
    url: str
    unknown: bool
    payload: dict[str, Any]


def overview(who: Principal, *, days: int = 7) -> Bridge:
    """Everything that the head of the screen shows. Raises `NotAllowed`, `BadInput` (days)."""
    require(who, "bridge.read", None)
    if not 1 <= days <= 31:
        raise BadInput(field="days")
    connections = list(Connection.objects.all())
    counts = _counts(Delivery.objects.filter(connection__active=True))
    newest = Reconciliation.objects.first()
    return Bridge(
        connections=[connection_view(c) for c in connections],
        days=_days(days),
        tray=counts.get("tray", 0),
        waiting=counts.get("waiting", 0),
        delivered=counts.get("delivered", 0),
        unattributed=unattributed(who, limit=1)[1],
        reconciliation=reconciliation_view(newest) if newest else None,
    )


def nobodys(who: Principal) -> tuple[list[Unattributed], int]:
    """What is not delivered because it belongs to nobody yet. Raises `NotAllowed`."""
    require(who, "bridge.read", None)
    return unattributed(who)


def deliveries(
    who: Principal, *, state: str = "tray", page: int = 1, connection_id: UUID | None = None
) -> DeliveryPage:
    """Deliveries in one state. Raises `NotAllowed`, `BadInput` (field state)."""
    require(who, "bridge.read", None)
    if state not in Delivery.State.values:
        raise BadInput(field="state")
    found = Delivery.objects.filter(state=state, connection__active=True)
    if connection_id is not None:
        found = found.filter(connection=connection_id)
    order = {"tray": "-failed_at", "waiting": "next_at", "delivered": "-delivered_at"}
    found = found.order_by(F(order.get(state, "-since").lstrip("-")).desc(nulls_last=True))
    if state == "waiting":
        found = found.order_by("next_at")
    total = found.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    chosen = list(_related(found)[(page - 1) * PAGE : page * PAGE])
    same = _same(chosen)
    items = [row(d, who.lang, same.get((d.connection_id, d.cause), 0)) for d in chosen]
    return DeliveryPage(items, total, page, pages)


def delivery(who: Principal, delivery_id: UUID) -> DeliveryDetail:
    """One delivery, complete. Raises `NotAllowed`, `NotFound`."""
    require(who, "bridge.read", None)
    found = _related(Delivery.objects.filter(pk=delivery_id)).first()
    if found is None:
        raise NotFound
    same = _same([found]).get((found.connection_id, found.cause), 0)
    payload: dict[str, Any] = {}
    if found.entry is not None and found.entry.erased_at is None:
        record = records.entry_record(found.entry.id)
        payload = {"text": record.text, "payload": record.payload, "origin": record.origin}
    elif found.contact is not None:
        payload = {"payload": asdict(records.contact_record(found.contact.id))}
    external = found.entry_id or found.contact_id
    assert external is not None
    return DeliveryDetail(
        row=row(found, who.lang, same),
        suggestion=sentences.suggestion(found, who.lang),
        external_id=external,
        ref=found.ref,
        url=found.url,
        unknown=found.unknown,
        payload=payload,
    )


def row(d: Delivery, lang: str, same: int = 0) -> DeliveryRow:
    contact = d.contact or (d.entry.identity.contact if d.entry else None)
    person = Person(contact.id, contact.name, contact.company) if contact else None
    entry = d.entry
    return DeliveryRow(
        id=d.id,
        connection=d.connection_id,
        what="entry" if entry else "contact",
        entry=entry.id if entry else None,
        kind=entry.kind if entry else "contact",
        title=title(entry, lang) if entry else sentences.contact_title(lang),
        contact=person,
        occurred_at=entry.occurred_at if entry else None,
        ended_at=entry.ended_at if entry else None,
        state=d.state,
        note=sentences.note(d, lang),
        words=d.words,
        status=d.status_code,
        attempts=d.attempts,
        since=d.since,
        next_at=max(filter(None, (d.next_at, d.connection.next_at))),
        version=d.wanted_version,
        delivered_version=d.delivered_version,
        delivered_at=d.delivered_at,
        same=same,
    )


def connection_view(c: Connection) -> ConnectionView:
    counts = _counts(c.deliveries.all())
    last = c.deliveries.filter(
        entry__ended_at__isnull=False, delivered_at__gte=F("entry__touched_at")
    ).order_by("-delivered_at")[:100]
    lag = Delivery.objects.filter(pk__in=list(last.values_list("pk", flat=True))).aggregate(
        lag=Avg(F("delivered_at") - F("entry__touched_at"))
    )["lag"]
    return ConnectionView(
        id=c.id,
        name=c.name,
        connector=c.connector,
        url=c.settings.get("url", ""),
        list_url=c.settings.get("list_url", ""),
        active=c.active,
        paused=c.paused_at is not None,
        state=state_of(c),
        words=c.last_words,
        failing_since=c.failing_since,
        next_at=c.next_at,
        last_ok_at=c.last_ok_at,
        answer_ms=c.last_answer_ms,
        lag_s=round(lag.total_seconds(), 1) if lag is not None else None,
        tray=counts.get("tray", 0),
        waiting=counts.get("waiting", 0),
        delivered=counts.get("delivered", 0),
    )


def state_of(c: Connection) -> str:
    if not c.active:
        return "off"
    if c.paused_at is not None:
        return "paused"
    if c.failing_since is not None:
        return "failing"
    if c.limited and c.next_at is not None and c.next_at > timezone.now():
        return "limited"
    return "ok" if c.last_ok_at is not None else "new"


def reconciliation_view(r: Reconciliation) -> ReconciliationView:
    return ReconciliationView(
        id=r.id,
        connection=r.connection_id,
        at=r.at,
        took_ms=r.took_ms,
        listed=r.listed,
        compared=r.compared,
        same=r.same,
        mended=r.mended,
        open=r.open,
        findings=r.findings,
    )


def _related(found: "QuerySet[Delivery]") -> "QuerySet[Delivery]":
    return found.select_related(
        "connection", "contact", "entry__identity__contact", "entry__log", "entry__site"
    )


def _counts(found: "QuerySet[Delivery]") -> dict[str, int]:
    return dict(found.order_by().values_list("state").annotate(n=Count("pk")))


def _same(chosen: list[Delivery]) -> dict[tuple[UUID, str], int]:
    """How many are in the tray for the same cause, by connection and cause."""
    causes = {d.cause for d in chosen if d.state == Delivery.State.TRAY}
    grouped = Delivery.objects.filter(state="tray", cause__in=causes).order_by()
    counted = grouped.values_list("connection", "cause").annotate(n=Count("pk"))
    return {(connection, cause): n for connection, cause, n in counted}


def _days(days: int) -> list[Day]:
    """Both sides counted, newest day first: what happened here, and what is over there of it."""
    today = timezone.now().astimezone(ZONE).date()
    first = today - timedelta(days=days - 1)
    start = datetime(first.year, first.month, first.day, tzinfo=ZONE)
    tried = Q(deliveries__connection__active=True)
    rows = (
        HistoryEntry.objects.filter(
            occurred_at__gte=start, erased_at=None, identity__contact__isnull=False
        )
        .annotate(
            n_tray=Count("deliveries", filter=tried & Q(deliveries__state="tray")),
            n_there=Count("deliveries", filter=tried & Q(deliveries__state="delivered")),
            n_skipped=Count("deliveries", filter=tried & Q(deliveries__state="skipped")),
        )
        .values_list("occurred_at", "kind", "n_tray", "n_there", "n_skipped")
    )
    wanted = Connection.objects.filter(active=True).count()
    made = {
        first + timedelta(days=n): Day(first + timedelta(days=n), {}, 0, 0, 0, 0)
        for n in range(days)
    }
    for at, kind, tray, there, skipped in rows.iterator(chunk_size=2000):
        day = made.get(at.astimezone(ZONE).date())
        if day is None:  # planned for later
            continue
        complete = wanted > 0 and there == wanted
        made[day.day] = Day(
            day.day,
            {**day.kinds, kind: day.kinds.get(kind, 0) + 1},
            day.hub + 1,
            day.crm + complete,
            day.waiting + (wanted > 0 and not complete and not tray and not skipped),
            day.tray + (tray > 0),
        )
    return sorted(made.values(), key=lambda d: d.day, reverse=True)
