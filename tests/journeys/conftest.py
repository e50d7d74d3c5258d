"""One running product for all journeys, its browsers, and the people in front of them."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests import browsers, launching
from tests.journeys import product as products
from tests.journeys.place import ROOT
from tests.journeys.product import Product
from tests.journeys.screens import Desk, Visitor
from tests.journeys.watch import Watch
from tests.journeys.words import DE, EN, Words

CONSOLE = ROOT / "frontend" / "dist" / "console" / "index.html"

#: Makes a browser of a visitor, or of the member of staff with that name.
Visitors = Callable[..., Visitor]
Desks = Callable[..., Desk]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.journey)
    foxes = [item for item in items if item.path == here / "test_in_firefox.py"]
    if foxes and browsers.firefox() is None:
        config.issue_config_time_warning(
            UserWarning(f"{len(foxes)} journeys not run: no Firefox (Debian: firefox-esr)"), 2
        )
        config.hook.pytest_deselected(items=foxes)
        items[:] = [item for item in items if item not in foxes]


@pytest.fixture(scope="package")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    if not CONSOLE.exists():
        pytest.fail("The frontend is not built: `make frontend`.")
    with products.running(tmp_path_factory.mktemp("product")) as started:
        yield started


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with launching.chromium(*launching.DEVICES) as started:
        yield started


@pytest.fixture(autouse=True)
def nobody_is_left_waiting(product: Product) -> Iterator[None]:
    """Whoever still waits at the end of a journey has gone home when the next one begins."""
    yield
    product.execute(
        "UPDATE chat_conversation SET state = 'closed', closed_at = now() WHERE state <> 'closed'"
    )


@pytest.fixture(params=[DE, EN], ids=["de", "en"])
def words(request: pytest.FixtureRequest) -> Words:
    given: Words = request.param
    return given


@pytest.fixture(scope="package")
def sessions() -> dict[str, Any]:
    """Cookies of those who have signed in, by name: a code is good once."""
    return {}


@pytest.fixture
def watches() -> Iterator[list[Watch]]:
    """Whatever a browser complained about in a test fails it in the end."""
    made: list[Watch] = []
    yield made
    assert [complaint for watch in made for complaint in watch.complaints] == []


@pytest.fixture
def visitor(
    browser: Browser, product: Product, words: Words, watches: list[Watch]
) -> Iterator[Visitors]:
    made: list[Visitor] = []

    def open_(**options: Any) -> Visitor:
        context = browser.new_context(
            **{
                "locale": words.locale,
                "timezone_id": "Europe/Berlin",
                "viewport": {"width": 1440, "height": 900},
                **options,
            }
        )
        watches.append(Watch())
        watches[-1].context(context)
        made.append(Visitor(context, watches[-1], product, words))
        return made[-1]

    yield open_
    for one in made:
        one.context.close()


@pytest.fixture
def desk(
    browser: Browser,
    product: Product,
    words: Words,
    watches: list[Watch],
    sessions: dict[str, Any],
) -> Iterator[Desks]:
    made: list[Desk] = []

    def open_(name: str, **options: Any) -> Desk:
        context = browser.new_context(
            **{
                "locale": words.locale,
                "timezone_id": "Europe/Berlin",
                "viewport": {"width": 1440, "height": 900},
                "storage_state": sessions.get(name),
                **options,
            }
        )
        watches.append(Watch())
        watches[-1].context(context)
        made.append(Desk(context, watches[-1], product, words, name))
        if name not in sessions:
            made[-1].sign_in()
            sessions[name] = context.storage_state()
        made[-1].open()
        return made[-1]

    yield open_
    for one in made:
        one.context.close()
