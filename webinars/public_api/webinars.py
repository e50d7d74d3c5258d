"""Webinars over HTTP for everybody: what pages show, registering, the link again, the calendar."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from hub.followup.forms import GivenConsent
from hub.web.json import respond
from webinars import calendars
from webinars.public_api import limits
from webinars.selectors import public
from webinars.services import registering

router = Router(tags=["webinars"])


class ConsentIn(Schema):
    key: str = Field(max_length=40)
    version: int = Field(ge=1, le=2**31 - 1)
    given: bool


class RegisterIn(Schema):
    """`id` is the sender's. Longer texts than are stored come in and are refused by the field."""

    id: UUID
    name: str = Field(max_length=10_000)
    email: str = Field(max_length=10_000)
    company: str = Field("", max_length=10_000)
    language: str = Field("", max_length=5)
    time_zone: str = Field("", max_length=60)
    consents: list[ConsentIn] = Field(default_factory=list, max_length=10)
    referrer: str = Field("", max_length=2000)
    campaign: str = Field("", max_length=120)
    landing_page: str = Field("", max_length=2000)


class LinkIn(Schema):
    email: str = Field(max_length=10_000)


@router.get("/webinars")
def list_webinars(request: HttpRequest, site: str = "", lang: str = "") -> HttpResponse:
    return respond(public.upcoming(site=site[:40], lang=_language(lang)))


@router.get("/webinars/{slug:slug}")
def get_webinar(request: HttpRequest, slug: str, lang: str = "") -> HttpResponse:
    return respond(public.view(public.find(slug), _language(lang)))


@router.get("/webinars/{slug:slug}/calendar.ics", include_in_schema=False)
def get_calendar(request: HttpRequest, slug: str, lang: str = "") -> HttpResponse:
    webinar = public.find(slug)
    return HttpResponse(
        calendars.public(webinar, _language(lang) or webinar.language),
        content_type="text/calendar; charset=utf-8; method=PUBLISH",
        headers={"Content-Disposition": f'attachment; filename="{webinar.slug}.ics"'},
    )


@router.post("/webinars/{slug:slug}/registrations")
def post_registration(request: HttpRequest, slug: str, data: RegisterIn) -> HttpResponse:
    """The same answer, whether or not the address was registered."""
    webinar = public.find(slug)
    said = registering.who(
        name=data.name,
        email=data.email,
        company=data.company,
        language=data.language or webinar.language,
        time_zone=data.time_zone,
    )
    limits.registering(request, said.email)
    registering.register(
        webinar_id=webinar.id,
        registration_id=data.id,
        who=said,
        given=[GivenConsent(c.key, c.version, c.given) for c in data.consents],
        origin=registering.origin(data.referrer, data.campaign, data.landing_page),
    )
    return respond({"registered": True}, status=202)


@router.post("/webinars/{slug:slug}/link")
def post_link(request: HttpRequest, slug: str, data: LinkIn) -> HttpResponse:
    """The same answer, whether or not the address is registered."""
    email = registering.email_address(data.email)
    limits.registering(request, email)
    registering.send_link_again(webinar_id=public.find(slug).id, email=email)
    return respond({"sent": True}, status=202)


def _language(lang: str) -> str:
    return lang if lang in dict(settings.LANGUAGES) else ""
