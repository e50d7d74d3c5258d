"""A file that somebody uploaded. Its bytes are in the storage, under its random id."""

import uuid

from django.db import models


class StoredFile(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    #: What it belongs to: a registered kind of owner, and its id.
    owner_kind = models.CharField(max_length=30)
    owner = models.UUIDField()
    #: visitor or staff, and who.
    uploader_kind = models.CharField(max_length=10)
    uploader = models.UUIDField()
    #: Made harmless (`hub.files.names`); empty after erasure.
    name = models.CharField(max_length=120, blank=True)
    #: As found in the content, never what the browser said.
    content_type = models.CharField(max_length=100)
    #: Bytes that are stored: a picture is another one after re-encoding.
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    has_preview = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    #: When it became part of what it belongs to. What never does is swept away after a day.
    attached_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner_kind", "owner"], name="file_by_owner"),
            models.Index(
                fields=["created_at"],
                name="file_unattached",
                condition=models.Q(attached_at__isnull=True, erased_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.content_type} of {self.owner_kind}:{self.owner}"

    @property
    def key(self) -> str:
        """Where its bytes are in the storage."""
        return f"{self.id.hex[:2]}/{self.id.hex}"

    @property
    def preview_key(self) -> str:
        return f"{self.key}.preview"
