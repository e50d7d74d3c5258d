"""Lines drop, processes die, people come back: pictures go on, and nobody is doubled."""

import signal
import time

import pytest
from playwright.sync_api import expect

from hub.accounts.models import Staff
from tests.room.conftest import Guests, Hosts
from tests.room.hall import Guest, Host, decoded, eventually, participant_of, token_of
from tests.serving import Web, start_web
from tests.webinars.media.processes import MediaProcess
from tests.webinars.rooms.people import register
from webinars.models import RoomParticipant, Webinar

#: Seconds until a killed media process is started anew and everybody sees again. Alone on a machine
#: it takes two to four; the limit leaves room for one that has other work.
BACK_WITHIN = 10.0


@pytest.fixture
def live(
    web: Web, media: MediaProcess, keller: Staff, webinar: Webinar, guest: Guests, host: Hosts
) -> tuple[Host, Guest, RoomParticipant]:
    """A host with camera and microphone, and an attendee who sees and hears her."""
    miriam, anna = host(), guest()
    miriam.open(web, keller, webinar.room)
    miriam.press("Meine Kamera ist aus")
    miriam.press("Mein Mikrofon ist aus")
    miriam.press("Live gehen")
    anna.open(web, token_of(register(webinar, "Anna Sommer")))
    anna.join("A. S.")
    me = RoomParticipant.objects.get(staff=keller.id)
    anna.sees(anna.tile(me))
    anna.hears()
    return miriam, anna, me


def test_pictures_go_on_while_the_web_process_is_killed(
    live: tuple[Host, Guest, RoomParticipant], web: Web
) -> None:
    _, anna, me = live
    peers = anna.page.evaluate("window.peers.length")
    web.kill()
    anna.reads("Die Verbindung zum Raum ist unterbrochen")
    assert decoded(anna) > 10
    anna.goes_on(anna.tile(me))
    anna.writes("Bin ich noch da?")
    anna.reads("wird gesendet, sobald Sie verbunden sind")
    again = start_web(web.port)
    try:
        expect(anna.page.get_by_text("wird gesendet, sobald")).to_have_count(0, timeout=30_000)
        anna.reads("Bin ich noch da?")
        expect(anna.page.get_by_text("Die Verbindung zum Raum")).to_have_count(0)
        anna.goes_on(anna.tile(me))
        assert anna.page.evaluate("window.peers.length") == peers, "picture and sound stayed"
    finally:
        again.kill()


def test_everybody_is_back_by_themselves_when_the_media_process_is_killed(
    live: tuple[Host, Guest, RoomParticipant], media: MediaProcess
) -> None:
    miriam, anna, me = live
    media.kill()
    began = time.monotonic()
    media.restart()
    eventually(lambda: anna.page.evaluate("window.peers.length") > 1, 5, "nobody offered anew")
    anna.sees(anna.tile(me), BACK_WITHIN)
    took = time.monotonic() - began
    anna.hears()
    expect(anna.page.get_by_text("Bild und Ton sind unterbrochen")).to_have_count(0)
    assert miriam.page.get_by_role("button", name="Meine Kamera ist an").is_visible()
    assert took < BACK_WITHIN, took


def test_a_reload_and_a_second_device_are_the_same_person(
    live: tuple[Host, Guest, RoomParticipant], web: Web, webinar: Webinar, guest: Guests
) -> None:
    _, anna, me = live
    anna.page.reload()
    anna.sees(anna.tile(me))
    blocked = anna.page.get_by_role("button", name="Ton einschalten")
    if blocked.is_visible():
        blocked.click()
    anna.hears()
    phone = guest(viewport={"width": 390, "height": 844})
    phone.open(web, token_of(webinar.registrations.get(name="Anna Sommer")))
    phone.join("A. S.")
    phone.sees(phone.tile(me))
    assert RoomParticipant.objects.filter(room=webinar.room).count() == 2
    anna.reads("2 dabei")


def test_a_colleague_who_uses_the_link_is_somebody_else(
    live: tuple[Host, Guest, RoomParticipant], web: Web, webinar: Webinar, guest: Guests
) -> None:
    miriam, anna, me = live
    registration = webinar.registrations.get(name="Anna Sommer")
    other = guest()
    other.open(web, token_of(registration))
    other.press("Ich bin jemand anders")
    other.page.get_by_role("button", name="Teilnehmen").click()
    other.reads("Bitte schreiben Sie Ihren Namen.")
    other.page.get_by_label("Ihr Name").fill("Carl Herbst")
    other.page.get_by_role("button", name="Teilnehmen").click()
    other.sees(other.tile(me))
    carl = RoomParticipant.objects.get(room=webinar.room, name="Carl Herbst")
    assert carl.registration is None
    assert carl.identity_id != registration.identity_id
    anna.reads("3 dabei")

    # put out: at once, for good, and nobody else
    miriam.press("Mehr zu Carl Herbst")
    miriam.page.get_by_role("menuitem", name="Carl Herbst aus dem Raum nehmen").click()
    miriam.press("Aus dem Raum nehmen")
    other.reads("Ihre Teilnahme wurde beendet")
    assert other.figures()["open"] == 0
    other.page.reload()
    expect(other.page.get_by_role("heading", level=1)).not_to_have_text("Bleche allein heben")
    anna.goes_on(anna.tile(me))


