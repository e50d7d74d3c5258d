"""For each connection and each entry or contact: which version was delivered, and what is wrong."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from hub.contacts.models import Contact, HistoryEntry


class Connection(models.Model):
    """A CRM, or a webhook. `settings` and the sealed secrets are the connector's to read."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80, unique=True)
    #: Name of a registered connector.
    connector = models.CharField(max_length=40, default="webhook")
    #: Not secret: {"url", "list_url"?}.
    settings = models.JSONField(default=dict)
    #: Sealed, newest first: [{"sealed", "until"}]; `until` is when an old one stops being used.
    secrets = models.JSONField(default=list)
    active = models.BooleanField(default=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    #: Seconds for one exchange, and for which a claim holds. The lease must be the longer one.
    timeout_seconds = models.PositiveSmallIntegerField(default=15)
    lease_seconds = models.PositiveSmallIntegerField(default=60)
    #: How many deliveries may be under way at once.
    parallel = models.PositiveSmallIntegerField(default=4)
    #: Nobody calls before: it asked us to slow down, or does not answer.
    next_at = models.DateTimeField(null=True, blank=True)
    limited = models.BooleanField(default=False)
    #: Exchanges that failed since the last one that worked (not those that it refused).
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    last_words = models.CharField(max_length=300, blank=True, default="")
    last_ok_at = models.DateTimeField(null=True, blank=True)
    last_answer_ms = models.PositiveIntegerField(null=True, blank=True)
    #: When all entries were last looked at, not only those that changed lately.
    swept_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lease_seconds__gt=F("timeout_seconds")),
                name="lease_longer_than_timeout",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """State, not an event. It is due while `delivered_version` is behind `wanted_version`.

    `wanted_version` is a copy of the entry's (or contact's) version as it was last seen; what is
    written is always read after the claim. Noting needs the claim's `fence`.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        DELIVERED = "delivered"
        TRAY = "tray"
        SKIPPED = "skipped"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="deliveries")
    entry = models.ForeignKey(
        HistoryEntry, null=True, on_delete=models.CASCADE, related_name="deliveries"
    )
    contact = models.ForeignKey(
        Contact, null=True, on_delete=models.CASCADE, related_name="deliveries"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    wanted_version = models.BigIntegerField()
    delivered_version = models.BigIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True, blank=True)
    #: Not tried before.
    next_at = models.DateTimeField(db_default=Now())
    #: Since when it has been waiting for this version.
    since = models.DateTimeField(db_default=Now())
    #: Failed tries since it last worked or was freed.
    attempts = models.PositiveSmallIntegerField(default=0)
    #: Whether something was sent whose outcome nobody knows.
    unknown = models.BooleanField(default=False)
    #: Grows with each claim; the claim holds until `lease_until`.
    fence = models.BigIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    #: What the other system said last, in its own words, and what groups it with others.
    words = models.CharField(max_length=600, blank=True, default="")
    cause = models.CharField(max_length=120, blank=True, default="")
    status_code = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField(null=True, blank=True)
    #: Its id over there, and a page that shows it, where the connector learns them.
    ref = models.CharField(max_length=200, blank=True, default="")
    url = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["connection", "entry"], name="delivery_once_an_entry"),
            models.UniqueConstraint(
                fields=["connection", "contact"], name="delivery_once_a_contact"
            ),
            models.CheckConstraint(
                condition=Q(entry__isnull=True) ^ Q(contact__isnull=True),
                name="delivery_of_one_thing",
            ),
        ]
        indexes = [
            models.Index(
                fields=["connection", "next_at"],
                condition=Q(state="waiting"),
                name="delivery_due",
            ),
            models.Index(
                fields=["connection", "cause"], condition=Q(state="tray"), name="delivery_tray"
            ),
            models.Index(fields=["connection", "-delivered_at"], name="delivery_newest"),
            models.Index(
                fields=["connection", "lease_until"],
                condition=Q(lease_until__isnull=False),
                name="delivery_claimed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.entry_id or self.contact_id}"


class Reconciliation(models.Model):
    """The result of one comparison of both sides."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    connection = models.ForeignKey(
        Connection, on_delete=models.CASCADE, related_name="reconciliations"
    )
    at = models.DateTimeField(auto_now_add=True)
    took_ms = models.PositiveIntegerField(default=0)
    #: Whether the other side's own list was read, or only what it had acknowledged.
    listed = models.BooleanField(default=False)
    compared = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    mended = models.PositiveIntegerField(default=0)
    open = models.PositiveIntegerField(default=0)
    #: At most 500 of {"kind", "external_id", "mended"}; kind is missing, different, doubled
    #: or foreign.
    findings = models.JSONField(default=list)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.connection_id} {self.at:%Y-%m-%d %H:%M}"
