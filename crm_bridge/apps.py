from django.apps import AppConfig


class CrmBridgeConfig(AppConfig):
    name = "crm_bridge"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from crm_bridge import register

        register.everything()
