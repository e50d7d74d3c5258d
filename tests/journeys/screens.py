"""The screens as people use them: by what they read on them."""

import re
from urllib.parse import quote_plus

import pyotp
from playwright.sync_api import BrowserContext, Frame, Locator, expect

from tests.journeys.place import Place
from tests.journeys.watch import Watch
from tests.journeys.words import Words


class Visitor:
    """A browser of somebody outside: a page of the demo's website, and the chat in it."""

    def __init__(self, context: BrowserContext, watch: Watch, product: Place, words: Words) -> None:
        self.context = context
        self.watch = watch
        self.product = product
        self.words = words
        self.page = context.new_page()

    def visit(self, path: str | None = None) -> None:
        self.page.goto(self.product.public + (path or self.words.page))
        self.page.wait_for_load_state("load")

    def open_chat(self) -> None:
        """Clicks the plate in the corner: it lies in a closed shadow root, without locators."""
        size = self.page.viewport_size
        assert size
        self.page.mouse.click(size["width"] - 60, size["height"] - 54)
        expect(self.chat.get_by_role("heading", level=1)).to_be_visible()

    @property
    def chat(self) -> Frame:
        for _ in range(200):
            for frame in self.page.frames:
                if "/widget/" in frame.url:
                    return frame
            self.page.wait_for_timeout(50)
        raise AssertionError("the chat did not open")

    @property
    def field(self) -> Locator:
        return self.chat.get_by_role("textbox").last

    @property
    def log(self) -> Locator:
        return self.chat.get_by_role("log")

    def say(self, text: str) -> None:
        self.field.fill(text)
        self.field.press("Enter")

    def reads(self, text: str | re.Pattern[str]) -> None:
        expect(self.log.get_by_text(text).last).to_be_visible()

    def messages(self) -> list[str]:
        """The texts of the conversation, in the order of the screen, without who said them."""
        found: list[str] = self.chat.eval_on_selector_all(
            "[role=log] .bubble",
            "all => all.map(one => { const copy = one.cloneNode(true);"
            " copy.querySelectorAll('.sr').forEach(x => x.remove());"
            " return copy.textContent.trim(); })",
        )
        return found


class Desk:
    """A browser of somebody who works here: the console."""

    def __init__(
        self, context: BrowserContext, watch: Watch, product: Place, words: Words, name: str
    ) -> None:
        self.context = context
        self.watch = watch
        self.product = product
        self.words = words
        self.name = name
        self.page = context.new_page()

    def sign_in(self) -> None:
        """Password and code; a code is good once, so this happens once for each person."""
        page, words = self.page, self.words
        known = self.product.sign_ins[self.name]
        self.watch.expected.add(401)
        page.goto(self.product.staff)
        page.get_by_label(words.email).fill(known.email)
        page.get_by_label(words.password, exact=True).fill(known.password)
        page.get_by_role("button", name=words.next).click()
        page.get_by_label(words.code, exact=True).fill(pyotp.TOTP(known.secret).now())
        page.get_by_role("button", name=words.confirm).click()
        expect(self.me).to_be_visible()
        self.watch.expected.remove(401)

    @property
    def me(self) -> Locator:
        return self.page.get_by_role("button", name=re.compile(f"^{self.name}, "))

    def open(self, path: str = "/") -> None:
        self.page.goto(self.product.staff + path)
        expect(self.me).to_be_visible()
        if self.page.evaluate("document.documentElement.lang") != self.words.language:
            self.me.click()
            self.page.get_by_role("menuitemradio", name=self.words.language_name).click()
            self.page.keyboard.press("Escape")
            self.page.wait_for_function(
                f"document.documentElement.lang === '{self.words.language}'"
            )

    @property
    def inbox(self) -> Locator:
        return self.page.get_by_role("region", name=self.words.inbox, exact=True)

    def waiting(self, text: str) -> Locator:
        """The row of a visitor who waits, found by what they asked."""
        group = self.inbox.get_by_role("region", name=re.compile(f"^{self.words.waiting}"))
        return group.get_by_role("link").filter(has_text=text)

    @property
    def take_button(self) -> Locator:
        return self.page.get_by_role("button", name=self.words.take)

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log", name=self.words.log)

    @property
    def draft(self) -> Locator:
        return self.page.get_by_role("region", name=self.words.draft)

    @property
    def field(self) -> Locator:
        return self.page.get_by_role("textbox", name=re.compile(f"^{self.words.answer}"))

    @property
    def person(self) -> Locator:
        return self.page.get_by_role("complementary", name=self.words.person)

    def say(self, text: str) -> None:
        self.field.fill(text)
        self.field.press("Enter")

    def reads(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_text(text).last).to_be_visible()

    def note(self, text: str) -> None:
        self.page.get_by_role("button", name=self.words.note_mode, exact=True).click()
        field = self.page.get_by_role("textbox", name=self.words.note_label)
        field.fill(text)
        field.press("Enter")
        self.reads(text)
        field.press("Escape")

    def send_product(self, query: str) -> None:
        self.page.get_by_role("button", name=self.words.send_product).click()
        box = self.page.get_by_role("dialog", name=self.words.send_product)
        with self.page.expect_response(lambda answer: f"q={quote_plus(query)}" in answer.url):
            box.get_by_role("searchbox").fill(query)
        box.get_by_role("option", name=query).first.click()
        box.get_by_role("button", name=self.words.send_card).click()

    def send_form(self) -> None:
        self.page.get_by_role("button", name=self.words.send_form).click()
        self.page.get_by_role("menuitem", name=self.words.form_contact).click()

    def messages(self) -> list[str]:
        """The texts of the conversation that are on the screen, in its order."""
        found: list[str] = self.page.eval_on_selector_all(
            ".talk__row .bubble", "all => all.map(one => one.textContent.trim())"
        )
        return found

    def close_conversation(self) -> None:
        expect(self.field).to_be_visible()
        button = self.page.get_by_role("button", name=self.words.finish).first
        expect(button).to_be_enabled()
        button.click()
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_role("button", name=self.words.finish, exact=True).click()
        expect(dialog).to_be_hidden()
