"""The append-only log. Every key leads with the log's id, and nothing points at an entry."""

import uuid

from django.db import models


class Log(models.Model):
    """One log has one audience. `head` is the seq of its newest entry; 0 when it is empty."""

    class Audience(models.TextChoices):
        PUBLIC = "public"
        INTERNAL = "internal"
        HOSTS = "hosts"
        PRIVATE = "private"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    audience = models.CharField(max_length=10, choices=Audience.choices)
    head = models.BigIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(head__gte=0), name="log_head_not_negative")
        ]

    def __str__(self) -> str:
        return f"{self.audience} log {self.id}"


class Participant(models.Model):
    """Somebody (or a machine) in one log. `subject` is the staff member's or visitor's id."""

    class Kind(models.TextChoices):
        VISITOR = "visitor"
        STAFF = "staff"
        MACHINE = "machine"
        SYSTEM = "system"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    log = models.ForeignKey(Log, on_delete=models.CASCADE, related_name="participants")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    subject = models.UUIDField(null=True)
    #: The name as the others see it, as it was when they joined.
    name = models.CharField(max_length=120, blank=True, default="")
    can_write = models.BooleanField(default=True)
    #: The newest seq that this participant has read.
    read_seq = models.BigIntegerField(default=0)
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["log", "kind", "subject"], name="participant_once_a_log"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class Entry(models.Model):
    """One entry. Written only by `hub.realtime.append` and `hub.realtime.writer`."""

    class Provenance(models.TextChoices):
        PERSON = "person"
        MACHINE = "machine"
        #: Written by a machine, approved (and sent) by the author, a person.
        APPROVED = "approved"

    pk = models.CompositePrimaryKey("log_id", "seq")
    log = models.ForeignKey(Log, on_delete=models.CASCADE, related_name="entries")
    seq = models.BigIntegerField()
    participant_id = models.UUIDField()
    client_id = models.UUIDField()
    kind = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField(default=1)
    body = models.JSONField(default=dict)
    provenance = models.CharField(
        max_length=10, choices=Provenance.choices, default=Provenance.PERSON
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["log", "participant_id", "client_id"], name="entry_once_a_client_id"
            ),
            models.CheckConstraint(condition=models.Q(seq__gt=0), name="entry_seq_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.log_id}/{self.seq}"


class Epoch(models.Model):
    """One row, made by the first migration: which database this is. `hello` carries it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.id)
