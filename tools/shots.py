"""How the README's pictures are taken: sizes, language, stillness, and where they go."""

from typing import Any

from playwright.sync_api import Browser, Page

from tests.journeys.place import ROOT

FOLDER = ROOT / "docs" / "pictures"
WIDE: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2}


def context(browser: Browser, **options: Any) -> Any:
    return browser.new_context(
        locale="de-DE", timezone_id="Europe/Berlin", reduced_motion="reduce", **options
    )


def snap(page: Page, name: str, *, live: bool = False) -> None:
    """Once everything is loaded; a `live` page never is, since it asks how good its line is."""
    if not live:
        page.wait_for_load_state("networkidle")
    page.wait_for_timeout(400)
    page.screenshot(path=FOLDER / f"{name}.png")
