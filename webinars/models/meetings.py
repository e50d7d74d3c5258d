"""Whom of the house a meeting was planned with, and the mails that tell them."""

import uuid

from django.db import models

from hub.due_mail import DueMail
from webinars.models.rooms import Room


class MeetingInvitation(models.Model):
    """A member of staff and a meeting: one row, however often they are asked and let off again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="invitations")
    staff = models.UUIDField()
    #: Who asked them last.
    invited_by = models.UUIDField()
    created_at = models.DateTimeField(auto_now_add=True)
    #: When they were let off.
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    #: How often they were let off and asked again. Added to the room's SEQUENCE in their calendar.
    sequence = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "staff"], name="invited_once_a_room")
        ]

    def __str__(self) -> str:
        return f"invitation {self.id}"


class MeetingMail(DueMail):
    """Its Message-ID is made of this row's id."""

    class Kind(models.TextChoices):
        INVITATION = "invitation"
        UPDATE = "update"
        CANCELLATION = "cancellation"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    invitation = models.ForeignKey(
        MeetingInvitation, on_delete=models.CASCADE, related_name="mails"
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    #: The SEQUENCE of their calendar entry that it tells of.
    sequence = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(sent_at__isnull=True),
                name="meeting_mail_due",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["invitation", "kind", "sequence"], name="meeting_mail_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
