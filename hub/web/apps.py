from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "hub.web"
    label = "hub_web"

    def ready(self) -> None:
        from hub.registry.routes import Urls, urls
        from hub.web import pages

        urls.register("web.staff-doors", Urls("staff", pages.staff_doors, order=-100))
        urls.register("web.console", Urls("staff", pages.console_paths, order=1000))
        urls.register("web.widget", Urls("public", pages.widget_paths, order=-100))
        urls.register("web.room", Urls("public", pages.room_paths, order=-100))
