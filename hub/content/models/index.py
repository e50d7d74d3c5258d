"""What is searched: passages, their full text, and their vectors (by the hash of the text)."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from wagtail.models import Page

from hub.sites.models import Site


class Passage(models.Model):
    """A piece of a published page. Written by `hub.content.index` alone.

    `id` is 16 hex digits of (page, anchor, number below the anchor), so it survives a change of
    the text. `search` is weighted: title A, section B, text C, in the stemmer of `language`.
    """

    id = models.CharField(primary_key=True, max_length=16)
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="passages")
    site = models.ForeignKey(Site, null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    sku = models.CharField(max_length=60, blank=True, default="")
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=255)
    section = models.CharField(max_length=255, blank=True, default="")
    anchor = models.CharField(max_length=80, blank=True, default="")
    position = models.PositiveIntegerField()
    text = models.TextField()
    #: SHA-256 of what is embedded: title, section and text.
    text_hash = models.CharField(max_length=64, db_index=True)
    search = SearchVectorField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [GinIndex(fields=["search"], name="content_passage_search")]

    def __str__(self) -> str:
        return f"{self.title} – {self.section}"

    @property
    def embedded(self) -> str:
        """What the vector is made of."""
        return "\n".join(part for part in (self.title, self.section, self.text) if part)


class Vector(models.Model):
    """The embedding of one text: 384 numbers as little-endian float16, of length 1."""

    text_hash = models.CharField(primary_key=True, max_length=64)
    vector = models.BinaryField()

    def __str__(self) -> str:
        return self.text_hash


class IndexVersion(models.Model):
    """One row, counted up with each change of the passages, in the same transaction."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    version = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="content_one_version")]

    def __str__(self) -> str:
        return str(self.version)
