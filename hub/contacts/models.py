"""People, what identifies them, and the contact history."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from hub.realtime.models import Log
from hub.sites.models import Site


class Contact(models.Model):
    """A person. What was merged into another keeps its row, so that a merge can be undone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200, blank=True, default="")
    #: The name as it sorts: lower case, ä as ae, ß as ss. Kept by the service that writes `name`.
    sort_name = models.CharField(max_length=250, blank=True, default="", db_index=True)
    #: What a search looks in: name, company and addresses, folded twice (ä as ae and as a).
    search_text = models.TextField(blank=True, default="")
    company = models.CharField(max_length=200, blank=True, default="")
    job_title = models.CharField(max_length=120, blank=True, default="")
    place = models.CharField(max_length=120, blank=True, default="")
    language = models.CharField(max_length=5, blank=True, default="")
    #: Further facts, each {"label", "value", "source", "at"}: a fact never stands without a source.
    facts = models.JSONField(default=list, blank=True)
    customer_since = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    erased_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True, db_index=True)
    #: Goes up with every change of the person's data or identities; what a CRM is compared with.
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.name or str(self.id)


class Identity(models.Model):
    """Something that identifies a person. Without a contact it stands in the unattributed tray."""

    class Kind(models.TextChoices):
        EMAIL = "email"
        PHONE = "phone"
        VISITOR = "visitor"
        REGISTRATION = "registration"
        CRM = "crm"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="identities"
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    #: Normalised: e-mail in lower case, phone in E.164, the visitor's id, `connection:id` of a CRM.
    value = models.CharField(max_length=320)
    #: Set only by a one-time code that was sent to the address; opening a link proves nothing.
    verified_at = models.DateTimeField(null=True, blank=True)
    #: Where it was learnt: form, crm, import, staff.
    source = models.CharField(max_length=40, blank=True, default="")
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "identities"
        indexes = [models.Index(fields=["kind", "value"])]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "value"],
                condition=Q(verified_at__isnull=False) | Q(kind__in=["visitor", "crm"]),
                name="identity_belongs_to_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}"


class HistoryEntry(models.Model):
    """One row a conversation, registration, attendance, meeting, booking, form, visit, order.

    Its id is its external id everywhere. Its version is `revision` plus the head of its log, if it
    has one: a message in a conversation is thereby a new version, without a second write. `payload`
    is for kinds without a log; what a kind shows is made by `hub.registry.history`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=30)
    #: The id of what it tells of, in its own app (the conversation's, say).
    subject_id = models.UUIDField()
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT)
    identity = models.ForeignKey(Identity, on_delete=models.PROTECT, related_name="history")
    log = models.ForeignKey(Log, null=True, blank=True, on_delete=models.PROTECT)
    revision = models.PositiveIntegerField(default=1)
    occurred_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    #: Where the person came from: {"referrer", "campaign", "landing_page"}, with the first one.
    origin = models.JSONField(default=dict, blank=True)
    payload = models.JSONField(default=dict, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    #: When `revision` last went up, by the database's clock: where those who follow look first.
    touched_at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        verbose_name_plural = "history entries"
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_id"], name="history_once_a_subject")
        ]
        indexes = [
            models.Index(fields=["identity", "-occurred_at"]),
            models.Index(
                fields=["log"],
                condition=Q(ended_at__isnull=True, log__isnull=False),
                name="history_running",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class MergeProposal(models.Model):
    """Two contacts that might be one person, and why. A person decides."""

    class State(models.TextChoices):
        OPEN = "open"
        MERGED = "merged"
        REJECTED = "rejected"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    keep = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["keep", "other"], condition=Q(state="open"), name="merge_proposed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.keep_id} + {self.other_id}: {self.reason}"


class Merge(models.Model):
    """The journal of a merge: which identities were re-pointed, so that undoing puts them back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    keep = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    identities = models.JSONField(default=list)
    #: What was empty in the one that is kept and was taken from the other: field → value.
    filled = models.JSONField(default=dict)
    by = models.UUIDField(null=True)
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.other_id} into {self.keep_id}"


class VerificationCode(models.Model):
    """A one-time code that was sent to an address. Kept hashed, short-lived, few tries."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    identity = models.ForeignKey(Identity, on_delete=models.CASCADE, related_name="codes")
    code_hash = models.BinaryField(max_length=32)
    expires_at = models.DateTimeField()
    tries_left = models.PositiveSmallIntegerField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"code for {self.identity_id}"


class ErasedHash(models.Model):
    """Keyed hash of an erased address, so that no import or CRM brings the person back."""

    hash = models.BinaryField(max_length=32, primary_key=True)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return bytes(self.hash).hex()[:12]
