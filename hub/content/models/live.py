"""What the ERP said last, for the time when it says nothing."""

from django.db import models


class LastKnown(models.Model):
    """The last sensible answer about one article. `as_of` is when the ERP gave it."""

    sku = models.CharField(primary_key=True, max_length=60)
    price = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    currency = models.CharField(max_length=3)
    stock = models.PositiveIntegerField(null=True)
    location = models.CharField(max_length=120, blank=True, default="")
    delivery_days = models.PositiveIntegerField(null=True)
    as_of = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.sku} {self.as_of:%Y-%m-%d %H:%M}"
