"""Webinars as anybody may see them. How many registered is not among it: whoever registered an
address and looked again would learn whether it had been there before."""

from datetime import datetime, timedelta
from typing import Literal

import msgspec
from django.templatetags.static import static
from django.utils import timezone

from chat.entries import ConsentAsked
from hub.followup.forms import consent_text
from webinars.consents import ASKED
from webinars.errors import UnknownWebinar
from webinars.models import Room, Speaker, Webinar
from webinars.selectors.webinars import ends_at, is_over, said, text, title, url

State = Literal["upcoming", "running", "past", "cancelled"]

#: How long a past one stays in the list.
PAST = timedelta(days=60)
#: How many other ones a page offers.
OTHERS = 4


class PublicSpeaker(msgspec.Struct):
    name: str
    title: str
    face: str


class Point(msgspec.Struct):
    title: str
    text: str


class PublicRow(msgspec.Struct):
    """`state`: upcoming, running (its time has come, or it is live), past or cancelled."""

    slug: str
    title: str
    summary: str
    state: State
    language: str
    starts_at: datetime
    ends_at: datetime
    duration_minutes: int
    time_zone: str
    url: str


class PublicWebinar(PublicRow):
    takeaways: list[Point]
    speakers: list[PublicSpeaker]
    consents: list[ConsentAsked]
    site: str
    others: list[PublicRow]


def find(slug: str) -> Webinar:
    """A published or cancelled one. Raises `UnknownWebinar`."""
    webinar = (
        Webinar.objects.select_related("site", "room")
        .prefetch_related("speakers")
        .filter(slug=slug)
        .exclude(published_at=None)
        .first()
    )
    if webinar is None:
        raise UnknownWebinar
    return webinar


def upcoming(*, site: str = "", lang: str = "") -> list[PublicRow]:
    """Those to come first, the next on top; then the past ones, the last on top."""
    found = Webinar.objects.select_related("room").exclude(published_at=None)
    if site:
        found = found.filter(site__key=site)
    now = timezone.now()
    rows = [row(w, lang, now) for w in found.filter(starts_at__gt=now - PAST)[:200]]
    shown = [r for r in rows if r.state != "cancelled" or r.starts_at > now]
    past = [r for r in shown if r.state == "past"]
    return [r for r in shown if r.state != "past"] + past[::-1]


def view(webinar: Webinar, lang: str = "") -> PublicWebinar:
    """One of them with everything that its page shows."""
    lang = lang or webinar.language
    now = timezone.now()
    said_here = text(webinar, lang)
    own = msgspec.structs.asdict(row(webinar, lang, now))
    return PublicWebinar(
        **own,
        takeaways=[Point(p["title"], p.get("text", "")) for p in said_here.get("takeaways", [])],
        speakers=[speaker(one, lang) for one in webinar.speakers.all()],
        consents=consents(lang),
        site=webinar.site.name,
        others=_others(webinar, lang, now),
    )


def _others(webinar: Webinar, lang: str, now: datetime) -> list[PublicRow]:
    """What one can come to instead: the next ones of the same site that have not begun."""
    found = Webinar.objects.select_related("room").filter(
        site=webinar.site,
        state=Webinar.State.PUBLISHED,
        room__state=Room.State.PLANNED,
        starts_at__gt=now,
    )
    return [row(other, lang, now) for other in found.exclude(pk=webinar.pk)[:OTHERS]]


def consents(lang: str) -> list[ConsentAsked]:
    """The newest wording of what is asked, none of it ticked or needed."""
    asked = [consent_text(key, lang) for key in ASKED]
    return [ConsentAsked(c.key, c.version, c.text) for c in asked]


def speaker(one: Speaker, lang: str) -> PublicSpeaker:
    face = static(one.face) if one.face else ""
    return PublicSpeaker(name=one.name, title=said(one.title, lang), face=face)


def row(webinar: Webinar, lang: str, now: datetime) -> PublicRow:
    return PublicRow(
        slug=webinar.slug,
        title=title(webinar, lang),
        summary=str(text(webinar, lang).get("summary", "")),
        state=state(webinar, now),
        language=webinar.language,
        starts_at=webinar.starts_at,
        ends_at=ends_at(webinar),
        duration_minutes=webinar.duration_minutes,
        time_zone=webinar.time_zone,
        url=url(webinar),
    )


def state(webinar: Webinar, now: datetime) -> State:
    if webinar.state == Webinar.State.CANCELLED:
        return "cancelled"
    if is_over(webinar, now):
        return "past"
    running = webinar.starts_at <= now or webinar.room.state in (Room.State.OPEN, Room.State.LIVE)
    return "running" if running else "upcoming"
