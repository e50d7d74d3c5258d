from django.apps import AppConfig


class DemoSiteConfig(AppConfig):
    name = "demo.site"
    label = "demo_site"
