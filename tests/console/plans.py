"""Webinars that somebody planned, for tests of screens."""

from datetime import datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.utils import timezone

from hub.accounts.models import Staff
from hub.accounts.permissions import principal
from hub.sites.models import Site
from webinars.models import Webinar
from webinars.services import planning

BERLIN = ZoneInfo("Europe/Berlin")

TEXTS = {
    "de": planning.Text("Bleche allein heben", "Tafeln bis 250 kg, ohne Hilfe."),
    "en": planning.Text("Lifting sheets alone", "Sheets of up to 250 kg, without help."),
}


def in_two_weeks() -> datetime:
    """Ten o'clock in Berlin, a wall clock's time."""
    day = timezone.now().astimezone(BERLIN).date() + timedelta(days=14)
    return datetime.combine(day, time(10))


def planned(by: Staff, site: Site, local: datetime | None = None) -> Webinar:
    """Published, 45 minutes."""
    who = principal(by)
    webinar = planning.plan(
        who=who,
        webinar_id=uuid4(),
        site=site,
        language="de",
        texts=TEXTS,
        when=planning.When(local or in_two_weeks(), "Europe/Berlin", "first"),
    )
    return planning.publish(who=who, webinar_id=webinar.id)
