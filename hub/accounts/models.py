"""Staff, and the roles they have on which sites. What a role may do is in `permissions`."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models

from hub.sites.models import Site


class StaffManager(BaseUserManager["Staff"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "Staff":
        staff = self.model(email=self.normalize_email(email).lower(), **fields)
        staff.set_password(password)
        staff.save(using=self._db)
        return staff

    def create_superuser(
        self, email: str, password: str | None = None, **fields: object
    ) -> "Staff":
        return self.create_user(email, password, is_superuser=True, is_staff=True, **fields)


class Staff(AbstractBaseUser, PermissionsMixin):
    """Somebody who works here. `is_staff` and `is_superuser` are the CMS's words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    #: What visitors read under the name, per language: {"de": "Beratung", "en": "Sales"}.
    title = models.JSONField(default=dict, blank=True)
    #: How visitors should call them, per language: {"de": "Frau Keller", "en": "Miriam"}.
    salutation = models.JSONField(default=dict, blank=True)
    #: Path of a picture below the static files, or empty (initials then).
    face = models.CharField(max_length=200, blank=True, default="")
    language = models.CharField(max_length=5, default="de")
    time_zone = models.CharField(max_length=60, default="Europe/Berlin")
    #: The salesperson's own switch; being there is this *and* an open console.
    available = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[StaffManager] = StaffManager()  # type: ignore[assignment]

    class Meta:
        verbose_name_plural = "staff"

    def __str__(self) -> str:
        return self.name

    # What the CMS asks of a user model.
    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]


class RoleAssignment(models.Model):
    """A role on one site, or on all of them when `site` is empty."""

    class Role(models.TextChoices):
        ADMIN = "admin"
        MANAGER = "manager"
        SALES = "sales"

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=10, choices=Role.choices)
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "role", "site"], nulls_distinct=False, name="role_once_a_site"
            )
        ]

    def __str__(self) -> str:
        return f"{self.staff_id}: {self.role}"
