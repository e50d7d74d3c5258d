"""What the mails of webinars and meetings have in common: looks, sender, times."""

from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parseaddr
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hub.sites.models import Site
from webinars import ics, zones


@dataclass(frozen=True, slots=True)
class Letter:
    """What the templates get. What is empty is left out: `link` (with what its `button`, and the
    line above it in plain text, say), `withdraw` (what a line about not coming says), `page` (where
    it is described), `day` and `time`."""

    subject: str
    greeting: str
    lead: str
    title: str
    site: str
    day: str = ""
    time: str = ""
    link: str = ""
    link_is: str = ""
    button: str = ""
    withdraw: str = ""
    notes: list[str] = field(default_factory=list)
    page: str = ""


def message(
    letter: Letter, *, lang: str, to: str, site: Site, message_id: str, reply_to: str = ""
) -> EmailMultiAlternatives:
    """As text and HTML in the language that is active. `message_id`: the same in every attempt."""
    made = EmailMultiAlternatives(
        subject=" ".join(letter.subject.split())[:200],
        body=render_to_string("webinars/mail.txt", {"letter": letter}).strip() + "\n",
        from_email=sender(site),
        to=[to],
        reply_to=[reply_to] if reply_to else None,
        headers={
            "Message-ID": f"<{message_id}@{domain()}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    html = render_to_string("webinars/mail.html", {"letter": letter, "lang": lang})
    made.attach_alternative(html, "text/html")
    return made


def attach(
    made: EmailMultiAlternatives, event: ics.Event, method: ics.Method, lang: str, name: str
) -> None:
    """As a part that mail programs show as an invitation, and as a file for the others."""
    data = ics.calendar(event, method, lang)
    made.attach_alternative(data.decode(), f"text/calendar; method={method}")
    made.attach(name, data, "application/ics")


def domain() -> str:
    return urlsplit(str(settings.PUBLIC_ORIGIN)).hostname or "localhost"


def sender(site: Site) -> str:
    return site.mail_from or str(settings.DEFAULT_FROM_EMAIL)


def organizer(site: Site) -> ics.Person:
    name, address = parseaddr(sender(site))
    return ics.Person(name or site.name, address)


def when(starts: datetime, ends: datetime, zone_name: str, lang: str) -> tuple[str, str]:
    """The day and the time as they are written, the zone named: its letters and its city."""
    where = ZoneInfo(zone_name)
    with translation.override(lang):
        here, until = starts.astimezone(where), ends.astimezone(where)
        day = date_format(here, "l, j. F Y" if lang == "de" else "l, j F Y")
        letters = zones.abbreviation(starts, where, lang)
        return day, _("%(from)s–%(to)s (%(letters)s, %(city)s)") % {
            "from": f"{here:%H:%M}",
            "to": f"{until:%H:%M}",
            "letters": letters,
            "city": zones.city(zone_name),
        }


def short_day(here: datetime, lang: str) -> str:
    """Do., 3. Dezember 2026 or Thu, 3 December 2026; the time is a local one."""
    with translation.override(lang):
        return date_format(here, "D., j. F Y" if lang == "de" else "D, j F Y")
