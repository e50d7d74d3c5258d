"""A site is a website that embeds the widget: its look, hours, languages and allowed origins."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Site(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    #: What the embedding page names, e.g. `haldner`.
    key = models.SlugField(unique=True, max_length=40)
    name = models.CharField(max_length=120)
    languages = ArrayField(models.CharField(max_length=5), default=list)
    default_language = models.CharField(max_length=5, default="de")
    time_zone = models.CharField(max_length=60, default="Europe/Berlin")
    #: Exact origins (scheme://host[:port]) of pages that may embed the widget.
    origins = ArrayField(models.CharField(max_length=255), default=list)
    #: Opening hours, ISO weekday → list of ["08:00", "17:00"], in `time_zone`.
    hours = models.JSONField(default=dict)
    #: Days without opening hours, ISO dates.
    holidays = ArrayField(models.DateField(), default=list, blank=True)
    #: The promised time to an answer, in seconds; the console's gauge is full then.
    promise_seconds = models.PositiveIntegerField(default=120)
    #: Whether what a visitor is typing is shown before it is sent (the widget says so).
    typing_preview = models.BooleanField(default=False)
    #: Texts per language: greeting, invitation, privacy_url, topics: {"de": {...}, "en": {...}}.
    texts = models.JSONField(default=dict)
    #: Where mail about this site comes from.
    mail_from = models.CharField(max_length=255, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
