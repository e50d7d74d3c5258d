"""A personal link over HTTP. Looking changes nothing; joining is a POST that somebody pressed."""

from collections.abc import Callable
from typing import Literal, TypeVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from hub.errors import BadInput
from hub.web.json import respond
from webinars.errors import LinkUnknown
from webinars.models import Registration
from webinars.public_api import limits
from webinars.services import joining, withdrawing

router = Router(tags=["rooms"])

T = TypeVar("T")


class LookIn(Schema):
    token: str = Field(max_length=100)
    lang: str = Field("", max_length=5)


class JoinIn(Schema):
    """`id` is the client's for one press of the button, so that pressing twice lets in one."""

    token: str = Field(max_length=100)
    as_: Literal["me", "other"] = Field(alias="as")
    id: UUID | None = None
    name: str = Field("", max_length=400)
    email: str = Field("", max_length=400)
    company: str = Field("", max_length=400)
    language: str = Field("", max_length=5)
    time_zone: str = Field("", max_length=60)


@router.post("/rooms/look")
def look(request: HttpRequest, data: LookIn) -> HttpResponse:
    limits.looking(data.token)
    return respond(_counted(request, lambda: joining.look(data.token, data.lang)))


@router.post("/rooms/join")
def join(request: HttpRequest, data: JoinIn) -> HttpResponse:
    limits.joining(data.token)
    if data.as_ == "me":
        return respond(_counted(request, lambda: joining.join_as_me(data.token)))
    if data.email.strip():
        limits.registering(request, data.email)
    return respond(_counted(request, lambda: _as_other(data)))


@router.post("/rooms/withdraw")
def withdraw(request: HttpRequest, data: LookIn) -> HttpResponse:
    """Whose link it is does not come. Answers what `look` does."""
    return _change(request, data, withdrawing.withdraw)


@router.post("/rooms/register-again")
def register_again(request: HttpRequest, data: LookIn) -> HttpResponse:
    """Whoever withdrew comes after all. Answers what `look` does."""
    return _change(request, data, withdrawing.take_back)


def _change(
    request: HttpRequest, data: LookIn, change: Callable[[str], Registration]
) -> HttpResponse:
    limits.changing(request, data.token)
    _counted(request, lambda: change(data.token))
    return respond(joining.look(data.token, data.lang))


def _as_other(data: JoinIn) -> joining.Admission:
    if not data.name.strip():
        raise BadInput(field="name")
    return joining.join_as_other(
        data.token,
        attempt_id=data.id,
        name=data.name,
        email=data.email,
        company=data.company,
        language=data.language,
        time_zone=data.time_zone,
    )


def _counted(request: HttpRequest, work: Callable[[], T]) -> T:
    """Whoever tries tokens that are not known here waits."""
    try:
        return work()
    except LinkUnknown:
        limits.wrong_link(request)
        raise
