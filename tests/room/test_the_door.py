"""The page that a personal link opens: what it shows, what it stores, and what it refuses."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from hub.accounts.models import Staff
from tests import browsers
from tests.room.conftest import Guests, Hosts
from tests.room.hall import PEERS, Guest, options, token_of
from tests.serving import Web
from tests.webinars.media.processes import MediaProcess
from tests.webinars.rooms.people import register
from webinars.models import JoinLink, RoomParticipant, Webinar


def test_the_link_leaves_the_address_bar_and_looking_stores_nothing(
    web: Web, webinar: Webinar, guest: Guests
) -> None:
    anna = guest()
    token = token_of(register(webinar, "Anna Sommer"))
    asked: list[str] = []
    anna.page.on("request", lambda request: asked.append(request.url + str(request.headers)))
    anna.open(web, token)
    anna.reads("Der Link ist für A. S.")
    expect(anna.page).to_have_url(f"{web.public}/room/?lang=de")
    assert "Anna" not in anna.page.content()
    assert not any(token in one for one in asked), "the token is in no address and no referrer"
    assert not RoomParticipant.objects.exists()
    assert anna.context.cookies() == []
    assert anna.page.evaluate("localStorage.length") == 0
    anna.page.reload()
    anna.reads("Als A. S. teilnehmen")


def test_without_a_link_the_page_says_what_to_do(web: Web, guest: Guests) -> None:
    someone = guest()
    someone.page.goto(f"{web.public}/room/?lang=de")
    someone.reads("Hier fehlt Ihr persönlicher Link")
    expect(someone.page.get_by_label("E-Mail-Adresse")).to_have_count(0)


def test_the_link_is_sent_again_and_the_answer_tells_nobody_anything(
    web: Web, webinar: Webinar, guest: Guests
) -> None:
    register(webinar, "Anna Sommer", email="anna@kunde.example")
    for address in ("anna@kunde.example", "nobody@kunde.example"):
        someone = guest()
        someone.page.goto(f"{web.public}/room/{webinar.slug}?lang=de")
        someone.page.get_by_label("E-Mail-Adresse").fill("anna")
        someone.press("Link schicken")
        someone.reads("Diese Adresse ist nicht vollständig.")
        someone.page.get_by_label("E-Mail-Adresse").fill(address)
        someone.press("Link schicken")
        someone.reads("Falls diese Adresse angemeldet ist")


@pytest.mark.parametrize("token", ["A" * 43, "x", "%00", "<script>alert(1)</script>", "A" * 5000])
def test_a_link_that_is_none_is_refused_plainly(web: Web, guest: Guests, token: str) -> None:
    someone = guest()
    someone.expected.add("404" if len(token) < 100 else "422")
    someone.open(web, token)
    someone.reads("Dieser Link ist hier nicht bekannt")
    expect(someone.page.get_by_role("button")).to_have_count(0)


def test_expired_cancelled_and_ended_have_pages_of_their_own(
    web: Web, webinar: Webinar, guest: Guests
) -> None:
    registration = register(webinar, "Anna Sommer")
    token = token_of(registration)
    anna = guest()
    anna.expected |= {"410", "409"}
    JoinLink.objects.update(expires_at=timezone.now() - timedelta(days=1))
    anna.open(web, token)
    anna.reads("Dieser Link ist abgelaufen")

    JoinLink.objects.update(expires_at=timezone.now() + timedelta(days=1))
    Webinar.objects.update(state="cancelled")
    anna.page.reload()
    anna.reads("Dieser Termin fällt aus")

    Webinar.objects.update(state="published")
    webinar.room.state, webinar.room.ended_at = "ended", timezone.now()
    webinar.room.live_at = timezone.now() - timedelta(minutes=45)
    webinar.room.save()
    anna.page.reload()
    anna.press("Als A. S. teilnehmen")
    anna.reads("Es ist vorbei")


def test_the_page_in_english(web: Web, webinar: Webinar, guest: Guests) -> None:
    anna = guest(locale="en-GB")
    anna.page.goto(f"{web.public}/room/#{token_of(register(webinar, 'Anna Sommer'))}")
    anna.reads("The link is for A. S.")
    anna.press("I am somebody else")
    anna.reads("Who are you?")
    anna.press("Back")
    anna.press("Join as A. S.")
    anna.reads("Starts in")
    assert anna.page.evaluate("document.documentElement.lang") == "en"


def test_the_check_shows_picture_level_and_speaker_and_stops_them(
    web: Web, webinar: Webinar, guest: Guests
) -> None:
    anna = guest()
    anna.open(web, token_of(register(webinar, "Anna Sommer")))
    anna.join("A. S.")
    anna.press("Kamera prüfen")
    anna.sees(".check-item__picture video")
    anna.press("Mikrofon prüfen")
    level = anna.page.get_by_label("Pegel des Mikrofons")
    expect(level).not_to_have_js_property("value", 0)
    anna.press("Ton abspielen")
    anna.reads("Haben Sie drei Töne gehört?")
    anna.reads("Leitung: Antwort in")
    assert anna.figures()["open"] == 0, "nothing is sent"
    anna.page.get_by_role("button", name="Beenden").first.click()
    expect(anna.page.locator(".check-item__picture video")).to_have_count(0)


@pytest.fixture
def refusing(browser: Browser) -> Iterator[Browser]:
    """A browser whose person allows neither camera nor microphone."""
    started = browser.browser_type.launch(
        executable_path=browsers.chromium(),
        args=["--no-sandbox", "--use-fake-device-for-media-stream", "--deny-permission-prompts"],
    )
    yield started
    started.close()


def test_a_camera_that_is_refused_is_said_in_plain_words_and_one_can_still_watch(
    web: Web,
    media: MediaProcess,
    keller: Staff,
    webinar: Webinar,
    refusing: Browser,
    host: Hosts,
) -> None:
    context = refusing.new_context(**options())
    context.add_init_script(PEERS)
    anna = Guest(context, context.new_page())
    anna.open(web, token_of(register(webinar, "Anna Sommer")))
    anna.join("A. S.")
    anna.press("Kamera prüfen")
    anna.reads("Der Browser darf die Kamera nicht benutzen.")
    anna.press("Mikrofon prüfen")
    anna.reads("Der Browser darf das Mikrofon nicht benutzen.")
    miriam = host()
    miriam.open(web, keller, webinar.room)
    miriam.press("Meine Kamera ist aus")
    miriam.press("Mein Mikrofon ist aus")
    miriam.press("Live gehen")
    me = RoomParticipant.objects.get(staff=keller.id)
    anna.sees(anna.tile(me))
    anna.press("Hand heben")
    miriam.press("Auf die Bühne")
    anna.press("Kamera und Mikrofon einschalten")
    anna.reads("Der Browser darf")
    anna.goes_on(anna.tile(me))
    context.close()


@pytest.fixture
def silent_first(browser: Browser) -> Iterator[Browser]:
    """A browser that plays no sound before somebody has pressed something on the page."""
    started = browser.browser_type.launch(
        executable_path=browsers.chromium(),
        args=[
            "--no-sandbox",
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            "--autoplay-policy=document-user-activation-required",
        ],
    )
    yield started
    started.close()


def test_joining_is_the_press_that_sound_needs_and_in_a_doubled_tab_a_button_is(
    web: Web,
    media: MediaProcess,
    keller: Staff,
    webinar: Webinar,
    silent_first: Browser,
    host: Hosts,
) -> None:
    miriam = host()
    miriam.open(web, keller, webinar.room)
    miriam.press("Meine Kamera ist aus")
    miriam.press("Mein Mikrofon ist aus")
    miriam.press("Live gehen")
    me = RoomParticipant.objects.get(staff=keller.id)
    context = silent_first.new_context(**options())
    context.add_init_script(PEERS)
    anna = Guest(context, context.new_page())
    anna.open(web, token_of(register(webinar, "Anna Sommer")))
    anna.join("A. S.")
    anna.sees(anna.tile(me))
    anna.hears()
    button = anna.page.get_by_role("button", name="Ton einschalten")
    expect(button).to_have_count(0)

    # A tab that was doubled has the session, and nobody has pressed anything on it. The button says
    # what is the matter; any other press is as good.
    kept = anna.page.evaluate("JSON.stringify(sessionStorage)")
    for press in ("Ton einschalten", "Fragen"):
        doubled = Guest(context, context.new_page())
        doubled.page.add_init_script(
            f"for (const [k, v] of Object.entries({kept})) sessionStorage.setItem(k, v)"
        )
        doubled.page.goto(f"{web.public}/room/?lang=de")
        # Whatever Playwright asks of a page counts as a press: nothing is asked until it has tried.
        doubled.page.wait_for_timeout(6_000)
        doubled.page.locator("button, [role=tab]", has_text=press).first.click()
        expect(doubled.page.get_by_role("button", name="Ton einschalten")).to_have_count(0)
        doubled.sees(doubled.tile(me))
        doubled.hears()
        doubled.page.close()
    context.close()


def test_titles_are_in_ones_own_language_and_stay_so(
    web: Web, keller: Staff, webinar: Webinar, guest: Guests, host: Hosts
) -> None:
    keller.title = {"de": "Leitung Vertrieb", "en": "Head of sales"}
    keller.save()
    miriam, anna, bert = host(), guest(), guest()
    miriam.open(web, keller, webinar.room)
    anna.open(web, token_of(register(webinar, "Anna Sommer")), "en")
    anna.page.get_by_role("button", name="Join as A. S.").click()
    bert.open(web, token_of(register(webinar, "Bert Winter")))
    bert.join("B. W.")
    said = (
        (anna, "Pump-down times", "Head of sales"),
        (bert, webinar.room.title, "Leitung Vertrieb"),
    )
    for step in ("Lobby öffnen", "Live gehen"):
        miriam.press(step)
        for one, title, does in said:
            if step == "Live gehen":
                one.page.locator(".tab.push").click()
            one.reads(does)
            expect(one.page.get_by_role("heading", level=1)).to_have_text(title)
            expect(one.page).to_have_title(title)
