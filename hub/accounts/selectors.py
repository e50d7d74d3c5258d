"""What screens about staff read."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from hub.accounts.models import RoleAssignment, Staff
from hub.accounts.permissions import TABLE, require
from hub.accounts.services.staff import RoleOn
from hub.errors import NotFound
from hub.registry.streams import Principal
from hub.sites.models import Site


@dataclass(frozen=True, slots=True)
class StaffRow:
    """Somebody with their roles, and whether their second factor is set up."""

    staff: Staff
    roles: list[RoleOn]
    second_factor: bool


def sites_of(who: Principal) -> QuerySet[Site]:
    """The sites on which `who` may do anything at all."""
    where = {site for _, site in who.grants}
    return Site.objects.all() if "*" in where else Site.objects.filter(id__in=where)


def who_may(action: str, site_id: UUID) -> QuerySet[Staff]:
    """Active staff to whom the table gives the action on the site."""
    roles = RoleAssignment.objects.filter(
        Q(site=None) | Q(site_id=site_id), role__in=TABLE[action][1]
    )
    return Staff.objects.filter(is_active=True, pk__in=roles.values("staff"))


def all_staff(who: Principal) -> list[StaffRow]:
    """Everybody, those who left included. Raises `NotAllowed`."""
    require(who, "staff.manage", None)
    return [_row(staff) for staff in _rows().order_by("name", "email")]


def one_of_staff(who: Principal, staff_id: UUID) -> StaffRow:
    """Raises `NotAllowed`, `NotFound`."""
    require(who, "staff.manage", None)
    staff = _rows().filter(pk=staff_id).first()
    if staff is None:
        raise NotFound
    return _row(staff)


def _rows() -> QuerySet[Staff]:
    return Staff.objects.select_related("second_factor").prefetch_related("roles__site")


def _row(staff: Staff) -> StaffRow:
    factor = getattr(staff, "second_factor", None)
    roles = [RoleOn(r.role, r.site.key if r.site else None) for r in staff.roles.all()]
    return StaffRow(
        staff=staff,
        roles=sorted(roles, key=str),
        second_factor=factor is not None and factor.confirmed_at is not None,
    )
