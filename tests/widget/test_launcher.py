"""What the embedding page pays and what it gives away, in a real browser."""

import gzip
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from tests.widget import served
from tests.widget.conftest import ROOTS, Embed

PLATE = "roots[0].querySelector('.plate')"


def plate_says(page: Page) -> str:
    return str(page.evaluate(f"{PLATE}.innerText"))


def click_plate(page: Page) -> Frame:
    page.evaluate(f"{PLATE}.click()")
    until(page, "roots[0].querySelector('.panel.ready')")
    return next(frame for frame in page.frames if "/widget/" in frame.url)


def until(where: Page | Frame, condition: str, seconds: float = 10) -> None:
    """Playwright's own waiting evaluates strings in the page, which its policy forbids."""
    end = time.monotonic() + seconds
    while not where.evaluate(condition):
        assert time.monotonic() < end, f"never: {condition}"
        time.sleep(0.03)


def stored(page: Page) -> object:
    return page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")


# --- before the click ----------------------------------------------------------------------------


def test_the_launcher_is_at_most_2_kb_and_the_panel_30() -> None:
    def size(*names: str) -> int:
        return sum(len(gzip.compress((served.DIST / name).read_bytes(), 9)) for name in names)

    assert size("embed.js") <= 2048
    names = [f"assets/{path.name}" for path in (served.DIST / "assets").iterdir()]
    always = [n for n in names if n.endswith((".js", ".css")) and "cards-" not in n]
    assert size(*(n for n in always if "assets/en-" not in n)) <= 30 * 1024


def test_before_the_click_one_script_is_loaded_and_nothing_is_told_or_stored(
    embed: Embed, hub: served.Origin
) -> None:
    page = embed('data-invite="Passt er?" data-invite-after=0')
    page.wait_for_timeout(600)
    assert hub.paths == ["/embed.js"]
    assert "cookie" not in hub.asked[0][1]
    assert stored(page) == [0, 0, "firm=1"]
    assert [c["name"] for c in page.context.cookies()] == ["firm"]


def test_the_plate_says_nothing_that_it_does_not_know(embed: Embed) -> None:
    assert plate_says(embed()) == "Fragen?\nWir antworten im Chat."


def test_who_is_there_comes_from_the_page_itself(embed: Embed, hub: served.Origin) -> None:
    page = embed('data-agent="Miriam Keller" data-promise="Antwort in etwa 2 Min"')
    assert plate_says(page) == "Miriam Keller ist da\nAntwort in etwa 2 Min"
    label = page.evaluate(f"{PLATE}.ariaLabel")
    assert label.startswith("Chat öffnen. Miriam Keller ist da")
    assert hub.paths == ["/embed.js"]


def test_it_works_under_a_policy_without_styles_and_with_trusted_types(embed: Embed) -> None:
    page = embed()
    box = page.evaluate(
        f"(() => {{ const b = {PLATE}.getBoundingClientRect();"
        "return [b.height, innerWidth - b.right, innerHeight - b.bottom]; })()"
    )
    assert box == [60, 24, 24]
    assert page.evaluate("modes") == ["closed"]


def test_nothing_on_the_page_moves(embed: Embed) -> None:
    page = embed()
    shift = page.evaluate(
        "new Promise(done => { let sum = 0; new PerformanceObserver(list => {"
        "for (const one of list.getEntries()) sum += one.value; })"
        ".observe({type: 'layout-shift', buffered: true}); setTimeout(() => done(sum), 400); })"
    )
    assert shift == 0


def test_the_invitation_comes_once_and_goes_for_good(embed: Embed) -> None:
    page = embed('data-invite="Passt der VH 250?" data-invite-after=0')
    until(page, "roots[0].querySelector('.invite')")
    assert "Passt der VH 250?" in page.evaluate("roots[0].querySelector('.invite').innerText")
    focused = page.evaluate("document.activeElement.tagName")
    assert focused == "BODY"
    page.evaluate("roots[0].querySelectorAll('.invite button')[1].click()")
    page.wait_for_timeout(400)
    assert page.evaluate("roots[0].querySelector('.invite')") is None
    assert stored(page) == [0, 0, "firm=1"]


def test_a_text_from_the_page_is_text(embed: Embed) -> None:
    page = embed(
        'data-agent="<img src=x onerror=alert(1)>" data-invite="<b>x</b>" data-invite-after=0'
    )
    until(page, "roots[0].querySelector('.invite')")
    assert page.evaluate("roots[0].querySelectorAll('img, .invite b').length") == 0


# --- the click -----------------------------------------------------------------------------------


def test_the_click_brings_a_frame_of_the_hub_and_puts_the_cursor_into_it(
    embed: Embed, hub: served.Origin
) -> None:
    page = embed()
    frame = click_plate(page)
    assert frame.url.startswith(hub.url)
    query = parse_qs(urlsplit(frame.url).query)
    assert query["site"] == ["firm"] and query["lang"] == ["de"]
    expect(frame.get_by_role("heading", name="Was möchten Sie heben?")).to_be_visible()
    until(frame, "document.activeElement.tagName === 'TEXTAREA'")
    # Nothing is kept there either (a browser that blocks what is embedded does not even let look).
    looked = "(() => { try { return localStorage.length } catch { return 0 } })()"
    assert frame.evaluate(looked) == 0
    # The page's address is known to the frame without what stands behind the question mark.
    assert "secret" not in str(hub.asked)


