"""Planning, changing, publishing and cancelling a webinar. Its room is made with it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.accounts.models import Staff
from hub.accounts.permissions import require
from hub.audit.services import record
from hub.contacts import names
from hub.errors import BadInput, Conflict, NotFound
from hub.realtime.models import Log
from hub.registry.streams import Principal
from hub.sites.models import Site
from webinars import zones
from webinars.errors import WebinarCancelled, WebinarOver
from webinars.models import Room, Speaker, Webinar
from webinars.selectors.webinars import is_over
from webinars.services import mailing, registering

MaySpeak = Literal["hosts", "raised", "all"]

TITLE, SUMMARY, TAKEAWAYS, POINT, POINT_TEXT = 160, 2000, 8, 120, 400
SPEAKERS = 12
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Takeaway:
    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """What a webinar is about, in one language."""

    title: str
    summary: str = ""
    takeaways: Sequence[Takeaway] = ()


@dataclass(frozen=True, slots=True)
class SpeakerIn:
    """A member of staff, or a guest by name; a guest's address gets a link that makes them one."""

    staff: UUID | None = None
    name: str = ""
    title: Mapping[str, str] = field(default_factory=dict)
    email: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """A wall clock's time in a zone; `which` of the two when clocks go back in that hour."""

    local: datetime
    time_zone: str
    which: zones.Which = ""


def plan(
    *,
    who: Principal,
    webinar_id: UUID,
    site: Site,
    language: str,
    texts: Mapping[str, Text],
    when: When,
    duration_minutes: int = 45,
    speakers: Sequence[SpeakerIn] = (),
    may_speak: MaySpeak = "raised",
    slug: str = "",
) -> Webinar:
    """A draft with its room. The same id again gives the one that is there.

    Raises `NotAllowed`, `TimeSkipped`, `TimeDoubled`, `BadInput` with the field.
    """
    require(who, "webinar.plan", site.id)
    starts = zones.to_utc(when.local, zones.zone(when.time_zone), when.which, field="starts")
    said = _texts(texts, language)
    with transaction.atomic():
        found = Webinar.objects.filter(pk=webinar_id).first()
        if found is not None:
            if found.site_id != site.id:
                raise Conflict
            return found
        _duration(duration_minutes)
        webinar = Webinar.objects.create(
            id=webinar_id,
            site=site,
            slug=_free_slug(slug, texts[language].title),
            room=_room(site, names.tidy(texts[language].title), language, may_speak, who.id),
            language=language,
            texts=said,
            starts_at=starts,
            duration_minutes=duration_minutes,
            time_zone=when.time_zone,
            created_by=who.id,
        )
        _set_speakers(webinar, speakers)
        record(who, "webinar.planned", webinar)
        return webinar


def change(
    *,
    who: Principal,
    webinar_id: UUID,
    texts: Mapping[str, Text] | None = None,
    when: When | None = None,
    duration_minutes: int | None = None,
    speakers: Sequence[SpeakerIn] | None = None,
    may_speak: MaySpeak | None = None,
    slug: str | None = None,
) -> Webinar:
    """Change what is given. Of a published one, a new time, length or title raises SEQUENCE and
    makes a mail due for everybody who registered.

    Raises `NotFound`, `NotAllowed`, `WebinarCancelled`, `WebinarOver`, `Conflict` while it is live,
    and what `plan` raises.
    """
    with transaction.atomic():
        webinar = held(who, webinar_id)
        if webinar.state == Webinar.State.CANCELLED:
            raise WebinarCancelled
        if webinar.room.state == Room.State.ENDED:
            raise WebinarOver
        before = _what_calendars_know(webinar)
        if texts is not None:
            webinar.texts = _texts(texts, webinar.language)
        if when is not None:
            where = zones.zone(when.time_zone)
            webinar.starts_at = zones.to_utc(when.local, where, when.which, field="starts")
            webinar.time_zone = when.time_zone
        if duration_minutes is not None:
            webinar.duration_minutes = _duration(duration_minutes)
        if slug is not None and slug != webinar.slug:
            if webinar.state == Webinar.State.PUBLISHED:
                raise BadInput(_("A published webinar keeps its address."), field="slug")
            webinar.slug = _free_slug(slug, "")
        calendars_change = (
            webinar.state == Webinar.State.PUBLISHED and _what_calendars_know(webinar) != before
        )
        if calendars_change:
            if webinar.room.state == Room.State.LIVE:
                raise Conflict(_("It is live. Its time and title stay."))
            if is_over(webinar):
                raise BadInput(_("This lies in the past."), field="starts")
            webinar.sequence += 1
        webinar.save()
        _carry_to_room(webinar, may_speak)
        if speakers is not None:
            _set_speakers(webinar, speakers)
        if calendars_change:
            mailing.changed(webinar)
            registering.tell_history(webinar)
        if webinar.state == Webinar.State.PUBLISHED:
            registering.invite_speakers(webinar)
        record(who, "webinar.changed", webinar, sequence=webinar.sequence)
        return webinar


