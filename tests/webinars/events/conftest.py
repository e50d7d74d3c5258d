"""A site with a manager, and a webinar that is a week away."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from hub.accounts.permissions import principal
from hub.registry.streams import Principal
from hub.sites.models import Site
from tests.hub.browser import Browser
from tests.people import make_site, make_staff
from webinars.models import Registration, Webinar
from webinars.services import planning, registering

ZONE = "Europe/Berlin"
Plan = Callable[..., Webinar]
Register = Callable[..., Registration]


@pytest.fixture
def site(db: None) -> Site:
    return make_site(mail_from="Haldner Vakuumtechnik <webinare@haldner.example>")


@pytest.fixture
def manager(site: Site) -> Principal:
    return principal(make_staff("Lena Fuchs", "manager"))


@pytest.fixture
def plan(site: Site, manager: Principal) -> Plan:
    """`plan(days=7, published=True, **what_to_set)`."""

    def make(*, days: float = 7, published: bool = True, **given: Any) -> Webinar:
        at = (timezone.now() + timedelta(days=days)).replace(second=0, microsecond=0)
        local = at.astimezone(ZoneInfo(ZONE)).replace(tzinfo=None)
        webinar = planning.plan(
            **{
                "who": manager,
                "webinar_id": uuid4(),
                "site": site,
                "language": "de",
                "texts": {
                    "de": planning.Text("Bleche allein heben", "Am laufenden Laser."),
                    "en": planning.Text("Lifting sheets alone", "At the running laser."),
                },
                "when": planning.When(local, ZONE),
                **given,
            }
        )
        if published:
            webinar = planning.publish(who=manager, webinar_id=webinar.id)
        return webinar

    return make


@pytest.fixture
def register() -> Register:
    def make(webinar: Webinar, email: str = "hoefler@lang.example", **given: Any) -> Registration:
        said = {"name": "Andreas Höfler", "email": email, "language": "de", "time_zone": ZONE}
        more = {key: given.pop(key) for key in list(given) if key in (*said, "company")}
        return registering.register(
            webinar_id=webinar.id,
            registration_id=given.pop("id", None) or uuid4(),
            who=registering.who(**{**said, **more}),
            **given,
        ).registration

    return make


@cache
def _anybody() -> Browser:
    return Browser("public")


def anybody(address: str = "203.0.113.5") -> Browser:
    """A browser on the public origin; one for all, since each that is made reads every static
    file's name."""
    browser = _anybody()
    browser.defaults["REMOTE_ADDR"] = address
    return browser


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)
