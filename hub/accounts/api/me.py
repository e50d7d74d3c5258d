"""`/api/v1/me`: who is signed in here, and what they may do."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.middleware.csrf import get_token
from ninja import Router, Schema
from pydantic import Field

from hub.accounts import selectors, services
from hub.web import principal

router = Router(tags=["me"])


class SiteOut(Schema):
    id: UUID
    key: str
    name: str


class MeOut(Schema):
    id: UUID
    name: str
    email: str
    title: dict[str, str]
    face: str
    language: str
    time_zone: str
    available: bool
    #: Actions of the permission table that are granted on at least one site.
    grants: list[str]
    sites: list[SiteOut]
    csrf: str


class MeIn(Schema):
    available: bool | None = None
    language: Annotated[str | None, Field(max_length=5)] = None


@router.get("/me", response=MeOut)
def me(request: HttpRequest) -> MeOut:
    staff, who = principal.staff_of(request), principal.of(request)
    return MeOut(
        id=staff.id,
        name=staff.name,
        email=staff.email,
        title=staff.title,
        face=staff.face,
        language=staff.language,
        time_zone=staff.time_zone,
        available=staff.available,
        grants=sorted({action for action, _ in who.grants}),
        sites=[SiteOut(id=s.id, key=s.key, name=s.name) for s in selectors.sites_of(who)],
        csrf=get_token(request),
    )


@router.patch("/me", response=MeOut)
def change_me(request: HttpRequest, body: MeIn) -> MeOut:
    services.update_me(
        staff=principal.staff_of(request), available=body.available, language=body.language
    )
    return me(request)
