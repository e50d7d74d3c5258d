"""What the content base adds to the front doors. Called once, when the app is ready."""

from hub.registry.routes import Api, Urls, apis, urls


def everything() -> None:
    """Registers routes of the website and the CMS, live figures and products."""
    from hub.content import api, cms
    from hub.content.website import views

    urls.register("content.website", Urls("public", views.patterns, order=900))
    urls.register("content.cms", Urls("staff", cms.patterns, order=100))
    apis.register("content", Api("public", "public", lambda: api.router))
