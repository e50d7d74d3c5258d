"""The delivery tray and both sides' counts, for the console."""

from crm_bridge.selectors.both_sides import connection_view, nobodys, overview, reconciliation_view
from crm_bridge.selectors.tray import deliveries, delivery, row
from crm_bridge.selectors.views import (
    Bridge,
    ConnectionView,
    DeliveryDetail,
    DeliveryPage,
    DeliveryRow,
    ReconciliationView,
)

__all__ = [
    "Bridge",
    "ConnectionView",
    "DeliveryDetail",
    "DeliveryPage",
    "DeliveryRow",
    "ReconciliationView",
    "connection_view",
    "deliveries",
    "delivery",
    "nobodys",
    "overview",
    "reconciliation_view",
    "row",
]
