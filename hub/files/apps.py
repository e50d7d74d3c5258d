from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.urls import URLPattern, URLResolver

if TYPE_CHECKING:
    from ninja import Router


class FilesConfig(AppConfig):
    name = "hub.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hub.celery import every
        from hub.registry.routes import Api, Urls, apis, urls

        apis.register("files.staff", Api("staff", "files", _staff))
        apis.register("files.public", Api("public", "public/files", _public))
        urls.register("files.serving", Urls("files", _paths))
        every(600, "hub.files.sweep_unattached")


def _staff() -> "Router":
    from hub.files.api import staff_router

    return staff_router


def _public() -> "Router":
    from hub.files.api import public_router

    return public_router


def _paths() -> list[URLPattern | URLResolver]:
    from hub.files.serving import paths

    return paths()
