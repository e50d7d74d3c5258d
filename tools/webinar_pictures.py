"""The pictures of a webinar: its page, the lobby, the room, the host's desk, the report."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Playwright, expect

from tests import browsers
from tests.journeys import rooms
from tests.journeys.place import Place
from tests.journeys.screens import Desk
from tests.journeys.watch import Watch
from tests.journeys.webinar_words import DE as WORDS
from tests.journeys.words import DE
from tests.room.hall import Somebody
from tools import cameras
from tools.shots import PHONE, WIDE, context, snap

WEBINAR = "Offene Werkstatt"
PEOPLE = (
    ("Andreas Höfler", "a.hoefler@metallbau-hoefler.example"),
    ("Karin Dürr", "k.duerr@duerr-blech.example"),
)


def take(playwright: Playwright, browser: Browser, place: Place, mails: Path) -> None:
    """Of the webinar that can be joined at once. `mails`: where the demo keeps its mails."""
    page = context(browser, **WIDE).new_page()
    page.goto(f"{place.public}/webinars/bleche-allein-heben/?lang=de")
    snap(page, "event")
    with tempfile.TemporaryDirectory() as folder:
        films = {
            face: cameras.film(browser, face, Path(folder, f"{face}.mjpeg"))
            for face in ("fuchs", "seidel")
        }
        with (
            _filmed(playwright, films["fuchs"]) as hers,
            _filmed(playwright, films["seidel"]) as his,
        ):
            _hold(hers, his, browser, place, mails)


def _hold(hers: Browser, his: Browser, browser: Browser, place: Place, mails: Path) -> None:
    manager = Desk(_watched(hers, **WIDE), Watch(), place, DE, "Lena Fuchs")
    manager.sign_in()
    shared = manager.context.new_page()
    shared.set_content(cameras.slide())
    guests = []
    for made, (name, email), options in zip((his, browser), PEOPLE, (WIDE, PHONE), strict=True):
        guest = _watched(made, **options)
        guests.append(
            (Somebody(guest, guest.new_page()), name, _register(guest, place, name, email, mails))
        )
    (first, name, link), (second, other, to_other) = guests
    rooms.join(first, link, rooms.initials(name), WORDS)
    first.page.get_by_role("heading", level=1).wait_for()
    snap(first.page, "lobby", live=True)
    rooms.join(second, to_other, rooms.initials(other), WORDS)

    manager.open("/webinars")
    manager.page.get_by_role("link", name=WEBINAR).first.click()
    manager.page.get_by_role("link", name=WORDS.to_room).first.click()
    host = Somebody(manager.context, manager.page)
    for press in (WORDS.camera_off, WORDS.microphone_off, WORDS.go_live):
        host.press(press)
    first.sees("figure[data-participant] video", 40)
    host.press("Bildschirm teilen")
    first.sees("figure[data-screen] video", 40)
    _talk(host, first, second)
    for one, name in ((first, "room"), (second, "room-phone"), (host, "room-host")):
        one.page.mouse.move(0, 0)
        snap(one.page, name, live=True)
    host.press(WORDS.end)
    host.press(WORDS.end_now)
    manager.open("/webinars")
    manager.page.get_by_role("link", name="Vakuum oder Magnet").first.click()
    manager.page.get_by_role("row").nth(3).wait_for()
    snap(manager.page, "attendance")


def _talk(host: Somebody, first: Somebody, second: Somebody) -> None:
    for one, text in (
        (second, "Das Umschalten geht ja wirklich schnell."),
        (first, "Bei uns ist es oft zundrig. Reicht da das Vakuum?"),
    ):
        field = one.page.get_by_label(WORDS.message)
        field.fill(text)
        field.press("Enter")
    first.tab(WORDS.questions)
    for text in (
        "Hält das Vakuum auch auf zundrigen oder leicht öligen Blechen?",
        "Lässt sich der Heber an einen alten Demag-Kran hängen?",
    ):
        field = first.page.locator(".asking textarea")
        field.fill(text)
        field.press("Enter")
        host.reads(text)
    host.page.get_by_role("button", name=WORDS.aloud).first.click()
    first.reads(WORDS.answering)
    first.press(WORDS.hand)
    host.press(WORDS.give)
    first.press(WORDS.both)
    expect(second.page.locator("figure[data-participant]")).to_have_count(2)
    second.page.wait_for_timeout(2500)


def _register(guest: Any, place: Place, name: str, email: str, mails: Path) -> str:
    """Registers on the page and gives the personal link that came by mail."""
    page: Page = guest.new_page()
    page.goto(f"{place.public}/webinars/offene-werkstatt/?lang=de")
    page.get_by_label(WORDS.email).fill(email)
    page.get_by_label(WORDS.name, exact=True).fill(name)
    page.get_by_role("button", name=WORDS.submit).click()
    page.get_by_role("heading", name=WORDS.on_its_way).wait_for()
    page.close()
    return rooms.link_kept(mails, email)


def _watched(browser: Browser, **options: Any) -> Any:
    made = context(browser, permissions=["camera", "microphone"], **options)
    rooms.watched(made)
    return made


@contextmanager
def _filmed(playwright: Playwright, film: Path) -> Iterator[Browser]:
    """A browser whose camera plays a film, and which shares the slide when it is asked to."""
    browser = playwright.chromium.launch(
        executable_path=browsers.chromium(),
        args=[
            *("--no-sandbox", "--use-fake-device-for-media-stream"),
            f"--use-file-for-fake-video-capture={film}",
            f"--auto-select-tab-capture-source-by-title={cameras.SLIDE}",
        ],
    )
    try:
        yield browser
    finally:
        browser.close()
