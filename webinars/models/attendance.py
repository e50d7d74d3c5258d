"""Attendance: append-only intervals, one a connection. Minutes are the union of a person's."""

import uuid

from django.db import models

from webinars.models.rooms import RoomParticipant


class AttendanceInterval(models.Model):
    """`seen_at` moves while the connection lives; an interval whose process died ends there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(
        RoomParticipant, on_delete=models.PROTECT, related_name="intervals"
    )
    joined_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["seen_at"],
                condition=models.Q(left_at__isnull=True),
                name="attendance_open",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(left_at__isnull=True)
                | models.Q(left_at__gte=models.F("joined_at")),
                name="left_after_joining",
            )
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.joined_at:%H:%M}"
