from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "hub.content"
    label = "content"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hub.celery import every
        from hub.content import publishing, register

        every(60.0, "hub.content.tasks.publish_scheduled")
        publishing.connect()
        register.everything()
