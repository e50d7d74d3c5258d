"""A webinar as a calendar file that anybody may have: without anything personal."""

from webinars import ics, letters
from webinars.models import Webinar
from webinars.selectors import webinars


def public(webinar: Webinar, lang: str) -> bytes:
    text = webinars.text(webinar, lang)
    address = webinars.url(webinar)
    cancelled = webinar.state == Webinar.State.CANCELLED
    return ics.calendar(
        ics.Event(
            uid=f"{webinar.id}@{letters.domain()}",
            sequence=webinar.sequence,
            starts_at=webinar.starts_at,
            ends_at=webinars.ends_at(webinar),
            stamp=webinar.cancelled_at or webinar.published_at or webinar.created_at,
            summary=str(text.get("title", "")),
            description="\n\n".join(filter(None, [str(text.get("summary", "")), address])),
            url=address,
            organizer=letters.organizer(webinar.site),
        ),
        "CANCEL" if cancelled else "PUBLISH",
        lang,
    )
