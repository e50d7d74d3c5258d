"""What the demo remembers about itself."""

from django.db import models


class Seeded(models.Model):
    """One row for each part of the demo that was filled in, with what it was made from."""

    part = models.CharField(primary_key=True, max_length=40)
    #: Of the sources of the part; another one means that it has to be looked at again.
    fingerprint = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "seeded"

    def __str__(self) -> str:
        return self.part
