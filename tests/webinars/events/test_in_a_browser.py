"""The event page in a real browser: one's own time, the form, keys alone, a phone."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import launching
from tests.journeys import axe
from tests.serving import Web, running_web
from tests.webinars.events.conftest import Plan, local
from webinars.models import Registration, Webinar
from webinars.services import planning

pytestmark = pytest.mark.django_db(transaction=True)
KEPT = "async () => [localStorage.length, sessionStorage.length, document.cookie]"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launching.chromium() as started:
        yield started


@pytest.fixture
def web(transactional_db: None) -> Iterator[Web]:
    with running_web() as running:
        yield running


@pytest.fixture
def webinar(plan: Plan) -> Webinar:
    return plan(
        when=planning.When(local("2099-12-03T10:00"), "Europe/Berlin"),
        texts={
            "de": planning.Text(
                "Bleche allein heben", "Am Laser.", [planning.Takeaway("Grenzen", "Beispiel")]
            ),
            "en": planning.Text("Lifting sheets alone", "At the laser."),
        },
        speakers=[planning.SpeakerIn(name="Petra Lang", title={"de": "Leitung", "en": "Head"})],
    )


def opened(
    browser: Browser, web: Web, webinar: Webinar, lang: str, **context: Any
) -> tuple[BrowserContext, Page]:
    made = browser.new_context(**{"locale": "de-DE", "timezone_id": "Europe/Berlin", **context})
    axe.bring(made)
    page = made.new_page()
    page.goto(f"{web.public}/webinars/{webinar.slug}/?lang={lang}")
    return made, page


def test_a_visitor_sees_their_own_time_and_any_other(
    browser: Browser, web: Web, webinar: Webinar
) -> None:
    context, page = opened(browser, web, webinar, "en", timezone_id="America/New_York")
    facts = page.locator(".facts")
    expect(facts).to_contain_text("Your time")
    expect(facts).to_contain_text("04:00–04:45")
    expect(facts).to_contain_text("New York")
    page.get_by_role("button", name="another time zone").click()
    page.get_by_label("Time zone").select_option("Pacific/Auckland")
    expect(facts).to_contain_text("22:00–22:45")
    page.get_by_label("Time zone").select_option("Pacific/Kiritimati")
    expect(facts).to_contain_text(re.compile("3 December"))
    expect(facts).to_contain_text("23:00–23:45")
    context.close()


@pytest.mark.parametrize("lang", ["de", "en"])
def test_by_keys_alone_one_registers_and_nothing_is_kept(
    browser: Browser, web: Web, webinar: Webinar, lang: str
) -> None:
    context, page = opened(browser, web, webinar, lang)
    words = {
        "de": ("E-Mail-Adresse", "Da fehlt noch etwas nach dem @.", "Ihre E-Mail ist unterwegs."),
        "en": (
            "E-mail address",
            "Something is still missing after the @.",
            "Your e-mail is on its way.",
        ),
    }[lang]
    page.get_by_label(words[0]).focus()
    page.keyboard.type("a.hoefler@")
    page.keyboard.press("Tab")
    page.keyboard.type("Andreas Höfler")
    page.keyboard.press("Enter")
    expect(page.locator("#email-wrong")).to_have_text(words[1])
    field = page.get_by_label(words[0])
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    axe.require_none({"wrong": axe.findings(page)})
    page.keyboard.type("lang.example")
    expect(field).not_to_have_attribute("aria-invalid", "true")
    for _ in range(3):  # name, materials, newsletter
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=words[2])).to_be_visible()
    axe.require_none({"done": axe.findings(page)})
    assert page.evaluate(KEPT) == [0, 0, ""]
    assert context.cookies() == []
    context.close()
    registration = Registration.objects.get()
    assert (registration.email, registration.language) == ("a.hoefler@lang.example", lang)
    assert registration.time_zone == "Europe/Berlin"
    assert [c.text.key for c in registration.identity.consents.filter(given=True)] == ["newsletter"]


@pytest.mark.parametrize(("width", "look"), [(320, "light"), (390, "dark"), (1440, "light")])
def test_it_fits_every_width_and_axe_finds_nothing(
    browser: Browser, web: Web, webinar: Webinar, width: int, look: str
) -> None:
    context, page = opened(
        browser, web, webinar, "de", viewport={"width": width, "height": 844}, color_scheme=look
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    axe.require_none({f"event {width} {look}": axe.findings(page)})
    page.goto(f"{web.public}/webinars/?lang=de")
    expect(page.get_by_role("heading", level=1)).to_have_text("Webinare")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    axe.require_none({f"list {width} {look}": axe.findings(page)})
    context.close()


def test_without_a_script_it_is_the_same_but_for_the_zone(
    browser: Browser, web: Web, webinar: Webinar
) -> None:
    context, page = opened(
        browser, web, webinar, "de", timezone_id="America/New_York", java_script_enabled=False
    )
    expect(page.locator(".facts")).to_contain_text("10:00–10:45")
    expect(page.locator(".facts")).to_contain_text("Berlin (MEZ)")
    expect(page.get_by_role("button", name="andere Zeitzone")).to_be_hidden()
    page.get_by_label("E-Mail-Adresse").fill("a.hoefler@")
    page.get_by_label("Name").fill("Andreas Höfler")
    page.get_by_role("button", name="Kostenfrei anmelden").click()
    expect(page.locator("#email-wrong")).to_have_text("Da fehlt noch etwas nach dem @.")
    page.get_by_label("E-Mail-Adresse").fill("a.hoefler@lang.example")
    page.get_by_role("button", name="Kostenfrei anmelden").click()
    expect(page.get_by_role("heading", name="Ihre E-Mail ist unterwegs.")).to_be_visible()
    assert Registration.objects.count() == 1
    context.close()
