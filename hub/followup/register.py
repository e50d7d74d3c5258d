"""What follow-up adds to the registries."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ninja import Router


def everything() -> None:
    from hub.followup import forms, history
    from hub.registry.routes import Api, apis

    forms.register()
    history.register()
    apis.register("followup.leads", Api("staff", "", _leads))


def _leads() -> "Router":
    from hub.followup.api import router

    return router
