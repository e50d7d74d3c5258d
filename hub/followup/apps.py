from django.apps import AppConfig


class FollowupConfig(AppConfig):
    name = "hub.followup"
    label = "followup"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hub.followup import register

        register.everything()