def test_the_console_of_the_page_stays_empty(embed: Embed) -> None:
    page = embed()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    click_plate(page)
    page.wait_for_timeout(300)
    assert said == []


def test_escape_closes_and_gives_the_cursor_back_to_the_plate(embed: Embed) -> None:
    page = embed()
    frame = click_plate(page)
    until(frame, "document.activeElement.tagName === 'TEXTAREA'")
    page.keyboard.press("Escape")
    until(page, "roots[0].querySelector('.panel.shut')")
    assert page.evaluate(f"roots[0].activeElement === {PLATE}")
    page.keyboard.press("Enter")
    until(page, "!roots[0].querySelector('.panel.shut')")
    until(frame, "document.activeElement.tagName === 'TEXTAREA'")


def test_on_a_phone_it_is_the_whole_screen_and_the_page_stands_still(embed: Embed) -> None:
    page = embed(width=390, height=844)
    frame = click_plate(page)
    page.wait_for_timeout(400)
    box = page.evaluate(
        "(() => { const b = roots[0].querySelector('.panel')"
        ".getBoundingClientRect(); return [b.x, b.y, b.width, b.height]; })()"
    )
    assert box == [0, 0, 390, 844]
    assert page.evaluate("document.documentElement.style.overflow") == "hidden"
    assert frame.evaluate("document.documentElement.hasAttribute('data-phone')")
    frame.get_by_role("button", name="Zurück zur Seite").click()
    until(page, "roots[0].querySelector('.panel.shut')")
    assert page.evaluate("document.documentElement.style.overflow") == ""


def test_messages_of_others_are_not_heard(embed: Embed) -> None:
    page = embed()
    click_plate(page)
    page.evaluate("postMessage({hub: 'close'}, '*')")
    page.evaluate("postMessage({hub: 'running'}, '*')")
    page.wait_for_timeout(300)
    assert page.evaluate("roots[0].querySelector('.panel.shut')") is None
    assert page.evaluate("sessionStorage.length") == 0


def test_the_frame_hears_its_own_page_only(embed: Embed, hub: served.Origin) -> None:
    page = embed()
    frame = click_plate(page)
    frame.evaluate("postMessage({hub: 'open', focus: true, phone: true}, '*')")
    page.wait_for_timeout(300)
    assert not frame.evaluate("document.documentElement.hasAttribute('data-phone')")


def test_a_page_opens_the_chat_itself(embed: Embed) -> None:
    page = embed()
    page.evaluate("dispatchEvent(new Event('hub:open'))")
    until(page, "roots[0].querySelector('.panel.ready')")


def test_when_the_hub_is_gone_the_plate_says_so_and_can_be_tried_again(
    embed: Embed, hub: served.Origin
) -> None:
    page = embed()
    gone, hub.answer = hub.answer, lambda path: (503, {}, b"")
    page.evaluate(f"{PLATE}.click()")
    until(page, f"{PLATE}.innerText.includes('lädt gerade nicht')")
    hub.answer = gone


WHITE = "rgb(255, 255, 255)"


def plate_is_white(page: Page) -> bool:
    return bool(page.evaluate(f"getComputedStyle({PLATE}).backgroundColor === '{WHITE}'"))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_theme_can_be_given(embed: Embed, theme: str) -> None:
    page = embed(f"data-theme={theme}")
    frame = click_plate(page)
    assert frame.evaluate("document.documentElement.dataset.theme") == theme
    assert plate_is_white(page) is (theme == "light")


@pytest.mark.parametrize(
    ("head", "white"), [("", True), ('<meta name=color-scheme content="light dark">', False)]
)
def test_a_dark_system_makes_it_dark_where_the_page_is_dark_too(
    browser: Browser, hub: served.Origin, head: str, white: bool
) -> None:
    firm = served.Origin(served.page(hub.url, "", head), host="127.0.0.1")
    context = browser.new_context(color_scheme="dark")
    try:
        page = context.new_page()
        page.add_init_script(ROOTS)
        page.goto(firm.url)
        assert plate_is_white(page) is white
        frame = click_plate(page)
        assert frame.evaluate("document.documentElement.dataset.theme") == (
            "light" if white else "dark"
        )
    finally:
        context.close()
        firm.stop()


def test_two_scripts_make_one_plate(embed: Embed, hub: served.Origin) -> None:
    page = embed()
    page.evaluate(
        "url => new Promise(done => { const s = document.createElement('script');"
        "const policy = trustedTypes.createPolicy('t', {createScriptURL: x => x});"
        "s.src = policy.createScriptURL(url); s.dataset.site = 'firm'; s.onload = done;"
        "document.head.append(s); })",
        f"{hub.url}/embed.js",
    )
    assert page.evaluate("roots.length") == 1
