from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "hub.content"
    label = "content"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hub.content import publishing, register

        publishing.connect()
        register.everything()
