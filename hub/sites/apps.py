from django.apps import AppConfig


class SitesConfig(AppConfig):
    name = "hub.sites"
    label = "hub_sites"
    default_auto_field = "django.db.models.BigAutoField"
