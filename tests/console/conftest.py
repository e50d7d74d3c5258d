"""The console in a browser, beside a visitor's panel: the web process on the tests' database."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from hub.accounts.models import Staff
from hub.sites.models import Site
from tests import launching
from tests.console.desk import Desk, Panel
from tests.console.words import DE, EN, Words
from tests.journeys import axe
from tests.journeys.watch import Watch
from tests.people import make_site, make_staff
from tests.serving import ROOT, Web, running_web

DIST = ROOT / "frontend" / "dist"

#: Makes a browser of a member of staff, or of a visitor.
Desks = Callable[..., Desk]
Panels = Callable[..., Panel]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with launching.chromium(apps=("console", "widget")) as started:
        yield started


@pytest.fixture
def web(transactional_db: None) -> Iterator[Web]:
    with running_web() as running:
        yield running


@pytest.fixture
def site(transactional_db: None) -> Site:
    return make_site(texts={"de": {"greeting": "Was möchten Sie heben?"}})


@pytest.fixture
def keller(site: Site) -> Staff:
    return make_staff("Miriam Keller")


@pytest.fixture
def fuchs(site: Site) -> Staff:
    return make_staff("Lena Fuchs", "manager")


@pytest.fixture(params=[DE, EN], ids=["de", "en"])
def words(request: pytest.FixtureRequest) -> Words:
    given: Words = request.param
    return given


@pytest.fixture
def watches() -> Iterator[list[Watch]]:
    """Whatever a browser complained about in a test fails it in the end."""
    made: list[Watch] = []
    yield made
    assert [complaint for watch in made for complaint in watch.complaints] == []


@pytest.fixture
def desk(browser: Browser, web: Web, watches: list[Watch]) -> Iterator[Desks]:
    made: list[Desk] = []

    def open_(staff: Staff, path: str = "/", words: Words = DE, **options: Any) -> Desk:
        context = browser.new_context(**_options(words, **options))
        axe.bring(context)
        watches.append(Watch())
        watches[-1].context(context)
        staff.language = words.language
        staff.save(update_fields=["language"])
        made.append(Desk(context, watches[-1], web, words, staff))
        made[-1].open(path)
        return made[-1]

    yield open_
    for one in made:
        one.context.close()


@pytest.fixture
def panel(browser: Browser, web: Web, watches: list[Watch]) -> Iterator[Panels]:
    made: list[Panel] = []

    def open_(words: Words = DE) -> Panel:
        context = browser.new_context(**_options(words, viewport={"width": 416, "height": 852}))
        axe.bring(context)
        watches.append(Watch())
        watches[-1].context(context)
        made.append(Panel(context, watches[-1], web, words))
        made[-1].open()
        return made[-1]

    yield open_
    for one in made:
        one.context.close()


def _options(words: Words, **more: Any) -> dict[str, Any]:
    return {
        "locale": words.locale,
        "timezone_id": "Europe/Berlin",
        "viewport": {"width": 1440, "height": 900},
        **more,
    }