def publish(*, who: Principal, webinar_id: UUID) -> Webinar:
    """Show it on the website and open registration. Again: changes nothing.

    Raises `NotFound`, `NotAllowed`, `WebinarCancelled`, `WebinarOver`.
    """
    with transaction.atomic():
        webinar = held(who, webinar_id)
        if webinar.state == Webinar.State.CANCELLED:
            raise WebinarCancelled
        if webinar.state == Webinar.State.PUBLISHED:
            return webinar
        if is_over(webinar):
            raise WebinarOver
        webinar.state = Webinar.State.PUBLISHED
        webinar.published_at = timezone.now()
        webinar.save(update_fields=["state", "published_at"])
        registering.invite_speakers(webinar)
        record(who, "webinar.published", webinar)
        return webinar


def cancel(*, who: Principal, webinar_id: UUID) -> Webinar:
    """It does not take place. Everybody who registered is told, and their calendars are.

    Raises `NotFound`, `NotAllowed`, `WebinarOver`; `Conflict` while it is live.
    """
    with transaction.atomic():
        webinar = held(who, webinar_id)
        if webinar.state == Webinar.State.CANCELLED:
            return webinar
        room = webinar.room
        if room.state == Room.State.ENDED:
            raise WebinarOver
        if room.state == Room.State.LIVE:
            raise Conflict(_("It is live. End it in the room."))
        was_published = webinar.state == Webinar.State.PUBLISHED
        webinar.state = Webinar.State.CANCELLED
        webinar.cancelled_at = timezone.now()
        webinar.sequence += 1
        webinar.save(update_fields=["state", "cancelled_at", "sequence"])
        room.state, room.ended_at = Room.State.ENDED, webinar.cancelled_at
        room.save(update_fields=["state", "ended_at"])
        if was_published:
            mailing.cancelled(webinar)
            registering.tell_history(webinar)
        record(who, "webinar.cancelled", webinar)
        return webinar


def held(who: Principal, webinar_id: UUID) -> Webinar:
    """The webinar, locked until the commit, if `who` may plan on its site."""
    webinar = (
        Webinar.objects.select_for_update(of=("self", "room"))
        .select_related("site", "room")
        .filter(pk=webinar_id)
        .first()
    )
    if webinar is None or not who.may("webinar.read", webinar.site_id):
        raise NotFound
    require(who, "webinar.plan", webinar.site_id)
    return webinar


def _what_calendars_know(webinar: Webinar) -> tuple[object, ...]:
    titles = tuple(sorted((lang, text["title"]) for lang, text in webinar.texts.items()))
    return webinar.starts_at, webinar.duration_minutes, titles


def _room(site: Site, title: str, language: str, may_speak: MaySpeak, by: UUID) -> Room:
    return Room.objects.create(
        kind=Room.Kind.WEBINAR,
        site=site,
        title=title,
        language=language,
        may_speak=may_speak,
        public_log=Log.objects.create(audience="public"),
        hosts_log=Log.objects.create(audience="hosts"),
        created_by=by,
    )


