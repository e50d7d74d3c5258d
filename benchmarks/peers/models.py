"""The peer's one table."""

from django.db import models


class Message(models.Model):
    """A chat message, as a tutorial would store it."""

    room = models.CharField(max_length=40, db_index=True)
    client_id = models.UUIDField(unique=True)
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "peers"

    def __str__(self) -> str:
        return self.text
