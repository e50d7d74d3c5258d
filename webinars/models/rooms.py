"""A room: the stage, its two logs, and the people in it. A meeting is a room with all on stage."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from chat.models import Conversation
from hub.contacts.models import Identity
from hub.realtime.models import Log
from hub.sites.models import Site


class Room(models.Model):
    class Kind(models.TextChoices):
        WEBINAR = "webinar"
        MEETING = "meeting"

    class State(models.TextChoices):
        #: Nobody but hosts may come in: they are backstage.
        PLANNED = "planned"
        #: The lobby is open: attendees may wait there.
        OPEN = "open"
        LIVE = "live"
        ENDED = "ended"

    class MaySpeak(models.TextChoices):
        #: Hosts and speakers alone.
        HOSTS = "hosts"
        #: Attendees raise a hand, and a host gives them the floor.
        RAISED = "raised"
        #: Everybody is on the stage.
        ALL = "all"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    site = models.ForeignKey(Site, on_delete=models.PROTECT)
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=5, default="de")
    state = models.CharField(max_length=8, choices=State.choices, default=State.PLANNED)
    may_speak = models.CharField(max_length=8, choices=MaySpeak.choices, default=MaySpeak.RAISED)
    #: What everybody reads. A meeting that came out of a conversation goes on in that one's log.
    public_log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="+")
    #: What of the log was said before the room was made; guests of the room don't see it.
    public_from = models.BigIntegerField(default=0)
    hosts_log = models.OneToOneField(Log, on_delete=models.PROTECT, related_name="+")
    #: The conversation that a meeting came out of, if it did.
    conversation = models.ForeignKey(
        Conversation, null=True, blank=True, on_delete=models.PROTECT, related_name="rooms"
    )
    #: The media process that carries the room, and a number that grows when another takes it over.
    media_node = models.UUIDField(null=True, blank=True)
    media_epoch = models.PositiveIntegerField(default=0)
    #: When a meeting is planned for; a webinar's times stand with the webinar.
    starts_at = models.DateTimeField(null=True, blank=True)
    duration_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    #: Goes up with each change of a planned meeting that calendars have to take over.
    sequence = models.PositiveIntegerField(default=0)
    created_by = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    live_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "media_node"])]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="live") | models.Q(live_at__isnull=False),
                name="live_room_has_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="ended") | models.Q(ended_at__isnull=False),
                name="ended_room_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state} {self.id}"


class RoomParticipant(models.Model):
    """A person in a room: one row, however many devices and connections.

    Staff are known by `staff`; everybody else is a guest whose socket's principal is a visitor with
    this row's id (`hub.realtime.tokens`).
    """

    class Role(models.TextChoices):
        HOST = "host"
        SPEAKER = "speaker"
        ATTENDEE = "attendee"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="participants")
    staff = models.UUIDField(null=True, blank=True)
    registration = models.ForeignKey(
        "webinars.Registration",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="participants",
    )
    #: What evidences the person in the contact history; null for staff.
    identity = models.ForeignKey(Identity, null=True, blank=True, on_delete=models.PROTECT)
    name = models.CharField(max_length=120)
    company = models.CharField(max_length=200, blank=True, default="")
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.ATTENDEE)
    #: Whether an attendee was given the floor (camera and microphone).
    has_floor = models.BooleanField(default=False)
    #: Sources that a host muted, until their owner unmutes them (or a host gives the floor).
    muted_by_host = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    hand_raised_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=5, default="de")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "staff"], name="staff_once_a_room"),
            models.UniqueConstraint(
                fields=["room", "registration"], name="registration_once_a_room"
            ),
            models.UniqueConstraint(fields=["room", "identity"], name="identity_once_a_room"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.id}"

    @property
    def withdrew(self) -> bool:
        """Whether they withdrew the registration by which they came."""
        return self.registration is not None and self.registration.cancelled_at is not None

    @property
    def is_out(self) -> bool:
        """Whether they were removed, or withdrew."""
        return self.removed_at is not None or self.withdrew
