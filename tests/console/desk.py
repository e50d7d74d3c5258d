"""The two screens as people use them: by what they read on them."""

from playwright.sync_api import BrowserContext, Locator, expect

from hub.accounts.models import Staff
from tests.console.words import Words
from tests.journeys.watch import Watch
from tests.people import session_of
from tests.serving import Web


class Desk:
    """A browser of somebody who works here, signed in."""

    def __init__(
        self, context: BrowserContext, watch: Watch, web: Web, words: Words, staff: Staff
    ) -> None:
        self.context = context
        self.watch = watch
        self.web = web
        self.words = words
        context.add_cookies(
            [
                {
                    "name": "__Host-staff",
                    "value": session_of(staff),
                    "domain": "localhost",
                    "path": "/",
                    "secure": True,
                    "httpOnly": True,
                }
            ]
        )
        self.page = context.new_page()

    def open(self, path: str) -> None:
        self.page.goto(self.web.staff + path)
        expect(self.page.get_by_role("navigation").first).to_be_visible()

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def take(self) -> None:
        """The one conversation that waits."""
        self.page.get_by_text(self.words.question).first.click()
        self.page.get_by_role("button", name=self.words.take).click()

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log", name=self.words.log)

    def types(self, label: str, digits: str) -> None:
        """Into a day or a time, part after part."""
        self.page.get_by_role("group", name=label).get_by_role("spinbutton").first.click()
        self.page.keyboard.type(digits)


class Panel:
    """A visitor's panel, as the frame shows it."""

    def __init__(self, context: BrowserContext, watch: Watch, web: Web, words: Words) -> None:
        self.context = context
        self.watch = watch
        self.web = web
        self.words = words
        self.page = context.new_page()

    def open(self) -> None:
        # A frame has no icon; as a page of its own the browser asks for one.
        self.page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
        self.page.goto(f"{self.web.public}/widget/?site=haldner&lang={self.words.language}")
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()

    def reload(self) -> None:
        # A line that is just being opened ends with the page; Chromium notes that.
        self.watch.away = True
        self.page.reload()
        expect(self.page.get_by_role("log")).to_be_visible()
        self.watch.away = False

    def say(self, text: str) -> None:
        field = self.page.get_by_role("textbox").last
        field.fill(text)
        field.press("Enter")

    def card(self, name: str) -> Locator:
        return self.page.get_by_role("article", name=name)
