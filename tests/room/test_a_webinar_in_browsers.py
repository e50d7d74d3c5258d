"""The whole evening: backstage, lobby, live, questions, the floor given and taken, the end."""

import pytest
from playwright.sync_api import expect

from hub.accounts.models import Staff
from tests.room.conftest import Guests, Hosts
from tests.room.hall import participant_of, token_of
from tests.serving import Web
from tests.webinars.media.processes import MediaProcess
from tests.webinars.rooms.people import register
from webinars.models import RoomParticipant, Webinar


def test_a_webinar_is_seen_heard_asked_and_answered(
    web: Web, media: MediaProcess, keller: Staff, webinar: Webinar, guest: Guests, host: Hosts
) -> None:
    anna = register(webinar, "Anna Sommer")
    bert = register(webinar, "Bert Winter")
    miriam, first, second = host(), guest(), guest(viewport={"width": 390, "height": 844})

    # backstage: the host sees herself, nobody else anything
    miriam.open(web, keller, webinar.room)
    miriam.reads("Hinter der Bühne")
    miriam.press("Meine Kamera ist aus")
    miriam.press("Mein Mikrofon ist aus")
    me = RoomParticipant.objects.get(staff=keller.id)
    miriam.sees(f".on {miriam.tile(me)}")
    miriam.press("Lobby öffnen")

    # the lobby
    first.open(web, token_of(anna))
    expect(first.page).to_have_url(f"{web.public}/room/?lang=de")
    first.join("A. S.")
    first.reads("Beginnt in")
    expect(first.page).to_have_title("Bleche allein heben")
    second.open(web, token_of(bert))
    second.join("B. W.")
    second.reads("Beginnt in")
    assert first.figures()["open"] == 0

    # live, by itself
    miriam.press("Live gehen")
    for one in (first, second):
        one.reads("Live seit")
        one.sees(one.tile(me))
        one.hears()

    # the screen, large; the camera stays
    miriam.press("Bildschirm teilen")
    for one in (first, second):
        one.sees("figure[data-screen] video")
        one.goes_on(one.tile(me))

    # chat and questions
    first.writes("Guten Tag aus Ulm")
    second.reads("Guten Tag aus Ulm")
    miriam.reads("Guten Tag aus Ulm")
    second.asks("Hält das Vakuum auf öligem Blech?")
    first.tab("Fragen")
    first.reads("Hält das Vakuum auf öligem Blech?")
    miriam.press("Mündlich")
    first.reads("wird gerade beantwortet")
    miriam.press("Erledigt")
    second.reads("beantwortet")

    # the floor, given and taken, while everybody's picture goes on
    first.press("Hand heben")
    first.reads("Hand gehoben · Nr. 1")
    miriam.press("Auf die Bühne")
    first.press("Kamera und Mikrofon einschalten")
    raised = participant_of(anna)
    for other in (miriam, second):
        other.sees(other.tile(raised))
        other.goes_on("figure[data-screen] video")
    second.goes_on(second.tile(me))
    first.goes_on(first.tile(me))
    first.sees(first.tile(raised))
    miriam.hears()
    miriam.press("Anna Sommer von der Bühne nehmen")
    first.reads("Sie sind nicht mehr auf der Bühne")
    expect(second.page.locator(second.tile(raised))).to_have_count(0)
    for one in (first, second):
        one.goes_on(one.tile(me))
        one.goes_on("figure[data-screen] video")
    assert (
        first.page.evaluate("window.peers.filter(p => p.connectionState === 'connected').length")
        == 1
    )

    # the end
    miriam.press("Webinar beenden")
    miriam.press("Jetzt beenden")
    for one in (first, second):
        one.reads("Danke, dass Sie dabei waren")
    miriam.reads("Beendet")


@pytest.mark.parametrize(
    ("lang", "leave", "said"),
    [
        ("de", "Bühne verlassen", "Sie sind nicht mehr auf der Bühne"),
        ("en", "Leave the stage", "You are not on the stage any more"),
    ],
)
def test_who_is_on_the_stage_leaves_it_by_themselves(
    web: Web,
    media: MediaProcess,
    keller: Staff,
    webinar: Webinar,
    guest: Guests,
    host: Hosts,
    lang: str,
    leave: str,
    said: str,
) -> None:
    anna, bert = register(webinar, "Anna Sommer"), register(webinar, "Bert Winter")
    miriam, second = host(), guest()
    first = guest(viewport={"width": 390, "height": 844})
    miriam.open(web, keller, webinar.room)
    miriam.press("Live gehen")
    miriam.press("Meine Kamera ist aus")
    me = RoomParticipant.objects.get(staff=keller.id)
    for one, registration, words in ((first, anna, lang), (second, bert, "de")):
        one.open(web, token_of(registration), words)
        one.page.locator(".btn--primary").click()
        one.sees(one.tile(me))
    mine = miriam.page.locator(f'tr[data-participant="{me.id}"]')
    expect(mine).to_contain_text("Host, auf der Bühne")
    button = first.page.get_by_role("button", name=leave)
    expect(button).to_have_count(0)

    raised = participant_of(anna)
    first.page.locator(".deck__hand").click()
    miriam.press("Auf die Bühne")
    first.page.get_by_role("dialog").locator(".btn--primary").click()
    second.sees(second.tile(raised))
    for one_of_them in (button, first.page.locator(".deck__leave")):
        expect(one_of_them).to_be_in_viewport(ratio=1)
    button.focus()
    first.page.keyboard.press("Enter")

    first.reads(said)
    expect(button).to_have_count(0)
    expect(first.page.locator(".deck__hand")).to_be_focused()
    for other in (miriam, second):
        expect(other.page.locator(other.tile(raised))).to_have_count(0)
    expect(miriam.page.locator(f'.on [data-participant="{raised.id}"]')).to_have_count(0)
    row = miriam.page.locator(f'tr[data-participant="{raised.id}"]')
    expect(row).to_contain_text("hört zu")
    second.goes_on(second.tile(me))
    first.goes_on(first.tile(me))
    assert first.page.evaluate("window.captured.every((track) => track.readyState === 'ended')")
    assert (
        first.page.evaluate("window.peers.filter(p => p.connectionState === 'connected').length")
        == 1
    )
