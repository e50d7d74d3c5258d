"""Web, media process, and browsers whose camera, microphone and screen are Chromium's own fakes."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, ConsoleMessage

from hub.accounts.models import Staff
from hub.sites.models import Site
from tests import launching
from tests.people import make_site, make_staff
from tests.room.hall import PEERS, Guest, Host, Somebody, options
from tests.serving import ROOT, Web, running_web
from tests.webinars.media.processes import MediaProcess, running_media
from tests.webinars.rooms.people import make_room, make_webinar
from webinars.models import Webinar

DIST = ROOT / "frontend" / "dist"

#: Makes a browser of somebody.
Guests = Callable[..., Guest]
Hosts = Callable[..., Host]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with launching.chromium(*launching.DEVICES, apps=("room", "console")) as started:
        yield started


@pytest.fixture
def web(transactional_db: None) -> Iterator[Web]:
    with running_web() as running:
        yield running


@pytest.fixture
def media(transactional_db: None, tmp_path: Path) -> Iterator[MediaProcess]:
    with running_media(tmp_path / "media") as running:
        yield running


@pytest.fixture
def site(transactional_db: None) -> Site:
    return make_site()


@pytest.fixture
def keller(site: Site) -> Staff:
    return make_staff("Miriam Keller")


@pytest.fixture
def webinar(site: Site) -> Webinar:
    room = make_room(site, title="Bleche allein heben", may_speak="raised")
    now = timezone.now()
    return make_webinar(room, starts_at=now + timedelta(minutes=6), published_at=now, language="de")


@pytest.fixture
def people() -> Iterator[list[Somebody]]:
    """Whatever a browser complained about in a test fails it in the end."""
    made: list[Somebody] = []
    yield made
    complaints = [complaint for one in made for complaint in one.complaints]
    for one in made:
        one.context.close()
    assert complaints == []


def _someone(browser: Browser, kind: type[Any], people: list[Somebody], **more: Any) -> Any:
    context = browser.new_context(**options(**more))
    context.add_init_script(PEERS)
    page = context.new_page()
    one = kind(context, page)
    page.on("pageerror", lambda error: one.complaints.append(f"{kind.__name__}: {error}"))

    def said(message: ConsoleMessage) -> None:
        expected = any(f"status of {code}" in message.text for code in one.expected)
        if message.type == "error" and "net::" not in message.text and not expected:
            one.complaints.append(f"{kind.__name__}: {message.text}")

    page.on("console", said)
    people.append(one)
    return one


@pytest.fixture
def guest(browser: Browser, people: list[Somebody]) -> Guests:
    return lambda **more: _someone(browser, Guest, people, **more)


@pytest.fixture
def host(browser: Browser, people: list[Somebody]) -> Hosts:
    return lambda **more: _someone(browser, Host, people, **more)
