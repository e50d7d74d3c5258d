"""Drafts with what they stood on, and questions that the content does not answer."""

import uuid

from django.db import models

from chat.models import Conversation
from hub.accounts.models import Staff
from hub.sites.models import Site


class AssistantDraft(models.Model):
    """A draft as it was made, and what became of it. Goes with the person when they are erased."""

    class Fate(models.TextChoices):
        OPEN = "open"
        SENT = "sent"
        CHANGED = "changed"
        DISMISSED = "dismissed"

    class Provenance(models.TextChoices):
        EXTRACTIVE = "extractive"
        MODEL = "model"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="drafts")
    #: Seq of the visitor's message in the public log that it answers.
    question = models.BigIntegerField()
    language = models.CharField(max_length=5)
    provenance = models.CharField(max_length=10, choices=Provenance.choices)
    #: Why the configured model was not used, or empty.
    note = models.CharField(max_length=20, blank=True, default="")
    #: Live figures that were asked for: price, delivery, stock.
    wants = models.JSONField(default=list)
    #: `Evidence` structs, numbered as the sentences cite them.
    evidence = models.JSONField(default=list)
    #: `Sentence` structs.
    sentences = models.JSONField(default=list)
    #: How the visitor may be addressed, for checking a sentence again.
    person = models.CharField(max_length=200, blank=True, default="")
    asked_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    fate = models.CharField(max_length=10, choices=Fate.choices, default=Fate.OPEN)
    fate_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    fate_at = models.DateTimeField(null=True, blank=True)
    #: What was offered and what was sent instead, where it was changed.
    offered_text = models.TextField(blank=True, default="")
    sent_text = models.TextField(blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["conversation", "question", "-created_at"]),
            models.Index(fields=["fate_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(fate="open") | models.Q(fate_at__isnull=False),
                name="fate_has_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.fate} draft {self.id}"


class ContentGap(models.Model):
    """A question that nothing in the content answers, noted for those who write the content."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.CASCADE)
    conversation = models.ForeignKey(
        Conversation, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    question = models.CharField(max_length=1000)
    noted_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.question[:60]