def test_leaving_ends_picture_and_sound_and_one_can_come_back(
    live: tuple[Host, Guest, RoomParticipant], webinar: Webinar
) -> None:
    miriam, anna, me = live
    anna.press("Verlassen")
    anna.reads("Sie haben den Raum verlassen")
    assert anna.figures()["open"] == 0
    miriam.page.get_by_role("tab", name="Gegangen").get_by_text("1").wait_for()
    anna.press("Wieder hineingehen")
    anna.sees(anna.tile(me))
    assert participant_of(webinar.registrations.get(name="Anna Sommer")).removed_at is None


def test_a_host_mutes_somebody_and_takes_the_camera_back_on(
    live: tuple[Host, Guest, RoomParticipant], webinar: Webinar
) -> None:
    miriam, anna, me = live
    anna.press("Hand heben")
    miriam.press("Auf die Bühne")
    anna.press("Kamera und Mikrofon einschalten")
    raised = participant_of(webinar.registrations.get(name="Anna Sommer"))
    miriam.sees(miriam.tile(raised))
    miriam.hears()
    miriam.press("Anna Sommer stumm schalten")
    anna.reads("Der Host hat Ihr Mikrofon stumm geschaltet.")
    expect(anna.page.get_by_role("button", name="Mein Mikrofon ist aus")).to_be_visible()

    # the camera off and on again, without a new connection
    peers = anna.page.evaluate("window.peers.length")
    anna.press("Meine Kamera ist an")
    expect(miriam.page.locator(miriam.tile(raised))).to_have_count(0)
    anna.press("Meine Kamera ist aus")
    miriam.sees(miriam.tile(raised))
    assert anna.page.evaluate("window.peers.length") == peers
    anna.goes_on(anna.tile(me))


def test_a_line_that_is_silent_for_seconds_comes_back_by_itself(
    live: tuple[Host, Guest, RoomParticipant], media: MediaProcess, webinar: Webinar
) -> None:
    """The process stands still: to the browsers that is a line on which nothing comes any more."""
    _, anna, me = live
    media.process.send_signal(signal.SIGSTOP)
    try:
        anna.reads("Bild und Ton sind unterbrochen")
        time.sleep(3)
    finally:
        media.process.send_signal(signal.SIGCONT)
    anna.sees(anna.tile(me), BACK_WITHIN)
    anna.hears()
    expect(anna.page.get_by_text("Bild und Ton sind unterbrochen")).to_have_count(0)
    assert RoomParticipant.objects.filter(room=webinar.room).count() == 2


def test_a_microphone_that_is_switched_off_and_on_quickly_is_nobody_elses_doing(
    live: tuple[Host, Guest, RoomParticipant],
) -> None:
    miriam, anna, _ = live
    for _ in range(3):
        miriam.press("Mein Mikrofon ist an")
        miriam.press("Mein Mikrofon ist aus")
    miriam.page.wait_for_timeout(1_500)
    expect(miriam.page.get_by_text("Der Host hat Ihr Mikrofon")).to_have_count(0)
    expect(miriam.page.get_by_role("button", name="Mein Mikrofon ist an")).to_be_visible()
    anna.hears()


def test_who_was_muted_and_comes_back_is_told_and_unmutes_by_a_press(
    live: tuple[Host, Guest, RoomParticipant], media: MediaProcess, webinar: Webinar
) -> None:
    miriam, anna, _ = live
    anna.press("Hand heben")
    miriam.press("Auf die Bühne")
    anna.press("Kamera und Mikrofon einschalten")
    raised = participant_of(webinar.registrations.get(name="Anna Sommer"))
    miriam.hears()
    miriam.press("Anna Sommer stumm schalten")
    anna.reads("Der Host hat Ihr Mikrofon stumm geschaltet.")

    anna.page.reload()
    anna.press("Meine Kamera ist aus")
    anna.press("Mein Mikrofon ist aus")
    anna.reads("Der Host hat Ihr Mikrofon stumm geschaltet.")
    miriam.sees(miriam.tile(raised))
    anna.press("Mein Mikrofon ist aus")
    miriam.hears()
    eventually(lambda: not _muted(raised), why="her own word did not end it")

    # Another process, and nobody is muted who unmuted themselves.
    media.kill()
    media.restart()
    miriam.sees(miriam.tile(raised), BACK_WITHIN)
    miriam.hears()


def _muted(one: RoomParticipant) -> list[str]:
    return RoomParticipant.objects.get(pk=one.pk).muted_by_host
