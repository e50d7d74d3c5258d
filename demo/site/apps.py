from django.apps import AppConfig
from django.urls import URLPattern, URLResolver


class DemoSiteConfig(AppConfig):
    name = "demo.site"
    label = "demo_site"

    def ready(self) -> None:
        from hub.registry.routes import Urls, urls

        urls.register("demo.site", Urls("public", _paths, order=800))


def _paths() -> list[URLPattern | URLResolver]:
    from django.urls import re_path

    from demo.site import drawing

    return [re_path(r"^demo/drawing/(?P<sku>[0-9A-Za-z-]{1,24})\.svg$", drawing.file)]
