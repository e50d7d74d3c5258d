"""axe finds nothing, light and dark, wide and on a phone; all can be done by keys alone."""

from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.journeys.axe import bring, findings, require_none
from tests.journeys.conftest import Desks, Visitors
from tests.journeys.product import Product

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
#: Without motion: what is half faded in has no contrast yet.
STILL = {"reduced_motion": "reduce"}
LOOKS: dict[str, dict[str, Any]] = {
    "light": STILL,
    "dark": {**STILL, "color_scheme": "dark"},
    "phone": {**STILL, **PHONE},
    "phone-dark": {**STILL, **PHONE, "color_scheme": "dark"},
}


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_in_the_chat(visitor: Visitors, desk: Desks, look: str) -> None:
    keller, someone = desk("Miriam Keller"), visitor(**LOOKS[look])
    bring(someone.context)
    found: dict[str, list[str]] = {}
    mark = uuid4().hex[:8]
    someone.visit()
    found["page"] = findings(someone.page)
    someone.open_chat()
    someone.chat.get_by_role("heading", name=someone.words.greeting).wait_for()
    found["start"] = findings(someone.chat)
    someone.say(mark)
    keller.waiting(mark).wait_for()
    found["waiting"] = findings(someone.chat)
    keller.waiting(mark).click()
    keller.take_button.click()
    keller.say("A")
    keller.send_product("VH 250")
    keller.send_form()
    expect(someone.log.get_by_role("form")).to_be_visible()
    found["talk"] = findings(someone.chat)
    keller.close_conversation()
    expect(someone.chat.get_by_text(someone.words.ended)).to_be_visible()
    found["ended"] = findings(someone.chat)
    require_none(found)


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_in_the_console(
    visitor: Visitors, desk: Desks, product: Product, look: str
) -> None:
    someone = visitor()
    mark = f"{someone.words.question} {uuid4().hex[:8]}"
    someone.visit()
    someone.open_chat()
    someone.say(mark)
    manager = desk("Lena Fuchs", **LOOKS[look])
    bring(manager.context)
    found: dict[str, list[str]] = {}
    manager.open()
    manager.waiting(mark[-8:]).wait_for()
    found["inbox"] = findings(manager.page)
    manager.waiting(mark[-8:]).click()
    manager.take_button.wait_for()
    found["before taking"] = findings(manager.page)
    manager.take_button.click()
    manager.draft.get_by_role("button", name=manager.words.change).wait_for()
    found["draft"] = findings(manager.page)
    manager.say("A")
    manager.close_conversation()
    for path in ("/contacts", "/bridge", *contact(product)):
        manager.open(path)
        manager.page.wait_for_load_state("networkidle")
        found[path] = findings(manager.page)
    require_none(found)


def contact(product: Product) -> list[str]:
    known = product.rows("SELECT id FROM contacts_contact ORDER BY created_at LIMIT 1")
    return [f"/contacts/{id_}" for (id_,) in known]


def test_axe_finds_nothing_where_one_signs_in(visitor: Visitors) -> None:
    someone = visitor()
    bring(someone.context)
    someone.watch.expected.add(401)
    someone.page.goto(someone.product.staff)
    someone.page.get_by_label(someone.words.email).wait_for()
    require_none({"sign-in": findings(someone.page)})


def test_the_console_by_keys_alone(visitor: Visitors, desk: Desks) -> None:
    """The next one is taken, read, answered, noted about, and closed, without a pointer."""
    someone = visitor()
    mark = uuid4().hex[:8]
    someone.visit()
    someone.open_chat()
    someone.say(mark)
    keller = desk("Miriam Keller")
    keyboard = keller.page.keyboard
    keller.waiting(mark).wait_for()
    keyboard.press("n")
    keller.field.wait_for()
    keyboard.press("r")
    expect(keller.field).to_be_focused()
    keyboard.type("Von Hand geschrieben")
    keyboard.press("Enter")
    someone.reads("Von Hand geschrieben")
    keyboard.press("Control+i")
    note = keller.page.get_by_role("textbox", name=keller.words.note_label)
    expect(note).to_be_focused()
    keyboard.type("Nur für uns")
    keyboard.press("Enter")
    keller.reads("Nur für uns")
    keyboard.press("Escape")
    expect(keller.field).to_be_focused()
    keyboard.press("Control+k")
    palette = keller.page.get_by_role("dialog")
    expect(palette.get_by_role("searchbox")).to_be_focused()
    keyboard.type(keller.words.finish)
    expect(palette.get_by_role("option").first).to_contain_text(keller.words.finish)
    keyboard.press("Enter")
    expect(palette).to_have_count(1)
    expect(palette.get_by_role("button", name=keller.words.finish, exact=True)).to_be_focused()
    keyboard.press("Enter")
    expect(someone.chat.get_by_text(someone.words.ended)).to_be_visible()


def test_the_chat_by_keys_alone(visitor: Visitors) -> None:
    someone = visitor()
    someone.visit()
    page = someone.page
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "ASIDE":
            break
    page.keyboard.press("Enter")
    expect(someone.field).to_be_focused()
    page.keyboard.type(f"{uuid4().hex[:8]}")
    page.keyboard.press("Enter")
    expect(someone.log).to_be_visible()
    page.keyboard.press("Escape")
    page.wait_for_function("document.activeElement.tagName === 'ASIDE'")
