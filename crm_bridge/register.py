"""What the bridge adds to the registries. Called once, when the app is ready."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ninja import Router

#: Seconds between two sweeps: what a lost wake-up costs.
SWEEP = 5.0


def everything() -> None:
    from crm_bridge import erasing, readers, waking
    from crm_bridge.connectors import webhook
    from hub.celery import every
    from hub.registry.deliveries import delivery_readers
    from hub.registry.erasers import erasers
    from hub.registry.routes import Api, apis
    from hub.registry.wakers import history_wakers, log_wakers

    webhook.register()
    log_wakers.register("crm_bridge", waking.something_changed)
    history_wakers.register("crm_bridge", waking.something_changed)
    delivery_readers.register("crm_bridge", readers.READER)
    erasers.register("crm_bridge", erasing.erase)
    apis.register("crm_bridge", Api("staff", "bridge", _router))
    every(SWEEP, "crm_bridge.deliver_due")


def _router() -> "Router":
    from crm_bridge.api import router

    return router
