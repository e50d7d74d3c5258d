"""Who works here, and with which roles. Everything ends up in the audit log."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, connection, transaction

from hub.accounts.errors import EmailTaken, LastAdmin
from hub.accounts.models import RoleAssignment, Staff
from hub.accounts.permissions import TABLE, require
from hub.accounts.services import ending, links
from hub.audit.services import record
from hub.errors import BadInput
from hub.registry.streams import Principal
from hub.sites.models import Site

_LOCK: Final = 0x73746166  # "staf": one change of roles at a time


@dataclass(frozen=True, slots=True)
class RoleOn:
    """A role on the site with this key, or on all sites."""

    role: str
    site: str | None = None

    def __str__(self) -> str:
        return f"{self.role}@{self.site or '*'}"


@transaction.atomic
def create_staff(
    *,
    who: Principal | None,
    email: str,
    name: str,
    roles: Iterable[RoleOn],
    password: str | None = None,
    language: str = "de",
    extra: Mapping[str, Any] | None = None,
) -> Staff:
    """A new member of staff. `who` is None for a command; `extra` are further fields of `Staff`.

    Without a password nobody can sign in until a link set one (`invite`). Raises `EmailTaken`,
    `BadInput`, `NotAllowed`.
    """
    if who is not None:
        require(who, "staff.manage", None)
    email = email.strip().lower()
    _check(email, name, language)
    staff = Staff(email=email, name=name.strip(), language=language, **(extra or {}))
    staff.set_password(password)
    try:
        with transaction.atomic():
            staff.save(force_insert=True)
    except IntegrityError:
        raise EmailTaken(field="email") from None
    given = _write_roles(staff, roles)
    record(who, "staff.created", staff, roles=given)
    return staff


@transaction.atomic
def invite(
    *, who: Principal, email: str, name: str, roles: Iterable[RoleOn], language: str = "de"
) -> Staff:
    """`create_staff`, and a mail with a link to set the password."""
    staff = create_staff(who=who, email=email, name=name, roles=roles, language=language)
    links.send_invitation(staff=staff)
    return staff


@transaction.atomic
def set_roles(*, who: Principal | None, staff: Staff, roles: Iterable[RoleOn]) -> None:
    """The roles that somebody has from now on; no other ones. Ends what is signed in as them.

    Raises `LastAdmin` when nobody would be left who can manage the staff on all sites.
    """
    if who is not None:
        require(who, "staff.manage", None)
    _lock()
    given = _write_roles(staff, roles)
    _somebody_manages()
    ending.end_everything(staff)
    record(who, "staff.roles", staff, roles=given)


@transaction.atomic
def deactivate(*, who: Principal | None, staff: Staff) -> None:
    """Somebody left: signed out everywhere at once, and no way in again. Raises `LastAdmin`."""
    if who is not None:
        require(who, "staff.manage", None)
    _lock()
    Staff.objects.filter(pk=staff.pk).update(is_active=False, available=False)
    staff.refresh_from_db(fields=["is_active", "available"])
    _somebody_manages()
    ending.end_everything(staff)
    record(who, "staff.deactivated", staff)


@transaction.atomic
def reactivate(*, who: Principal | None, staff: Staff) -> None:
    if who is not None:
        require(who, "staff.manage", None)
    Staff.objects.filter(pk=staff.pk).update(is_active=True)
    staff.refresh_from_db(fields=["is_active"])
    record(who, "staff.reactivated", staff)


@transaction.atomic
def update_me(*, staff: Staff, available: bool | None = None, language: str | None = None) -> None:
    """What everybody may change about themselves. Raises `BadInput`."""
    changed = []
    if available is not None:
        staff.available = available
        changed.append("available")
    if language is not None:
        _check(staff.email, staff.name, language)
        staff.language = language
        changed.append("language")
    if changed:
        staff.save(update_fields=changed)
    from hub.realtime import fanout

    if available is not None:
        fanout.publish_event("inbox", "team", {})
    if language is not None:
        fanout.reads_in(staff.id, language)


def _write_roles(staff: Staff, roles: Iterable[RoleOn]) -> list[str]:
    wanted = sorted(set(roles), key=str)
    sites = {site.key: site for site in Site.objects.all()}
    for given in wanted:
        if given.role not in RoleAssignment.Role.values:
            raise BadInput(field="role")
        if given.site is not None and given.site not in sites:
            raise BadInput(field="site")
    RoleAssignment.objects.filter(staff=staff).delete()
    RoleAssignment.objects.bulk_create(
        RoleAssignment(staff=staff, role=r.role, site=sites[r.site] if r.site else None)
        for r in wanted
    )
    return [str(r) for r in wanted]


def _somebody_manages() -> None:
    managing = TABLE["staff.manage"][1]
    if not RoleAssignment.objects.filter(
        role__in=managing, site__isnull=True, staff__is_active=True
    ).exists():
        raise LastAdmin


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _check(email: str, name: str, language: str) -> None:
    try:
        validate_email(email)
    except ValidationError:
        raise BadInput(field="email") from None
    if not name.strip() or len(name) > 120 or "\x00" in name:
        raise BadInput(field="name")
    if language not in dict(settings.LANGUAGES):
        raise BadInput(field="language")
