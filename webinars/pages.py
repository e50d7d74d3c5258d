"""The public pages: `/webinars/` and `/webinars/<slug>/`, in the frame of the website.

They work without a script: the time is the webinar's own zone's, and the form is a POST. A script
shows the visitor's own time and sends the form in place. Nothing is stored in the browser.
"""

import json
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_from_request
from django.views.decorators.http import require_http_methods, require_safe

from chat.services.start import bare_url
from hub.content.website import context
from hub.errors import HubError
from hub.followup.forms import GivenConsent
from webinars import calendars, letters, zones
from webinars.errors import UnknownWebinar
from webinars.models import Webinar
from webinars.public_api import limits
from webinars.selectors import public
from webinars.services import registering


def patterns() -> list[URLPattern | URLResolver]:
    return [
        path("webinars/", index, name="webinars"),
        path("webinars/<slug:slug>/", event, name="webinar"),
        path("webinars/<slug:slug>/calendar.ics", calendar, name="webinar-calendar"),
    ]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    lang = _language(request)
    with translation.override(lang):
        values = _frame(lang, "/webinars/")
        rows = [_shown(row, lang) for row in public.upcoming(site=values["embed"], lang=lang)]
        values |= {
            "coming": [r for r in rows if r["row"].state != "past"],
            "past": [r for r in rows if r["row"].state == "past"],
        }
        return _page(request, "webinars/index.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def event(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        webinar = public.find(slug)
    except UnknownWebinar:
        return _lost(request)
    lang = _language(request, webinar)
    with translation.override(lang):
        if request.method == "POST":
            return _register(request, webinar, lang)
        form = {"values": _came_from(request), "id": str(uuid4())}
        return _show(request, webinar, lang, form)


@require_safe
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        webinar = public.find(slug)
    except UnknownWebinar:
        return _lost(request)
    return HttpResponse(
        calendars.public(webinar, _language(request, webinar)),
        content_type="text/calendar; charset=utf-8; method=PUBLISH",
        headers={"Content-Disposition": f'attachment; filename="{webinar.slug}.ics"'},
    )


def _register(request: HttpRequest, webinar: Webinar, lang: str) -> HttpResponse:
    """The form as a browser without a script sends it; what is wrong stands at its field."""
    sent = {name: request.POST.get(name, "")[:10_000] for name in _FIELDS}
    try:
        said = registering.who(
            name=sent["name"],
            email=sent["email"],
            language=lang,
            time_zone=sent["time_zone"] or webinar.time_zone,
        )
        limits.registering(request, said.email)
        registering.register(
            webinar_id=webinar.id,
            registration_id=_uuid(sent["id"]),
            who=said,
            given=_given(request, lang),
            origin=registering.origin(sent["referrer"], sent["campaign"], sent["landing_page"]),
        )
    except HubError as wrong:
        form = {"values": sent, "id": sent["id"], "wrong": wrong, "ticked": _ticked(request)}
        return _show(request, webinar, lang, form, status=wrong.status)
    response = HttpResponseRedirect(f"/webinars/{webinar.slug}/?lang={lang}&registered=1#register")
    response.status_code = 303
    return response


_FIELDS = ("id", "name", "email", "time_zone", "referrer", "campaign", "landing_page")


def _given(request: HttpRequest, lang: str) -> list[GivenConsent]:
    ticked = _ticked(request)
    return [GivenConsent(c.key, c.version, c.key in ticked) for c in public.consents(lang)]


def _ticked(request: HttpRequest) -> set[str]:
    return set(request.POST.getlist("consent")[:10])


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def _came_from(request: HttpRequest) -> dict[str, str]:
    """Kept in the form itself until it is sent, and nowhere else."""
    return {
        "referrer": bare_url(request.headers.get("Referer", "")[:2000]),
        "campaign": request.GET.get("utm_campaign", "")[:120],
        "landing_page": bare_url(request.build_absolute_uri(request.path)),
    }


def _show(
    request: HttpRequest, webinar: Webinar, lang: str, form: dict[str, Any], status: int = 200
) -> HttpResponse:
    view = public.view(webinar, lang)
    wrong: HubError | None = form.get("wrong")
    values = _frame(lang, f"/webinars/{webinar.slug}/") | {
        "view": view,
        "when": _shown(view, lang),
        "others": [_shown(other, lang) for other in view.others],
        "description": view.summary[:300],
        "form": form,
        "general": wrong.message if wrong and wrong.field not in ("email", "name") else "",
        "registered": request.GET.get("registered") == "1",
        "privacy": str(webinar.site.texts.get(lang, {}).get("privacy_url", "")),
        "data": _event_data(view, webinar),
    }
    return _page(request, "webinars/event.html", values, status)


def _shown(row: public.PublicRow, lang: str) -> dict[str, Any]:
    """A row with its time as it is written in the webinar's own zone."""
    day, time = letters.when(row.starts_at, row.ends_at, row.time_zone, lang)
    where = zones.zone(row.time_zone)
    here, until = row.starts_at.astimezone(where), row.ends_at.astimezone(where)
    return {
        "row": row,
        "day": day,
        "short": letters.short_day(here, lang),
        "hours": row.duration_minutes // 60 if row.duration_minutes % 60 == 0 else 0,
        "time": time,
        "clock": f"{here:%H:%M}–{until:%H:%M}",
        "zone": f"{zones.city(row.time_zone)} ({zones.abbreviation(here, where, lang)})",
        "date": here,
        "days": (here.date() - timezone.now().astimezone(where).date()).days,
    }


def _event_data(view: public.PublicWebinar, webinar: Webinar) -> SafeString:
    """schema.org's Event as JSON-LD: a data block, which the policy for scripts leaves alone."""
    status = "EventCancelled" if view.state == "cancelled" else "EventScheduled"
    data = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": view.title,
        "description": view.summary,
        "startDate": view.starts_at.isoformat(),
        "endDate": view.ends_at.isoformat(),
        "eventStatus": f"https://schema.org/{status}",
        "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
        "location": {"@type": "VirtualLocation", "url": view.url},
        "inLanguage": webinar.language,
        "isAccessibleForFree": True,
        "organizer": {"@type": "Organization", "name": view.site},
        "performer": [{"@type": "Person", "name": s.name} for s in view.speakers],
    }
    text = json.dumps(data, ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return mark_safe(text)  # noqa: S308 - nothing in it can end the block


def _frame(lang: str, where: str) -> dict[str, Any]:
    """The website's frame, with this page in its languages."""
    values = context.frame(lang)
    names = dict(settings.LANGUAGES)
    values["languages"] = [
        {
            "code": code,
            "name": names[code],
            "path": f"{where}?lang={code}",
            "current": code == lang,
        }
        for code in names
    ]
    values["in_webinars"] = True
    return values


def _language(request: HttpRequest, webinar: Webinar | None = None) -> str:
    """What is asked for, else what the browser reads of the languages that are there."""
    known = list(dict(settings.LANGUAGES))
    asked = request.GET.get("lang", "")
    if asked in known:
        return asked
    reads = get_language_from_request(request)
    if webinar is not None and reads not in webinar.texts:
        return webinar.language
    return reads if reads in known else known[0]


def _lost(request: HttpRequest) -> HttpResponse:
    lang = _language(request)
    with translation.override(lang):
        return _page(request, "content/lost.html", context.frame(lang), 404)


def _page(
    request: HttpRequest, template: str, values: dict[str, Any], status: int = 200
) -> HttpResponse:
    response = TemplateResponse(request, template, values, status=status)
    response.render()
    patch_cache_control(response, no_cache=True)
    patch_vary_headers(response, ["Accept-Language"])
    return response
