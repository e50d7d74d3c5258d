"""axe on every screen of the room, in both looks and on a phone; a guest with a keyboard alone."""

from typing import Any

import pytest
from playwright.sync_api import expect

from hub.accounts.models import Staff
from tests.journeys.axe import bring, findings, require_none
from tests.room.conftest import Guests, Hosts
from tests.room.hall import Somebody, token_of
from tests.serving import Web
from tests.webinars.media.processes import MediaProcess
from tests.webinars.rooms.people import register
from webinars.models import RoomParticipant, Speaker, Webinar

LOOKS: dict[str, dict[str, Any]] = {
    "desktop": {"reduced_motion": "reduce"},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "has_touch": True,
        "reduced_motion": "reduce",
    },
}


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing(
    web: Web,
    media: MediaProcess,
    keller: Staff,
    webinar: Webinar,
    guest: Guests,
    host: Hosts,
    look: str,
) -> None:
    Speaker.objects.create(
        webinar=webinar, staff=keller, name=keller.name, title={"de": "Vertrieb"}
    )
    found: dict[str, list[str]] = {}
    miriam, anna = host(**LOOKS[look]), guest(**LOOKS[look])
    bring(miriam.context)
    bring(anna.context)
    anna.page.goto(f"{web.public}/room/{webinar.slug}?lang=de")
    anna.reads("Link noch einmal schicken")
    found["no link"] = findings(anna.page)
    anna.open(web, token_of(register(webinar, "Anna Sommer")))
    anna.reads("Als A. S. teilnehmen")
    found["link"] = findings(anna.page)
    anna.press("Ich bin jemand anders")
    anna.page.get_by_role("button", name="Teilnehmen").click()
    found["somebody else"] = findings(anna.page)
    anna.press("Zurück")
    anna.join("A. S.")
    anna.press("Kamera prüfen")
    anna.press("Mikrofon prüfen")
    anna.sees(".check-item__picture video")
    found["lobby"] = findings(anna.page)

    miriam.open(web, keller, webinar.room)
    miriam.press("Meine Kamera ist aus")
    miriam.press("Mein Mikrofon ist aus")
    found["backstage"] = findings(miriam.page)
    if look == "phone":
        in_reading_order(miriam, ".host__bar", ".host__stage", ".host__middle", ".host__talk")
    miriam.press("Live gehen")
    anna.sees(anna.tile(RoomParticipant.objects.get(staff=keller.id)))
    anna.writes("Guten Tag")
    anna.asks("Wie schwer?")
    miriam.reads("Wie schwer?")
    miriam.press("Schriftlich")
    anna.press("Hand heben")
    miriam.reads("Auf die Bühne")
    for tab in ("Chat", "Fragen", "Dabei"):
        anna.tab(tab)
        found[f"room, {tab}"] = findings(anna.page)
    if look == "desktop":
        anna.press("Helle Ansicht")
        anna.page.wait_for_timeout(400)
        found["room, light"] = findings(anna.page)
    found["desk"] = findings(miriam.page)
    miriam.press("Auf die Bühne")
    anna.reads("Sie haben das Wort")
    anna.page.wait_for_timeout(400)
    found["floor"] = findings(anna.page)
    anna.press("Jetzt nicht")
    anna.reads("Bühne verlassen")
    anna.page.wait_for_timeout(400)
    found["on the stage"] = findings(anna.page)
    miriam.press("Webinar beenden")
    miriam.press("Jetzt beenden")
    anna.reads("Danke, dass Sie dabei waren")
    found["ended"] = findings(anna.page)
    found["desk, ended"] = findings(miriam.page)
    require_none(found)


def test_a_guest_with_a_keyboard_alone(
    web: Web,
    media: MediaProcess,
    keller: Staff,
    webinar: Webinar,
    guest: Guests,
    host: Hosts,
) -> None:
    miriam, anna = host(), guest()
    miriam.open(web, keller, webinar.room)
    miriam.press("Live gehen")
    anna.open(web, token_of(register(webinar, "Anna Sommer")))
    anna.reads("Als A. S. teilnehmen")
    keys = anna.page.keyboard
    keys.press("Tab")
    keys.press("Enter")
    anna.reads("Live seit")

    # the toolbar is one stop; arrows move along it
    hand = anna.page.get_by_role("button", name="Hand heben")
    hand.wait_for()
    for _ in range(12):
        keys.press("Tab")
        if hand.evaluate("one => one === document.activeElement"):
            break
    expect(hand).to_be_focused()
    keys.press("Space")
    anna.reads("Hand gehoben · Nr. 1")
    keys.press("ArrowRight")
    expect(anna.page.get_by_role("button", name="Ton aus")).to_be_focused()

    # given the floor, the focus is in the dialog; afterwards it is where it was
    miriam.press("Auf die Bühne")
    expect(anna.page.get_by_role("button", name="Kamera und Mikrofon einschalten")).to_be_focused()
    keys.press("Escape")
    expect(anna.page.get_by_role("dialog")).to_have_count(0)

    # tabs by arrows, a message by Enter, a line break by Shift and Enter
    anna.page.get_by_role("tab", name="Chat").focus()
    keys.press("ArrowRight")
    expect(anna.page.get_by_role("tab", name="Fragen")).to_have_attribute("aria-selected", "true")
    keys.press("ArrowLeft")
    anna.page.get_by_label("Nachricht an alle").focus()
    keys.type("eins")
    keys.press("Shift+Enter")
    keys.type("zwei")
    keys.press("Enter")
    expect(anna.page.get_by_role("log")).to_contain_text("eins\nzwei")
    expect(anna.page.get_by_label("Nachricht an alle")).to_be_focused()


def in_reading_order(one: Somebody, *selectors: str) -> None:
    """Below each other, as a keyboard and a screen reader come to them, and none wider than the
    screen."""
    boxes = [one.page.locator(selector).bounding_box() for selector in selectors]
    tops = [box["y"] for box in boxes if box]
    assert len(tops) == len(selectors) and tops == sorted(tops)
    width = one.page.evaluate("window.innerWidth")
    assert one.page.locator(".host").evaluate("host => host.scrollWidth") <= width
