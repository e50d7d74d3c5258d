"""A planned webinar: when, what about, who speaks. Its room is made with it."""

import uuid

from django.db import models

from hub.accounts.models import Staff
from hub.sites.models import Site
from webinars.models.rooms import Room


class Webinar(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT)
    slug = models.SlugField(max_length=80)
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    room = models.OneToOneField(Room, on_delete=models.PROTECT, related_name="webinar")
    #: The language that is spoken.
    language = models.CharField(max_length=5, default="de")
    #: Language → {"title", "summary", "takeaways": [{"title", "text"}]}; the spoken one is there.
    texts = models.JSONField(default=dict)
    starts_at = models.DateTimeField()
    duration_minutes = models.PositiveSmallIntegerField(default=45)
    #: The zone in which it was planned, an IANA name.
    time_zone = models.CharField(max_length=60, default="Europe/Berlin")
    #: iCalendar's SEQUENCE (RFC 5545, 3.8.7.4): goes up with each change that calendars must know.
    sequence = models.PositiveIntegerField(default=0)
    created_by = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["site", "slug"], name="webinar_slug_once_a_site"),
            models.CheckConstraint(
                condition=models.Q(duration_minutes__gte=5, duration_minutes__lte=720),
                name="webinar_duration_sensible",
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class Speaker(models.Model):
    """Who speaks: a member of staff, or a guest with a name of their own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    webinar = models.ForeignKey(Webinar, on_delete=models.CASCADE, related_name="speakers")
    staff = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT)
    name = models.CharField(max_length=120)
    #: Language → what they do, e.g. {"de": "Produktmanagerin", "en": "Product manager"}.
    title = models.JSONField(default=dict)
    face = models.CharField(max_length=200, blank=True, default="")
    #: A guest's address: the link that is sent there makes them a speaker.
    email = models.EmailField(blank=True, default="")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name
