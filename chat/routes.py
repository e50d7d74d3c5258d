"""The chat's HTTP routers."""

from typing import TYPE_CHECKING

from hub.registry.routes import Api, apis

if TYPE_CHECKING:
    from ninja import Router


def _staff() -> "Router":
    from chat.api import router

    return router


def _public() -> "Router":
    from chat.public_api import router

    return router


def register() -> None:
    apis.register("chat", Api("staff", "", _staff))
    apis.register("chat.public", Api("public", "public", _public))
