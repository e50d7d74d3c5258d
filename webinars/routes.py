"""The webinars' HTTP: routers of both origins and the public pages."""

from typing import TYPE_CHECKING

from hub.registry.routes import Api, Urls, apis, urls

if TYPE_CHECKING:
    from ninja import Router


def _staff() -> "Router":
    from webinars.api.webinars import router

    return router


def _staff_rooms() -> "Router":
    from webinars.api.rooms import router

    return router


def _attendance() -> "Router":
    from webinars.api.attendance import router

    return router


def _public() -> "Router":
    from webinars.public_api.webinars import router

    return router


def _rooms() -> "Router":
    from webinars.public_api.rooms import router

    return router


def register() -> None:
    from webinars import pages

    apis.register("webinars", Api("staff", "", _staff))
    apis.register("webinars.rooms", Api("staff", "", _staff_rooms))
    apis.register("webinars.attendance", Api("staff", "", _attendance))
    apis.register("webinars.public", Api("public", "public", _public))
    apis.register("webinars.public.rooms", Api("public", "public", _rooms))
    urls.register("webinars.pages", Urls("public", pages.patterns, order=100))