def _carry_to_room(webinar: Webinar, may_speak: MaySpeak | None) -> None:
    room = webinar.room
    room.title = webinar.texts[webinar.language]["title"]
    if may_speak is not None:
        room.may_speak = may_speak
    room.save(update_fields=["title", "may_speak"])


def _duration(minutes: int) -> int:
    if not 5 <= minutes <= 720:
        raise BadInput(_("Between 5 minutes and 12 hours."), field="duration_minutes")
    return minutes


def _texts(texts: Mapping[str, Text], language: str) -> dict[str, dict[str, object]]:
    known = dict(settings.LANGUAGES)
    if language not in known:
        raise BadInput(field="language")
    if language not in texts:
        raise BadInput(_("Please fill this in."), field=f"texts.{language}.title")
    return {lang: _text(text, lang) for lang, text in texts.items() if _known(lang, known)}


def _known(lang: str, known: Mapping[str, str]) -> bool:
    if lang not in known:
        raise BadInput(field="texts")
    return True


def _text(text: Text, lang: str) -> dict[str, object]:
    where = f"texts.{lang}"
    title = _line(text.title, TITLE, f"{where}.title")
    if not title:
        raise BadInput(_("Please fill this in."), field=f"{where}.title")
    if len(text.takeaways) > TAKEAWAYS:
        raise BadInput(_("This is too much."), field=f"{where}.takeaways")
    points = [
        {
            "title": _line(point.title, POINT, f"{where}.takeaways"),
            "text": _line(point.text, POINT_TEXT, f"{where}.takeaways"),
        }
        for point in text.takeaways
    ]
    return {
        "title": title,
        "summary": _line(text.summary, SUMMARY, f"{where}.summary"),
        "takeaways": [point for point in points if point["title"]],
    }


def _line(value: str, most: int, where: str) -> str:
    if len(value) > most:
        raise BadInput(_("This is too long."), field=where)
    return names.tidy(value, most)


def _free_slug(wanted: str, title: str) -> str:
    """An address that no webinar has: the wanted one, or one made of the title."""
    if wanted:
        if len(wanted) > 80 or not _SLUG.fullmatch(wanted):
            raise BadInput(_("Small letters, digits and hyphens only."), field="slug")
        if Webinar.objects.filter(slug=wanted).exists():
            raise BadInput(_("This address is taken."), field="slug")
        return wanted
    base = re.sub(r"[^a-z0-9]+", "-", names.fold(title)).strip("-")[:70].strip("-") or "webinar"
    taken = set(Webinar.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(slug for slug in numbered if slug not in taken)


def _set_speakers(webinar: Webinar, speakers: Sequence[SpeakerIn]) -> None:
    if len(speakers) > SPEAKERS:
        raise BadInput(_("This is too much."), field="speakers")
    rows = [_speaker(webinar, one, n) for n, one in enumerate(speakers)]
    webinar.speakers.all().delete()
    Speaker.objects.bulk_create(rows)


def _speaker(webinar: Webinar, given: SpeakerIn, position: int) -> Speaker:
    where = f"speakers.{position}"
    title = {lang: _line(text, 120, where) for lang, text in given.title.items()}
    if any(lang not in dict(settings.LANGUAGES) for lang in title):
        raise BadInput(field=where)
    if given.staff is not None:
        staff = Staff.objects.filter(pk=given.staff, is_active=True).first()
        if staff is None:
            raise BadInput(field=where)
        return Speaker(
            webinar=webinar,
            staff=staff,
            name=staff.name[:120],
            title=title or staff.title,
            face=staff.face,
            position=position,
        )
    name = _line(given.name, 120, where)
    if not name:
        raise BadInput(_("Please give a name."), field=where)
    email = given.email.strip().lower()
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise BadInput(_("This is not an e-mail address."), field=where) from None
    return Speaker(webinar=webinar, name=name, title=title, email=email, position=position)
