"""The panel in a real browser against the web process, which is killed under it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from django.db import transaction
from playwright.sync_api import Browser, Frame, Locator, Page, expect

from chat.cards import _form
from chat.entries import FormCard
from chat.models import Conversation
from chat.services import assignment, closing
from hub.accounts.models import Staff
from hub.accounts.permissions import principal
from hub.followup.models import Consent
from hub.realtime.append import append
from hub.realtime.models import Entry, Participant
from tests.people import make_site, make_staff
from tests.serving import Web, start_web
from tests.widget import served

pytestmark = pytest.mark.django_db(transaction=True)


class Desk:
    """What a salesperson does, and what the log holds in the end."""

    def __init__(self, web: Web, keller: Staff) -> None:
        self.web = web
        self.keller = keller

    def conversation(self) -> Conversation:
        return Conversation.objects.latest("created_at")

    def take(self) -> None:
        assignment.take(who=principal(self.keller), conversation_id=self.conversation().id)

    def close(self) -> None:
        closing.close(who=principal(self.keller), conversation_id=self.conversation().id)

    def say(self, text: str) -> None:
        log = self.conversation().public_log_id
        speaker = Participant.objects.get(log_id=log, kind="staff", subject=self.keller.id)
        with transaction.atomic():
            append(log=log, participant=speaker.id, kind="message", body={"text": text})

    def ask_for(self, form: str) -> None:
        log = self.conversation().public_log_id
        speaker = Participant.objects.get(log_id=log, kind="staff", subject=self.keller.id)
        card = _form(FormCard(form))
        with transaction.atomic():
            append(log=log, participant=speaker.id, kind="card.form", body=card)

    def asked(self) -> list[str]:
        """What visitors wrote, as it is stored, oldest first."""
        visitors = Participant.objects.filter(kind="visitor").values("id")
        entries = Entry.objects.filter(kind="message", participant_id__in=visitors)
        return [entry.body["text"] for entry in entries.order_by("log_id", "seq")]

    def kill(self) -> None:
        self.web.kill()

    def start(self) -> None:
        self.web = start_web(self.web.port)


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


def say(page: Page, text: str) -> None:
    field = page.locator("textarea")
    field.fill(text)
    field.press("Enter")


def framed(page: Page) -> Frame:
    """The panel in the page; it is behind a closed shadow root, so by its address."""
    for _ in range(100):
        for frame in page.frames:
            if "/widget/" in frame.url:
                return frame
        page.wait_for_timeout(100)
    raise AssertionError("the page has no panel")


def own(page: Page | Frame) -> Locator:
    return page.locator(".msg--own .bubble")


def test_nothing_is_kept_before_the_first_message(panel: Page) -> None:
    panel.locator("textarea").fill("Was kostet")
    panel.wait_for_timeout(300)
    assert panel.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [
        0,
        0,
        "",
    ]
    say(panel, "Was kostet der VH 250?")
    expect(panel.locator(".msg__meta")).to_contain_text("angekommen")
    assert panel.evaluate("Object.keys(localStorage)") == ["hub:haldner"]


def test_a_question_is_answered_read_and_closed(panel: Page, desk: Desk) -> None:
    say(panel, "Was kostet der VH 250?")
    expect(panel.get_by_role("status").filter(has_text="angekommen")).to_be_visible()
    desk.take()
    expect(panel.get_by_text("Miriam Keller ist seit")).to_be_visible()
    expect(panel.get_by_role("heading", name="Miriam Keller")).to_be_visible()
    desk.say("6.480 Euro: https://haldner.example/vh250")
    link = panel.get_by_role("link", name="https://haldner.example/vh250")
    expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")
    desk.close()
    expect(panel.get_by_text("Wie war dieses Gespräch?")).to_be_visible()
    panel.get_by_role("radio", name="4 von 5").check(force=True)
    panel.get_by_role("button", name="Bewertung senden").click()
    expect(panel.get_by_text("Sie haben 4 von 5 gegeben")).to_be_visible()
    panel.get_by_role("button", name="Neues Gespräch").click()
    expect(panel.get_by_text("beendet")).to_be_visible()
    assert desk.conversation().rating == 4


def test_what_is_written_while_the_server_is_dead_is_stored_once_and_in_order(
    panel: Page, desk: Desk
) -> None:
    say(panel, "eins")
    expect(panel.locator(".msg__meta")).to_contain_text("angekommen")
    desk.kill()
    expect(panel.locator(".strip")).to_contain_text("Keine Verbindung", timeout=20_000)
    for text in ("zwei", "drei", "vier"):
        say(panel, text)
    expect(panel.get_by_text("wird gesendet, sobald Sie verbunden sind").first).to_be_visible()
    desk.start()
    expect(panel.locator(".msg__meta").last).to_contain_text("angekommen", timeout=30_000)
    expect(panel.locator(".strip--none")).to_be_attached()
    assert desk.asked() == ["eins", "zwei", "drei", "vier"]
    assert own(panel).count() == 4


def test_a_page_that_ends_before_its_messages_are_stored_loses_none(
    panel: Page, desk: Desk
) -> None:
    say(panel, "eins")
    expect(panel.locator(".msg__meta")).to_contain_text("angekommen")
    panel.context.set_offline(True)
    desk.kill()
    for text in ("zwei", "drei"):
        say(panel, text)
    desk.start()
    # The next page: another document, the same browser.
    panel.goto("about:blank")
    panel.context.set_offline(False)
    panel.goto(f"{desk.web.public}/widget/?site=haldner&lang=de")
    expect(own(panel)).to_have_count(3, timeout=20_000)
    expect(panel.locator(".msg__meta").last).to_contain_text("angekommen", timeout=20_000)
    assert desk.asked() == ["eins", "zwei", "drei"]


def test_a_first_message_without_a_server_waits_with_all_that_follows(
    panel: Page, desk: Desk
) -> None:
    desk.kill()
    for text in ("eins", "zwei", "drei"):
        say(panel, text)
    expect(panel.get_by_text("wird gesendet, sobald Sie verbunden sind").first).to_be_visible()
    desk.start()
    expect(panel.locator(".msg__meta").last).to_contain_text("angekommen", timeout=30_000)
    expect(own(panel)).to_have_count(3)
    assert desk.asked() == ["eins", "zwei", "drei"]
    assert Conversation.objects.count() == 1


def test_an_answer_that_was_given_meanwhile_is_there_without_reloading(
    panel: Page, desk: Desk
) -> None:
    say(panel, "eins")
    expect(panel.locator(".msg__meta")).to_contain_text("angekommen")
    desk.take()
    expect(panel.get_by_text("Miriam Keller ist seit")).to_be_visible()
    desk.kill()
    desk.say("Während Sie weg waren.")
    desk.start()
    expect(panel.get_by_text("Während Sie weg waren.")).to_be_visible(timeout=30_000)
    assert panel.get_by_text("Während Sie weg waren.").count() == 1


def test_the_conversation_comes_along_to_the_next_page_of_the_same_tab(
    browser: Browser, desk: Desk
) -> None:
    firm = served.Origin(served.page(desk.web.public))
    make_site("firm", origins=[firm.url])
    context = browser.new_context(locale="de-DE", viewport={"width": 1280, "height": 900})
    try:
        page = context.new_page()
        page.goto(f"{firm.url}/vh250?secret=1#part")
        told: list[str] = []
        page.on("websocket", lambda line: line.on("framesent", lambda text: told.append(str(text))))
        page.evaluate("dispatchEvent(new Event('hub:open'))")
        chat = framed(page)
        chat.locator("textarea").fill("eins")
        chat.locator("textarea").press("Enter")
        expect(chat.locator(".msg__meta")).to_contain_text("angekommen")
        page.evaluate("history.pushState(null, '', '/next?secret=2'); document.title = 'Next'")
        page.wait_for_timeout(1500)
        seen = [json.loads(text) for text in told if '"page"' in text]
        assert [one["url"] for one in seen] == [f"{firm.url}/vh250", f"{firm.url}/next"]
        assert "secret" not in "".join(told)
        assert desk.conversation().page_url == f"{firm.url}/vh250"

        page.goto(f"{firm.url}/other")
        expect(own(framed(page))).to_contain_text("eins")
        # A page that nobody asked to, in another tab, stays as it is.
        other = context.new_page()
        other.goto(f"{firm.url}/other")
        other.wait_for_timeout(300)
        assert len(other.frames) == 1
    finally:
        context.close()
        firm.stop()


def test_a_browser_that_the_server_does_not_know_begins_as_a_stranger(
    panel: Page, desk: Desk
) -> None:
    panel.evaluate(
        "localStorage.setItem('hub:haldner', JSON.stringify({key: 'A'.repeat(43), out: []}))"
    )
    panel.reload()
    expect(panel.get_by_role("heading", name="Was möchten Sie heben?")).to_be_visible()
    panel.wait_for_function("localStorage.length === 0")


def test_a_text_is_never_markup_and_too_long_is_said_before_sending(
    panel: Page, desk: Desk
) -> None:
    say(panel, "<img src=x onerror=alert(1)> <b>fett</b>")
    expect(own(panel)).to_contain_text("<b>fett</b>")
    assert panel.locator(".bubble img, .bubble b").count() == 0
    panel.locator("textarea").fill("x" * 4001)
    expect(panel.locator("#count")).to_contain_text("1 Zeichen zu viel")
    panel.locator("textarea").press("Enter")
    assert own(panel).count() == 1


AXE = Path(__file__).resolve().parents[2] / "frontend/node_modules/axe-core/axe.min.js"


def axe(page: Page) -> list[str]:
    """What axe finds, as `rule: where`."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        f"{rule['id']}: {node['html'][:120]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(
    panel: Page, desk: Desk, scheme: Literal["light", "dark"]
) -> None:
    panel.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found = axe(panel)
    say(panel, "Was kostet der VH 250?")
    expect(panel.get_by_role("heading", name="Ihre Frage ist angekommen")).to_be_visible()
    found += axe(panel)
    desk.take()
    desk.say("Guten Tag!")
    desk.ask_for("contact")
    expect(panel.locator("form.form")).to_be_visible()
    panel.locator("form.form [type=submit]").click()
    expect(panel.locator("form.form .error").first).to_be_visible()
    found += axe(panel)
    desk.close()
    expect(panel.get_by_text("Wie war dieses Gespräch?")).to_be_visible()
    panel.get_by_role("radio", name="4 von 5").check(force=True)
    found += axe(panel)
    assert not found, "\n".join(found)


def test_everything_can_be_reached_by_keyboard_alone(panel: Page, desk: Desk) -> None:
    panel.locator("textarea").focus()
    panel.keyboard.type("Was kostet er?")
    panel.keyboard.press("Shift+Enter")
    panel.keyboard.type("Und wann?")
    panel.keyboard.press("Enter")
    expect(own(panel)).to_have_text(re.compile(r"Was kostet er\?\nUnd wann\?"))
    expect(panel.locator(".msg__meta")).to_contain_text("angekommen")
    desk.take()
    desk.ask_for("offer")
    expect(panel.locator("form.form")).to_be_visible()
    panel.locator("form.form input").first.focus()
    panel.keyboard.type("Anna Berger")
    panel.keyboard.press("Tab")
    panel.keyboard.type("nicht ganz")
    panel.keyboard.press("Enter")
    expect(panel.locator("form.form .error")).to_be_visible()
    field = panel.locator("form.form [type=email]")
    expect(field).to_be_focused()
    field.fill("anna@firma.example")
    panel.keyboard.press("Tab")
    panel.keyboard.press("Space")
    panel.keyboard.press("Tab")
    panel.keyboard.press("Enter")
    expect(panel.locator(".card.done")).to_be_visible()
    assert list(Consent.objects.values_list("text__key", flat=True)) == ["offer_by_mail"]
