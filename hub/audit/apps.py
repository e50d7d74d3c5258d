from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from ninja import Router


class AuditConfig(AppConfig):
    name = "hub.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hub.registry.routes import Api, apis

        apis.register("audit", Api("staff", "audit", _router))


def _router() -> "Router":
    from hub.audit.api import router

    return router
