"""The bridge over HTTP, on the staff origin. Shapes are those of the selectors."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from crm_bridge import reconciling, selectors, services
from crm_bridge.models import Connection
from crm_bridge.selectors import (
    Bridge,
    ConnectionView,
    DeliveryDetail,
    DeliveryPage,
    DeliveryRow,
    ReconciliationView,
)
from hub.accounts.permissions import require
from hub.contacts.selectors.nobodys import Unattributed
from hub.errors import NotFound
from hub.web import principal

router = Router(tags=["bridge"])


class ConnectionIn(Schema):
    name: str
    url: str
    list_url: str = ""
    secret: str = ""


class ConnectionChange(Schema):
    name: str | None = None
    url: str | None = None
    list_url: str | None = None
    active: bool | None = None
    rotate: bool = False
    secret: str = ""


class Which(Schema):
    connection: UUID | None = None


@dataclass(frozen=True, slots=True)
class WithSecret:
    """`secret` is shown once, when it is new; otherwise empty."""

    connection: ConnectionView
    secret: str


@dataclass(frozen=True, slots=True)
class Freed:
    freed: int


@dataclass(frozen=True, slots=True)
class Tested:
    ok: bool
    answer_ms: int
    words: str


@dataclass(frozen=True, slots=True)
class Nobodys:
    items: list[Unattributed]
    total: int


@router.get("", response=Bridge)
def overview(request: HttpRequest, days: int = 7) -> Bridge:
    return selectors.overview(principal.of(request), days=days)


@router.get("/unattributed", response=Nobodys)
def nobodys(request: HttpRequest) -> Nobodys:
    return Nobodys(*selectors.nobodys(principal.of(request)))


@router.get("/deliveries", response=DeliveryPage)
def list_deliveries(
    request: HttpRequest, state: str = "tray", page: int = 1, connection: UUID | None = None
) -> DeliveryPage:
    who = principal.of(request)
    return selectors.deliveries(who, state=state, page=page, connection_id=connection)


@router.get("/deliveries/{delivery_id}", response=DeliveryDetail)
def get_delivery(request: HttpRequest, delivery_id: UUID) -> DeliveryDetail:
    return selectors.delivery(principal.of(request), delivery_id)


@router.post("/deliveries/{delivery_id}/retry", response=DeliveryRow)
def retry(request: HttpRequest, delivery_id: UUID) -> DeliveryRow:
    who = principal.of(request)
    return selectors.row(services.retry(who=who, delivery_id=delivery_id), who.lang)


@router.post("/deliveries/{delivery_id}/skip", response=DeliveryRow)
def skip(request: HttpRequest, delivery_id: UUID) -> DeliveryRow:
    who = principal.of(request)
    return selectors.row(services.skip(who=who, delivery_id=delivery_id), who.lang)


@router.post("/retry-same/{delivery_id}", response=Freed)
def retry_same(request: HttpRequest, delivery_id: UUID) -> Freed:
    return Freed(services.retry_same(who=principal.of(request), delivery_id=delivery_id))


@router.post("/pause", response=Bridge)
def pause(request: HttpRequest, which: Which) -> Bridge:
    who = principal.of(request)
    services.pause(who=who, connection_id=which.connection)
    return selectors.overview(who)


@router.post("/resume", response=Bridge)
def resume(request: HttpRequest, which: Which) -> Bridge:
    who = principal.of(request)
    services.resume(who=who, connection_id=which.connection)
    return selectors.overview(who)


@router.post("/reconcile", response=list[ReconciliationView])
def reconcile(request: HttpRequest, which: Which) -> list[ReconciliationView]:
    require(principal.of(request), "bridge.manage", None)
    found = Connection.objects.filter(active=True)
    if which.connection is not None:
        found = found.filter(pk=which.connection)
        if not found.exists():
            raise NotFound
    return [selectors.reconciliation_view(reconciling.reconcile(c)) for c in found]


@router.post("/connections", response={201: WithSecret})
def connect(request: HttpRequest, body: ConnectionIn) -> tuple[int, WithSecret]:
    connection, secret = services.connect(who=principal.of(request), **body.dict())
    return 201, WithSecret(selectors.connection_view(connection), secret)


@router.patch("/connections/{connection_id}", response=WithSecret)
def change(request: HttpRequest, connection_id: UUID, body: ConnectionChange) -> WithSecret:
    connection, secret = services.change(
        who=principal.of(request), connection_id=connection_id, **body.dict()
    )
    return WithSecret(selectors.connection_view(connection), secret)


@router.post("/connections/{connection_id}/test", response=Tested)
def test(request: HttpRequest, connection_id: UUID) -> Tested:
    return Tested(*services.test(who=principal.of(request), connection_id=connection_id))
