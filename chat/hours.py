"""Opening hours of a site: open now, until when, and when again."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec
from django.utils import timezone

from hub.sites.models import Site


class Opening(msgspec.Struct, frozen=True):
    """`until` while open, `reopens_at` while closed; both None without set hours (always open).

    Times are aware, in the site's zone.
    """

    open: bool
    until: datetime | None = None
    reopens_at: datetime | None = None


def _spans(site: Site, day: datetime) -> list[tuple[datetime, datetime]]:
    if day.date() in site.holidays:
        return []
    zone = day.tzinfo
    spans = []
    for start, end in site.hours.get(str(day.isoweekday()), []):
        first, last = time.fromisoformat(start), time.fromisoformat(end)
        spans.append(
            (
                datetime.combine(day.date(), first, zone),
                datetime.combine(day.date(), last, zone),
            )
        )
    return sorted(spans)


def opening(site: Site, now: datetime | None = None) -> Opening:
    """Wall-clock hours in the site's zone, so that a change to summer time moves nothing."""
    if not site.hours:
        return Opening(open=True)
    local = (now or timezone.now()).astimezone(ZoneInfo(site.time_zone))
    for offset in range(15):
        for start, end in _spans(site, local + timedelta(days=offset)):
            if start <= local < end:
                return Opening(open=True, until=end)
            if start > local:
                return Opening(open=False, reopens_at=start)
    return Opening(open=False)
