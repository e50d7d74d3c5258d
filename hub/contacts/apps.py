from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from ninja import Router


class ContactsConfig(AppConfig):
    name = "hub.contacts"
    label = "contacts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hub.registry.routes import Api, apis

        apis.register("contacts", Api("staff", "", _router))


def _router() -> "Router":
    from hub.contacts.api import router

    return router
