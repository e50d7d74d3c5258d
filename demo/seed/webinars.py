"""The demo's webinars: one to join, one next week, one that is over. Rolled on at each start."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone

from demo.seed import attending, plan
from demo.seed.company import KEY
from demo.seed.people import new_id
from demo.seed.registering import register_some
from demo.seed.rows import LogWriter, Rows
from hub.accounts.models import Staff
from hub.sites.models import Site
from webinars.models import Registration, Room, Speaker, Webinar
from webinars.selectors.webinars import ends_at

FILE = Path(__file__).parent.parent / "webinars.toml"
#: How long the one that can be joined has to go on at least.
STILL = timedelta(hours=2)
#: How far off the coming one has to be.
AHEAD = timedelta(hours=12)


@cache
def data() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def depends_on() -> Iterator[str]:
    """Whether each is where it should be."""
    now = timezone.now()
    for series in data()["webinar"]:
        yield f"{series['key']}: {'there' if _current(series, now) else 'due'}"


def fill() -> None:
    now = timezone.now()
    site = Site.objects.get(key=KEY)
    for series in data()["webinar"]:
        if _current(series, now) is None and not _moved(series, now):
            _make(series, site, now)


def _current(series: dict[str, Any], now: datetime) -> Webinar | None:
    """The one under the series' address, if it is where it should be."""
    found = _known(series)
    if found is None or series["when"] == "two-weeks-ago":
        return found
    if found.room.state == Room.State.LIVE:
        return found
    if found.state != Webinar.State.PUBLISHED or found.room.state == Room.State.ENDED:
        return None
    if series["when"] == "now":
        return found if ends_at(found) - now >= STILL else None
    return found if found.starts_at - now >= AHEAD else None


def _known(series: dict[str, Any]) -> Webinar | None:
    return Webinar.objects.select_related("room").filter(slug=series["slug"]).first()


def _moved(series: dict[str, Any], now: datetime) -> bool:
    """One in which nobody but the demo's own people registered is moved; another one gives its
    address to its successor."""
    found = _known(series)
    if found is None:
        return False
    held = found.room.state == Room.State.ENDED or found.room.participants.exists()
    known = found.registrations.filter(email__endswith=".example").count()
    if not held and known == found.registrations.count() and found.state == "published":
        Webinar.objects.filter(pk=found.pk).update(starts_at=_starts(series, now))
        Room.objects.filter(pk=found.room_id).update(**_opened(series, now))
        return True
    local = found.starts_at.astimezone(plan.ZONE)
    Webinar.objects.filter(pk=found.pk).update(slug=f"{found.slug}-{local:%Y%m%d-%H%M}")
    return False


def _starts(series: dict[str, Any], now: datetime) -> datetime:
    local = now.astimezone(plan.ZONE)
    if series["when"] == "now":
        return now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0)
    days = {"next-week": 7, "two-weeks-ago": -14}[series["when"]]
    monday = local.date() + timedelta(days=days - local.weekday())
    return datetime.combine(monday + timedelta(days=3), time(10), plan.ZONE).astimezone(UTC)


def _opened(series: dict[str, Any], now: datetime) -> dict[str, Any]:
    if series["when"] != "now":
        return {}
    return {"state": Room.State.OPEN, "opened_at": now}


def _make(series: dict[str, Any], site: Site, now: datetime) -> None:
    chance = random.Random(f"haldner:webinar:{series['key']}")  # noqa: S311 - a demo, not a secret
    again = Webinar.objects.filter(slug__startswith=series["slug"]).exists()
    if again:  # the ids of the first one are taken
        chance = random.Random()  # noqa: S311
    rows = Rows()
    public, hosts = LogWriter(rows, chance, "public"), LogWriter(rows, chance, "hosts")
    starts = _starts(series, now)
    staff = {s.email: s for s in Staff.objects.all()}
    planned = min(now, starts) - timedelta(days=24)
    room = Room(
        id=new_id(chance),
        kind=Room.Kind.WEBINAR,
        site=site,
        title=series[series["language"]]["title"],
        language=series["language"],
        may_speak=series["may_speak"],
        public_log=public.log,
        hosts_log=hosts.log,
        created_by=staff["lena.fuchs@haldner.example"].id,
        **_opened(series, now),
    )
    webinar = Webinar(
        id=new_id(chance),
        site=site,
        slug=series["slug"],
        state=Webinar.State.PUBLISHED,
        room=room,
        language=series["language"],
        texts={lang: series[lang] for lang in site.languages},
        starts_at=starts,
        duration_minutes=series["minutes"],
        time_zone=site.time_zone,
        created_by=room.created_by,
        published_at=planned,
    )
    speakers = [
        _speaker(webinar, one, n, staff, chance) for n, one in enumerate(series["speakers"])
    ]
    registrations: list[Registration] = []
    if not again:
        until = min(now, starts) - timedelta(minutes=20)
        registrations = register_some(
            rows, chance, webinar, series["registered"], since=planned, until=until
        )
    past = None
    if series["when"] == "two-weeks-ago":
        past = attending.hold(
            rows, chance, webinar, (public, hosts), registrations, data()["talk"]["lines"], staff
        )
    rows.save_logs()
    room.save(force_insert=True)
    webinar.save(force_insert=True)
    Speaker.objects.bulk_create(speakers)
    Registration.objects.bulk_create(registrations)
    if past is not None:
        past.save()
    rows.save_rest()


def _speaker(
    webinar: Webinar,
    given: dict[str, Any],
    position: int,
    staff: dict[str, Staff],
    chance: random.Random,
) -> Speaker:
    member = staff.get(given.get("staff", ""))
    return Speaker(
        id=new_id(chance),
        webinar=webinar,
        staff=member,
        name=member.name if member else given["name"],
        title=member.title if member else given["title"],
        face=member.face if member else given.get("face", ""),
        position=position,
    )
