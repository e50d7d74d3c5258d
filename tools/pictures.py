"""Takes the README's pictures from the demo, run for this alone: `python -m tools.pictures`.

It starts what `make run` starts, in a folder of its own, so that the pictures show what everybody
gets. PORT: the first of four free ports.
"""

import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL

from playwright.sync_api import Browser, expect, sync_playwright

from hub import env
from hub.runtime import processes
from hub.runtime.processes import Command
from tests import browsers
from tests.journeys.place import ROOT, Place
from tests.journeys.screens import Desk, Visitor
from tests.journeys.watch import Watch
from tests.journeys.words import DE
from tools import webinar_pictures
from tools.shots import FOLDER, PHONE, WIDE, context, snap

QUESTION = (
    "Guten Morgen, wir lasern Bleche 2.500 × 1.250 mm, bis 8 mm stark. "
    "Was kostet der VH 250 Quattro und wann könnten Sie ihn liefern?"
)
FURTHER = "Hält das Vakuum auch bei Stromausfall? Und was kostet die Ausführung mit Akku?"


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with running() as (place, data), sync_playwright() as playwright:
        expect.set_options(timeout=20_000)
        browser = playwright.chromium.launch(
            executable_path=browsers.chromium(), args=["--no-sandbox"]
        )
        webinar_pictures.take(playwright, browser, place, data / "mail")
        take(browser, place)
        browser.close()
    for file in sorted(FOLDER.glob("*.png")):
        print(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1024} KB")
    return 0


@contextmanager
def running() -> Iterator[tuple[Place, Path]]:
    """The demo, and its data folder."""
    port = env.integer("PORT", 8900, minimum=1, maximum=65532)
    with tempfile.TemporaryDirectory(prefix="hub-pictures-", dir="/tmp") as folder:
        Path(folder).chmod(0o711)
        variables = {"PORT": str(port), "DATA_DIR": folder, "DEMO": "1", "FRONTEND_BUILD": "0"}
        command = Command(
            [sys.executable, "-m", "hub.runtime", "run"],
            env=variables,
            cwd=ROOT,
            stop_signal=signal.SIGINT,
            stop_seconds=40,
            death_signal=signal.SIGTERM,
        )
        print("Starting the demo", flush=True)
        process = processes.start(command, output=DEVNULL)
        place = Place(port, {**os.environ, **variables})
        try:
            while not place.is_ready():
                if process.poll() is not None:
                    raise SystemExit("The demo does not start: `make run` says why.")
                time.sleep(0.3)
            yield place, Path(folder)
        finally:
            processes.stop(process, command)


def take(browser: Browser, place: Place) -> None:
    """One conversation, photographed from all sides, while somebody else waits."""
    desk = Desk(context(browser, **WIDE), Watch(), place, DE, "Miriam Keller")
    desk.sign_in()
    someone = Visitor(context(browser, **WIDE), Watch(), place, DE)
    someone.visit()
    someone.open_chat()
    someone.say(QUESTION)
    desk.waiting("Guten Morgen").click()
    desk.take_button.click()
    desk.draft.get_by_role("button", name=DE.change).click()
    desk.field.press("Enter")
    desk.send_product("VH 250 Quattro")
    expect(someone.log.get_by_role("article")).to_contain_text("€")
    snap(someone.page, "widget")
    phone = Visitor(context(browser, is_mobile=True, **PHONE), Watch(), place, DE)
    phone.visit()
    phone.open_chat()
    phone.say("Passt der VH 250 auch für Tränenblech?")
    phone.chat.get_by_role("heading", name=DE.place_next).wait_for()
    snap(phone.page, "widget-phone")

    someone.say(FURTHER)
    desk.draft.get_by_role("button", name=DE.change).wait_for()
    desk.page.mouse.move(0, 0)
    snap(desk.page, "console")
    dark = desk.context.new_page()
    dark.emulate_media(color_scheme="dark", reduced_motion="reduce")
    dark.goto(desk.page.url)
    dark.get_by_role("region", name=DE.draft).get_by_role("button", name=DE.change).wait_for()
    snap(dark, "console-dark")

    desk.page.goto(f"{place.staff}/contacts?q=H%C3%B6fler")
    desk.page.get_by_role("row").filter(has_text="Andreas Höfler").first.click()
    desk.page.get_by_role("article").first.wait_for()
    snap(desk.page, "contact")
    admin = Desk(context(browser, **WIDE), Watch(), place, DE, "Matthias Seidel")
    admin.sign_in()
    admin.page.goto(f"{place.staff}/bridge")
    admin.page.get_by_role("row").filter(has_text="deal_id").first.click()
    admin.page.get_by_text("422").first.wait_for()
    snap(admin.page, "tray")


if __name__ == "__main__":
    sys.exit(main())
