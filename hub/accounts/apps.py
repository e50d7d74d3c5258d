from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from ninja import Router


class AccountsConfig(AppConfig):
    name = "hub.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hub.celery import every
        from hub.registry.routes import Api, apis

        apis.register("accounts.auth", Api("staff", "auth", _auth))
        apis.register("accounts.me", Api("staff", "", _me))
        apis.register("accounts.staff", Api("staff", "staff", _staff))
        every(30, "hub.accounts.send_account_mails")


def _auth() -> "Router":
    from hub.accounts.api.auth import router

    return router


def _me() -> "Router":
    from hub.accounts.api.me import router

    return router


def _staff() -> "Router":
    from hub.accounts.api.staff import router

    return router
