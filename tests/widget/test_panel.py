"""The panel in a real browser against the web process, which is killed under it."""

import json

import pytest
from playwright.sync_api import Browser, Page, expect

from chat.models import Conversation
from tests.people import make_site
from tests.widget import served
from tests.widget.desk import Desk, framed, own, say

pytestmark = pytest.mark.django_db(transaction=True)


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
