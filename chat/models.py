"""Conversations, and the texts that salespeople keep ready."""

import uuid

from django.db import models
from django.db.models import Q

from hub.accounts.models import Staff
from hub.contacts.models import Identity
from hub.due_mail import DueMail
from hub.realtime.models import Log
from hub.sites.models import Site


class Visitor(models.Model):
    """A browser that wrote to us. Made with the first message, not before."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT)
    identity = models.OneToOneField(Identity, on_delete=models.PROTECT)
    #: SHA-256 of the random key that the browser made; it renews the signed token.
    key_hash = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.id)


class Conversation(models.Model):
    """A conversation owns two logs; its history's version is the head of the public one."""

    class State(models.TextChoices):
        WAITING = "waiting"
        ACTIVE = "active"
        CLOSED = "closed"

    class Channel(models.TextChoices):
        WEB = "web"
        MAIL = "mail"
        CALL = "call"

    id = models.UUIDField(primary_key=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT)
    channel = models.CharField(max_length=5, choices=Channel.choices, default=Channel.WEB)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    visitor = models.ForeignKey(Visitor, on_delete=models.PROTECT, related_name="conversations")
    assignee = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="conversations"
    )
    public_log = models.OneToOneField(Log, on_delete=models.PROTECT, related_name="+")
    internal_log = models.OneToOneField(Log, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=5, default="de")
    #: The page where it began: address without query, and title.
    page_url = models.CharField(max_length=500, blank=True, default="")
    page_title = models.CharField(max_length=200, blank=True, default="")
    #: What the visitor called themselves, until a contact has a name.
    visitor_name = models.CharField(max_length=120, blank=True, default="")
    created_at = models.DateTimeField()
    #: Since when somebody waits; empty while nobody does.
    waiting_since = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    first_answer_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    rating = models.PositiveSmallIntegerField(null=True, blank=True)
    rating_text = models.TextField(blank=True, default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["site", "waiting_since"],
                condition=Q(state="waiting"),
                name="conversation_queue",
            ),
            models.Index(fields=["assignee", "state"]),
            models.Index(fields=["-created_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(waiting_since__isnull=False),
                name="waiting_has_a_since",
            ),
            models.CheckConstraint(
                condition=~Q(state="active") | Q(assignee__isnull=False),
                name="active_has_an_assignee",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False),
                name="closed_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} conversation {self.id}"


class PreparedText(models.Model):
    """A text that salespeople insert with `/`, per language."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.CASCADE)
    shortcut = models.SlugField(max_length=40)
    title = models.CharField(max_length=120)
    language = models.CharField(max_length=5)
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "shortcut", "language"],
                nulls_distinct=False,
                name="prepared_text_once",
            )
        ]

    def __str__(self) -> str:
        return self.title


class TranscriptMail(DueMail):
    """A transcript that is due by mail; its Message-ID is made of this row's id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE)
    to = models.EmailField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "to"], name="transcript_once_an_address"
            )
        ]

    def __str__(self) -> str:
        return f"transcript {self.id}"
