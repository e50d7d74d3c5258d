"""What stands in the panel, for eyes, ears and keyboards, in a real browser."""

import re
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from hub.followup.models import Consent
from tests.widget.desk import Desk, own, say

pytestmark = pytest.mark.django_db(transaction=True)


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


def test_who_reads_the_end_stays_there_and_who_reads_above_is_not_moved(
    panel: Page, desk: Desk
) -> None:
    say(panel, "Was kostet er?")
    expect(panel.locator(".msg__meta")).to_contain_text("angekommen")
    desk.take()
    for n in range(12):
        desk.say(f"Satz {n}, der eine Weile dauert.\nUnd noch eine Zeile.\nUnd noch eine.")
    expect(panel.get_by_text("Satz 11,")).to_be_in_viewport()
    panel.locator(".scroll").hover()
    panel.mouse.wheel(0, -600)
    panel.wait_for_timeout(300)
    before = panel.locator(".scroll").evaluate("box => box.scrollTop")
    desk.say("Satz 12, ungesehen.")
    more = panel.get_by_role("button", name="Neue Nachrichten")
    expect(more).to_be_visible()
    assert panel.locator(".scroll").evaluate("box => box.scrollTop") == before
    more.click()
    expect(panel.get_by_text("Satz 12,")).to_be_in_viewport()
    expect(more).to_be_hidden()
    # What grows later (a picture, the keyboard) does not push the end out of sight.
    panel.set_viewport_size({"width": 416, "height": 500})
    expect(panel.get_by_text("Satz 12,")).to_be_in_viewport()


def test_a_picture_is_sent_and_shown_and_a_file_that_is_too_large_is_not(
    panel: Page, desk: Desk, tmp_path: Path
) -> None:
    say(panel, "Passt er dafür?")
    expect(panel.locator(".msg__meta")).to_contain_text("angekommen")
    picture = tmp_path / "blech.png"
    panel.screenshot(path=picture)
    panel.locator("input[type=file]").set_input_files(picture)
    shown = panel.get_by_role("img", name="blech.png")
    expect(shown).to_be_visible(timeout=15_000)
    assert shown.get_attribute("src", timeout=1000).startswith(desk.web.files)  # type: ignore[union-attr]
    expect(panel.locator(".msg__meta").last).to_be_in_viewport()
    large = tmp_path / "hallenplan.dwg"
    large.write_bytes(b"x" * (21 * 1024 * 1024))
    panel.locator("input[type=file]").set_input_files(large)
    expect(panel.get_by_role("alert")).to_contain_text("Zu groß, erlaubt sind 20 MB.")
    panel.get_by_role("button", name="Entfernen").click()
    expect(panel.get_by_text("hallenplan.dwg")).to_be_hidden()
