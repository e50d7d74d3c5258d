from django.apps import AppConfig


class AssistantConfig(AppConfig):
    name = "chat.assistant"
    label = "assistant"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from chat.assistant import register

        register.everything()
