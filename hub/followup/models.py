"""Forms that people filled in, what they consented to, and the lead that a salesperson approves."""

import uuid

from django.db import models

from hub.contacts.models import Identity
from hub.sites.models import Site


class ConsentText(models.Model):
    """A worded consent in one language. A changed wording is a new version, never an edit."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    #: What it is for: `offer_by_mail`, `newsletter`, `call`.
    key = models.SlugField(max_length=40)
    version = models.PositiveIntegerField()
    language = models.CharField(max_length=5)
    text = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key", "version", "language"], name="consent_text_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} v{self.version} {self.language}"


class FormSubmission(models.Model):
    """A form as it was sent. `id` is the client's, so that sending twice stores once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT)
    identity = models.ForeignKey(Identity, on_delete=models.PROTECT, related_name="submissions")
    form = models.SlugField(max_length=40)
    #: What was filled in: {"name", "company", "email", "phone", "message"}, only what was asked.
    fields = models.JSONField(default=dict)
    language = models.CharField(max_length=5, default="de")
    at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.form} {self.at:%Y-%m-%d}"


class Consent(models.Model):
    """That somebody agreed (or not) to a worded text, at a time; withdrawing adds a time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    identity = models.ForeignKey(Identity, on_delete=models.PROTECT, related_name="consents")
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT)
    submission = models.ForeignKey(FormSubmission, null=True, on_delete=models.PROTECT)
    given = models.BooleanField()
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.text_id} {'given' if self.given else 'not given'}"


class Lead(models.Model):
    """Whether a salesperson released this person for follow-up. Only approved ones get mailings."""

    class State(models.TextChoices):
        NEW = "new"
        APPROVED = "approved"
        REJECTED = "rejected"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.OneToOneField(FormSubmission, on_delete=models.PROTECT)
    identity = models.ForeignKey(Identity, on_delete=models.PROTECT, related_name="leads")
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    decided_by = models.UUIDField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"lead {self.state}"
