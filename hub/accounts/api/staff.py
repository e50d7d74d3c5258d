"""`/api/v1/staff`: who works here. For those who may manage the staff."""

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from hub.accounts import selectors, services
from hub.accounts.services import RoleOn
from hub.web import principal

router = Router(tags=["staff"])


class RoleBody(Schema):
    """`site` is a site's key; null means all sites."""

    role: Literal["admin", "manager", "sales"]
    site: Annotated[str | None, Field(max_length=40)] = None


class StaffOut(Schema):
    id: UUID
    name: str
    email: str
    language: str
    active: bool
    second_factor: bool
    #: Whether a password was set: false for an invitation that nobody took up yet.
    password: bool
    roles: list[RoleBody]


class InviteIn(Schema):
    email: Annotated[str, Field(max_length=254)]
    name: Annotated[str, Field(min_length=1, max_length=120)]
    language: Annotated[str, Field(max_length=5)] = "de"
    roles: Annotated[list[RoleBody], Field(max_length=50)]


class RolesIn(Schema):
    roles: Annotated[list[RoleBody], Field(max_length=50)]


@router.get("", response=list[StaffOut])
def list_staff(request: HttpRequest) -> list[StaffOut]:
    return [_out(row) for row in selectors.all_staff(principal.of(request))]


@router.post("", response=StaffOut)
def invite(request: HttpRequest, body: InviteIn) -> StaffOut:
    """Creates the account and mails a link to set its password."""
    who = principal.of(request)
    staff = services.invite(
        who=who, email=body.email, name=body.name, language=body.language, roles=_roles(body.roles)
    )
    return _out(selectors.one_of_staff(who, staff.id))


@router.put("/{staff_id}/roles", response=StaffOut)
def set_roles(request: HttpRequest, staff_id: UUID, body: RolesIn) -> StaffOut:
    who = principal.of(request)
    staff = selectors.one_of_staff(who, staff_id).staff
    services.set_roles(who=who, staff=staff, roles=_roles(body.roles))
    return _out(selectors.one_of_staff(who, staff_id))


@router.post("/{staff_id}/deactivate", response=StaffOut)
def deactivate(request: HttpRequest, staff_id: UUID) -> StaffOut:
    who = principal.of(request)
    services.deactivate(who=who, staff=selectors.one_of_staff(who, staff_id).staff)
    return _out(selectors.one_of_staff(who, staff_id))


@router.post("/{staff_id}/reactivate", response=StaffOut)
def reactivate(request: HttpRequest, staff_id: UUID) -> StaffOut:
    who = principal.of(request)
    services.reactivate(who=who, staff=selectors.one_of_staff(who, staff_id).staff)
    return _out(selectors.one_of_staff(who, staff_id))


@router.post("/{staff_id}/reset-second-factor", response=StaffOut)
def reset_second_factor(request: HttpRequest, staff_id: UUID) -> StaffOut:
    who = principal.of(request)
    services.reset_second_factor(who=who, staff=selectors.one_of_staff(who, staff_id).staff)
    return _out(selectors.one_of_staff(who, staff_id))


def _roles(bodies: list[RoleBody]) -> list[RoleOn]:
    return [RoleOn(body.role, body.site) for body in bodies]


def _out(row: selectors.StaffRow) -> StaffOut:
    staff = row.staff
    return StaffOut(
        id=staff.id,
        name=staff.name,
        email=staff.email,
        language=staff.language,
        active=staff.is_active,
        second_factor=row.second_factor,
        password=staff.has_usable_password(),
        roles=[RoleBody.model_validate({"role": r.role, "site": r.site}) for r in row.roles],
    )
