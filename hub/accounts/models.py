"""Staff, and the roles they have on which sites. What a role may do is in `permissions`."""

import uuid
from collections.abc import Iterator
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.crypto import salted_hmac

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
    #: Goes up when everything that is signed in as this person has to end.
    sign_in_epoch = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[StaffManager] = StaffManager()

    class Meta:
        verbose_name_plural = "staff"

    def __str__(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        """Sessions carry it: a new password or epoch ends all of them."""
        return self._hash(None)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._hash(secret)

    def _hash(self, secret: str | bytes | None) -> str:
        value = f"{self.password}:{self.sign_in_epoch}"
        return salted_hmac("hub.accounts.session", value, secret, algorithm="sha256").hexdigest()

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


class SecondFactor(models.Model):
    """What makes the six digits (TOTP, RFC 6238). Unconfirmed until a first code was right."""

    staff = models.OneToOneField(
        Staff, primary_key=True, on_delete=models.CASCADE, related_name="second_factor"
    )
    #: Base32, sealed (`hub.accounts.sealing`).
    secret = models.TextField()
    confirmed_at = models.DateTimeField(null=True)
    #: The last time step whose code was taken: that code and older ones are refused.
    last_step = models.BigIntegerField(default=0)
    #: Wrong codes since the last right one, and until when no code is looked at.
    failures = models.PositiveIntegerField(default=0)
    blocked_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"second factor of {self.staff_id}"


class RecoveryCode(models.Model):
    """Stands in for the second factor, once."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "digest"], name="recovery_code_once")
        ]

    def __str__(self) -> str:
        return f"recovery code of {self.staff_id}"


class AccountMail(models.Model):
    """A mail with a link that is due: an invitation, or a new password that somebody asked for.

    Written for any address, whether somebody has it or not, so that asking tells nothing (not even
    by its timing); the sweep finds out, and deletes the row.
    """

    class Kind(models.TextChoices):
        INVITATION = "invitation"
        RESET = "reset"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    email = models.EmailField()
    created_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.kind
