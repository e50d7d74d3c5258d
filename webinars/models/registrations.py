"""Who registered, the links that were sent to them, and the mails that are due."""

import uuid

from django.db import models

from chat.models import Conversation
from hub.contacts.models import Identity
from hub.due_mail import DueMail
from webinars.models.rooms import Room, RoomParticipant
from webinars.models.webinars import Webinar


class Registration(models.Model):
    """One address and one webinar. `id` is the sender's, so that sending twice stores once."""

    class Source(models.TextChoices):
        PAGE = "page"
        CHAT = "chat"
        ROOM = "room"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    webinar = models.ForeignKey(Webinar, on_delete=models.PROTECT, related_name="registrations")
    #: What evidences the person: the e-mail address's identity.
    identity = models.ForeignKey(Identity, on_delete=models.PROTECT, related_name="registrations")
    email = models.EmailField()
    #: The address as it is compared (casefolded).
    email_key = models.CharField(max_length=254)
    name = models.CharField(max_length=120)
    company = models.CharField(max_length=200, blank=True, default="")
    role = models.CharField(
        max_length=8, choices=RoomParticipant.Role.choices, default=RoomParticipant.Role.ATTENDEE
    )
    language = models.CharField(max_length=5, default="de")
    #: The registrant's own zone, for the mails; an IANA name.
    time_zone = models.CharField(max_length=60, default="Europe/Berlin")
    source = models.CharField(max_length=4, choices=Source.choices, default=Source.PAGE)
    conversation = models.ForeignKey(
        Conversation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: Who invited them from the chat.
    invited_by = models.UUIDField(null=True, blank=True)
    registered_at = models.DateTimeField()
    #: When its owner withdrew it; null again after they came back.
    cancelled_at = models.DateTimeField(null=True, blank=True)
    #: How often it was withdrawn and taken back. Added to the webinar's SEQUENCE in their calendar.
    sequence = models.PositiveIntegerField(default=0)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["webinar", "email_key"], name="registered_once")
        ]

    def __str__(self) -> str:
        return f"registration {self.id}"


class JoinLink(models.Model):
    """A personal link. Only the SHA-256 of its token is kept. Opening it proves nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_hash = models.BinaryField(max_length=32, unique=True)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="links")
    registration = models.ForeignKey(
        Registration, null=True, blank=True, on_delete=models.CASCADE, related_name="links"
    )
    #: A meeting's link is for a participant who was made with it.
    participant = models.ForeignKey(
        RoomParticipant, null=True, blank=True, on_delete=models.CASCADE, related_name="links"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(registration__isnull=False)
                | models.Q(participant__isnull=False),
                name="link_is_for_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"link {self.id}"


class WebinarMail(DueMail):
    """Its Message-ID is made of this row's id."""

    class Kind(models.TextChoices):
        CONFIRMATION = "confirmation"
        REMINDER = "reminder"
        UPDATE = "update"
        CANCELLATION = "cancellation"
        WITHDRAWAL = "withdrawal"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="mails")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    #: The SEQUENCE of their calendar entry that it tells of.
    sequence = models.PositiveIntegerField(default=0)
    #: Grows when somebody asks for their link again.
    number = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(sent_at__isnull=True),
                name="webinar_mail_due",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "kind", "sequence", "number"], name="webinar_mail_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
