"""The console's HTTP API for webinars: decode, call a service or selector, encode."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from hub.audit.services import record
from hub.errors import BadInput, NotFound
from hub.registry.streams import Principal
from hub.sites.models import Site
from hub.web import principal
from hub.web.json import respond
from webinars.selectors import registrations, webinars
from webinars.services import planning

router = Router(tags=["webinars"])


class TakeawayIn(Schema):
    title: str = Field(max_length=1000)
    text: str = Field("", max_length=4000)


class TextIn(Schema):
    title: str = Field("", max_length=1000)
    summary: str = Field("", max_length=10_000)
    takeaways: list[TakeawayIn] = Field(default_factory=list, max_length=50)


class SpeakerIn(Schema):
    """`staff`, or a guest's name; `email` makes the guest's link a speaker's."""

    staff: UUID | None = None
    name: str = Field("", max_length=1000)
    title: dict[str, str] = Field(default_factory=dict, max_length=5)
    email: str = Field("", max_length=400)


class ChangeIn(Schema):
    """What is given is changed. `starts` is a wall clock's time (2026-12-03T10:00) in `time_zone`;
    `which` of the two where the clocks go back in that hour (error `time_doubled` asks for it)."""

    texts: dict[str, TextIn] | None = Field(None, max_length=5)
    starts: datetime | None = None
    time_zone: str | None = Field(None, max_length=60)
    which: Literal["", "first", "second"] = ""
    duration_minutes: int | None = None
    speakers: list[SpeakerIn] | None = Field(None, max_length=50)
    may_speak: Literal["hosts", "raised", "all"] | None = None
    slug: str | None = Field(None, max_length=200)


class PlanIn(ChangeIn):
    """`id` is the client's, so that sending twice plans once. Without `site`: the only one."""

    id: UUID
    site: str = Field("", max_length=40)
    language: str = Field("de", max_length=5)


@router.get("/webinars")
def list_webinars(request: HttpRequest, lang: str = "") -> HttpResponse:
    who = principal.of(request)
    return respond(webinars.rows(who, _lang(who, lang)))


@router.get("/webinars/{uuid:webinar_id}")
def get_webinar(request: HttpRequest, webinar_id: UUID, lang: str = "") -> HttpResponse:
    return _detail(principal.of(request), webinar_id, lang)


@router.post("/webinars")
def plan(request: HttpRequest, data: PlanIn) -> HttpResponse:
    who = principal.of(request)
    site = _site(who, data.site)
    if data.starts is None:
        raise BadInput(field="starts")
    webinar = planning.plan(
        who=who,
        webinar_id=data.id,
        site=site,
        language=data.language,
        texts=_texts(data.texts or {}),
        when=planning.When(data.starts, data.time_zone or site.time_zone, data.which),
        duration_minutes=45 if data.duration_minutes is None else data.duration_minutes,
        speakers=_speakers(data.speakers or []),
        may_speak=data.may_speak or "raised",
        slug=data.slug or "",
    )
    return _detail(who, webinar.id, status=201)


@router.patch("/webinars/{uuid:webinar_id}")
def change(request: HttpRequest, webinar_id: UUID, data: ChangeIn) -> HttpResponse:
    who = principal.of(request)
    planning.change(
        who=who,
        webinar_id=webinar_id,
        texts=None if data.texts is None else _texts(data.texts),
        when=_when(who, webinar_id, data),
        duration_minutes=data.duration_minutes,
        speakers=None if data.speakers is None else _speakers(data.speakers),
        may_speak=data.may_speak,
        slug=data.slug,
    )
    return _detail(who, webinar_id)


@router.post("/webinars/{uuid:webinar_id}/publish")
def publish(request: HttpRequest, webinar_id: UUID) -> HttpResponse:
    who = principal.of(request)
    planning.publish(who=who, webinar_id=webinar_id)
    return _detail(who, webinar_id)


@router.post("/webinars/{uuid:webinar_id}/cancel")
def cancel(request: HttpRequest, webinar_id: UUID) -> HttpResponse:
    who = principal.of(request)
    planning.cancel(who=who, webinar_id=webinar_id)
    return _detail(who, webinar_id)


@router.get("/webinars/{uuid:webinar_id}/registrations")
def list_registrations(request: HttpRequest, webinar_id: UUID) -> HttpResponse:
    return respond(registrations.rows(principal.of(request), webinar_id))


@router.get("/webinars/{uuid:webinar_id}/registrations.csv", include_in_schema=False)
def export_registrations(request: HttpRequest, webinar_id: UUID) -> HttpResponse:
    who = principal.of(request)
    found = registrations.rows(who, webinar_id, "webinar.export")
    webinar = webinars.get(who, webinar_id)
    record(who, "registrations.exported", webinar, request, rows=len(found))
    name = f"{webinar.slug}-{timezone.now():%Y-%m-%d}.csv"
    return HttpResponse(
        b"".join(registrations.csv_lines(found)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _detail(who: Principal, webinar_id: UUID, lang: str = "", status: int = 200) -> HttpResponse:
    return respond(webinars.detail(who, webinar_id, _lang(who, lang)), status=status)


def _lang(who: Principal, wanted: str) -> str:
    return wanted if wanted in ("de", "en") else who.lang


def _site(who: Principal, key: str) -> Site:
    sites = who.sites_for("webinar.read")
    found = Site.objects.all() if sites == "all" else Site.objects.filter(pk__in=sites)
    site = found.filter(key=key).first() if key else found.first()
    if site is None:
        raise NotFound
    return site


def _when(who: Principal, webinar_id: UUID, data: ChangeIn) -> planning.When | None:
    """A new time in the zone that is given, else in the one it was planned in."""
    if data.starts is None and data.time_zone is None:
        return None
    if data.starts is None:
        raise BadInput(field="starts")
    zone = data.time_zone or webinars.get(who, webinar_id).time_zone
    return planning.When(data.starts, zone, data.which)


def _texts(given: dict[str, TextIn]) -> dict[str, planning.Text]:
    return {
        lang: planning.Text(
            text.title, text.summary, [planning.Takeaway(p.title, p.text) for p in text.takeaways]
        )
        for lang, text in given.items()
    }


def _speakers(given: list[SpeakerIn]) -> list[planning.SpeakerIn]:
    return [planning.SpeakerIn(s.staff, s.name, s.title, s.email) for s in given]
