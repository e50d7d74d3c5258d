"""Connections and both sides' counts."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Avg, Count, F, Q, QuerySet
from django.utils import timezone

from crm_bridge import visible
from crm_bridge.models import Connection, Delivery, Reconciliation
from crm_bridge.selectors.views import (
    Bridge,
    ConnectionView,
    Day,
    ReconciliationView,
)
from hub.contacts.selectors import visible as contacts
from hub.contacts.selectors.nobodys import Unattributed, unattributed
from hub.errors import BadInput
from hub.registry.streams import Principal

#: Days are those of the company.
ZONE = ZoneInfo("Europe/Berlin")


def overview(who: Principal, *, days: int = 7) -> Bridge:
    """Everything that the head of the screen shows. Raises `NotAllowed`, `BadInput` (days).

    What is counted is what `who` may see. How a connection does concerns everybody; its last words
    may quote anything, so they are only for those who see all sites.
    """
    mine = visible.deliveries(who, "bridge.read")
    if not 1 <= days <= 31:
        raise BadInput(field="days")
    connections = list(Connection.objects.all())
    counts = _counts(mine.filter(connection__active=True))
    newest = Reconciliation.objects.first()
    return Bridge(
        connections=[_seen_by(who, connection_view(c), mine) for c in connections],
        days=_days(who, days),
        tray=counts.get("tray", 0),
        waiting=counts.get("waiting", 0),
        delivered=counts.get("delivered", 0),
        unattributed=unattributed(who, limit=1, action="bridge.read")[1],
        reconciliation=_found_by(who, reconciliation_view(newest)) if newest else None,
    )


def nobodys(who: Principal) -> tuple[list[Unattributed], int]:
    """What is not delivered because it belongs to nobody yet. Raises `NotAllowed`."""
    return unattributed(who, action="bridge.read")


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


def _seen_by(who: Principal, view: ConnectionView, mine: "QuerySet[Delivery]") -> ConnectionView:
    """A connection without what concerns sites that `who` does not see."""
    if who.sites_for("bridge.read") == "all":
        return view
    counts = _counts(mine.filter(connection=view.id))
    return replace(
        view,
        words="",
        tray=counts.get("tray", 0),
        waiting=counts.get("waiting", 0),
        delivered=counts.get("delivered", 0),
    )


def _found_by(who: Principal, view: ReconciliationView) -> ReconciliationView:
    """The comparison with the findings of the sites that `who` sees; it compared all of them."""
    if who.sites_for("bridge.read") == "all":
        return view
    ids = [found["external_id"] for found in view.findings]
    seen = contacts.entries(who, "bridge.read").filter(pk__in=ids).values_list("pk", flat=True)
    mine = {str(pk) for pk in seen}
    findings = [found for found in view.findings if found["external_id"] in mine]
    mended = sum(1 for found in findings if found["mended"])
    return replace(view, findings=findings, mended=mended, open=len(findings) - mended)


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


def _counts(found: "QuerySet[Delivery]") -> dict[str, int]:
    return dict(found.order_by().values_list("state").annotate(n=Count("pk")))


def _days(who: Principal, days: int) -> list[Day]:
    """Both sides counted, newest day first: what happened here, and what is over there of it."""
    today = timezone.now().astimezone(ZONE).date()
    first = today - timedelta(days=days - 1)
    start = datetime(first.year, first.month, first.day, tzinfo=ZONE)
    tried = Q(deliveries__connection__active=True)
    rows = (
        contacts.entries(who, "bridge.read")
        .filter(occurred_at__gte=start, erased_at=None, identity__contact__isnull=False)
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
