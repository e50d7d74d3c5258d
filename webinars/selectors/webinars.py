"""Webinars as their screens show them."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.conf import settings
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from hub.accounts.permissions import require_anywhere
from hub.errors import NotFound
from hub.registry.streams import Principal
from webinars import zones
from webinars.models import Registration, Room, RoomParticipant, Speaker, Webinar


class WebinarSpeaker(msgspec.Struct, omit_defaults=True):
    """`staff` is null for a guest; `email` is a guest's, and only staff see it."""

    name: str
    title: dict[str, str] = {}
    face: str = ""
    staff: UUID | None = None
    email: str = ""


class WebinarRow(msgspec.Struct):
    """One line of the list. `attended` counts people, not staff; `title` is in the asked language.

    `state`: draft, published or cancelled; `room_state`: planned, open, live or ended."""

    id: UUID
    site: str
    slug: str
    state: str
    title: str
    language: str
    languages: list[str]
    starts_at: datetime
    ends_at: datetime
    duration_minutes: int
    time_zone: str
    url: str
    room: UUID
    room_state: str
    registered: int
    attended: int
    speakers: list[WebinarSpeaker]


class WebinarDetail(WebinarRow):
    """`local` is the beginning on the clocks of `time_zone`, as a form needs it. `mails_to` is how
    many people would get a mail if it were changed or cancelled now."""

    texts: dict[str, Any]
    local: str
    may_speak: str
    sequence: int
    created_at: datetime
    published_at: datetime | None
    cancelled_at: datetime | None
    mails_to: int


def ends_at(webinar: Webinar) -> datetime:
    return webinar.starts_at + timedelta(minutes=webinar.duration_minutes)


def is_over(webinar: Webinar, now: datetime | None = None) -> bool:
    """Its room has ended, or its time has passed and it isn't live."""
    state = webinar.room.state
    if state in (Room.State.ENDED, Room.State.LIVE):
        return state == Room.State.ENDED
    return ends_at(webinar) <= (now or timezone.now())


def text(webinar: Webinar, lang: str) -> dict[str, Any]:
    """{"title", "summary", "takeaways"} in a language, else in the spoken one."""
    found: dict[str, Any] = webinar.texts.get(lang) or webinar.texts.get(webinar.language) or {}
    return found


def title(webinar: Webinar, lang: str) -> str:
    return str(text(webinar, lang).get("title", ""))


def said(texts: Mapping[str, str], lang: str) -> str:
    """One of a speaker's titles: in the language, else German, else any."""
    return texts.get(lang) or texts.get("de") or next(iter(texts.values()), "")


def url(webinar: Webinar) -> str:
    return f"{str(settings.PUBLIC_ORIGIN).rstrip('/')}/webinars/{webinar.slug}/"


def get(who: Principal, webinar_id: UUID, action: str = "webinar.read") -> Webinar:
    """A webinar that one may see. Raises `NotFound` for what is not theirs."""
    found = Webinar.objects.select_related("site", "room").filter(pk=webinar_id).first()
    if found is None or not who.may("webinar.read", found.site_id):
        raise NotFound
    if not who.may(action, found.site_id):
        raise NotFound
    return found


def rows(who: Principal, lang: str) -> list[WebinarRow]:
    """All that one may see, the latest first; four queries. Raises `NotAllowed`."""
    sites = require_anywhere(who, "webinar.read")
    found = _with_all(Webinar.objects.all())
    if sites != "all":
        found = found.filter(site_id__in=sites)
    webinars = list(found.order_by("-starts_at")[:500])
    counted = _counts(webinars)
    return [WebinarRow(**_row(webinar, lang, counted[webinar.id])) for webinar in webinars]


def detail(who: Principal, webinar_id: UUID, lang: str) -> WebinarDetail:
    """Raises `NotFound`."""
    get(who, webinar_id)
    webinar = _with_all(Webinar.objects.filter(pk=webinar_id)).get()
    where = zones.zone(webinar.time_zone)
    return WebinarDetail(
        **_row(webinar, lang, _counts([webinar])[webinar.id]),
        texts=webinar.texts,
        local=f"{webinar.starts_at.astimezone(where):%Y-%m-%dT%H:%M}",
        may_speak=webinar.room.may_speak,
        sequence=webinar.sequence,
        created_at=webinar.created_at,
        published_at=webinar.published_at,
        cancelled_at=webinar.cancelled_at,
        mails_to=Registration.objects.filter(
            webinar=webinar, cancelled_at=None, erased_at=None
        ).count(),
    )


def _with_all(found: "QuerySet[Webinar]") -> "QuerySet[Webinar]":
    return found.select_related("site", "room").prefetch_related("speakers")


def _counts(webinars: Iterable[Webinar]) -> dict[UUID, tuple[int, int]]:
    """Webinar → (registered, attended), in two queries."""
    wanted = list(webinars)
    registered = dict(
        Registration.objects.filter(webinar__in=wanted, cancelled_at=None)
        .filter(role=RoomParticipant.Role.ATTENDEE)
        .values_list("webinar")
        .annotate(n=Count("pk"))
    )
    came = dict(
        RoomParticipant.objects.filter(were_there(), room__in=[w.room_id for w in wanted])
        .values_list("room")
        .annotate(n=Count("pk", distinct=True))
    )
    return {w.id: (registered.get(w.id, 0), came.get(w.room_id, 0)) for w in wanted}


def were_there() -> Q:
    """Participants (no staff, no speakers) who were there while it was live."""
    return (
        Q(staff=None, role=RoomParticipant.Role.ATTENDEE, room__live_at__isnull=False)
        & Q(intervals__isnull=False)
        & (Q(intervals__left_at__isnull=True) | Q(intervals__left_at__gt=F("room__live_at")))
    )


def _row(webinar: Webinar, lang: str, counted: tuple[int, int]) -> dict[str, Any]:
    return {
        "id": webinar.id,
        "site": webinar.site.key,
        "slug": webinar.slug,
        "state": webinar.state,
        "title": title(webinar, lang),
        "language": webinar.language,
        "languages": sorted(webinar.texts),
        "starts_at": webinar.starts_at,
        "ends_at": ends_at(webinar),
        "duration_minutes": webinar.duration_minutes,
        "time_zone": webinar.time_zone,
        "url": url(webinar),
        "room": webinar.room_id,
        "room_state": webinar.room.state,
        "registered": counted[0],
        "attended": counted[1],
        "speakers": [speaker(one) for one in webinar.speakers.all()],
    }


def speaker(one: Speaker) -> WebinarSpeaker:
    return WebinarSpeaker(
        name=one.name, title=one.title, face=one.face, staff=one.staff_id, email=one.email
    )
