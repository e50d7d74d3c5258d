from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import launching
from tests.people import make_site, make_staff
from tests.serving import start_web
from tests.widget import served
from tests.widget.desk import Desk


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with launching.chromium() as started:
        yield started


@pytest.fixture
def hub() -> Iterator[served.Origin]:
    if not (served.DIST / "embed.js").exists():
        pytest.fail("The widget is not built: `make frontend`.")
    origin = served.Origin(served.hub)
    yield origin
    origin.stop()


#: A closed root is closed to scripts of the page; a test has to look inside all the same.
ROOTS = """
const attach = Element.prototype.attachShadow;
window.roots = [];
window.modes = [];
Element.prototype.attachShadow = function (how) {
  const root = attach.call(this, how);
  window.roots.push(root);
  window.modes.push(how.mode);
  return root;
};
"""
#: Opens the customer's page with attributes on the script tag.
Embed = Callable[..., Page]


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(locale="de-DE", timezone_id="Europe/Berlin")
    yield made
    made.close()


@pytest.fixture
def embed(hub: served.Origin, context: BrowserContext) -> Iterator[Embed]:
    firms: list[served.Origin] = []

    def opened(
        attributes: str = "", *, head: str = "", width: int = 1280, height: int = 900
    ) -> Page:
        firm = served.Origin(served.page(hub.url, attributes, head), host="127.0.0.1")
        firms.append(firm)
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.add_init_script(ROOTS)
        page.goto(firm.url + "/vh250?secret=1#part")
        page.wait_for_load_state("load")
        return page

    yield opened
    for firm in firms:
        firm.stop()


@pytest.fixture
def desk(transactional_db: None) -> Iterator[Desk]:
    make_site(texts={"de": {"greeting": "Was möchten Sie heben?"}})
    made = Desk(start_web(), make_staff("Miriam Keller"))
    yield made
    if made.web.process.poll() is None:
        made.web.process.terminate()
        made.web.process.wait(15)


@pytest.fixture
def panel(browser: Browser, desk: Desk) -> Iterator[Page]:
    context = browser.new_context(
        locale="de-DE", timezone_id="Europe/Berlin", viewport={"width": 416, "height": 852}
    )
    page = context.new_page()
    page.goto(f"{desk.web.public}/widget/?site=haldner&lang=de")
    expect(page.get_by_role("heading", name="Was möchten Sie heben?")).to_be_visible()
    yield page
    context.close()
