"""Withdrawing on the personal link's page: asked once, and the way back beside it."""

import pytest
from playwright.sync_api import expect

from tests.journeys import axe
from tests.room.conftest import Guests
from tests.room.hall import eventually, participant_of, token_of
from tests.serving import Web
from tests.webinars.media.processes import MediaProcess
from tests.webinars.rooms.people import register
from webinars.models import AttendanceInterval, Registration, Room, Webinar, WebinarMail

WORDS = {
    "de": (
        "Ich kann doch nicht kommen",
        "Angemeldet bleiben",
        "Abmelden",
        "A. S. ist nicht mehr angemeldet.",
        "Doch wieder anmelden",
        "A. S. ist wieder angemeldet.",
    ),
    "en": (
        "I can’t come",
        "Stay registered",
        "Withdraw",
        "A. S. is no longer registered.",
        "Register again",
        "A. S. is registered again.",
    ),
}


@pytest.mark.parametrize(("lang", "width"), [("de", 390), ("en", 1280)])
def test_by_keys_alone_one_withdraws_and_comes_back(
    web: Web, webinar: Webinar, guest: Guests, lang: str, width: int
) -> None:
    cannot, stay, withdraw, gone, again, back = WORDS[lang]
    registration = register(webinar, "Anna Sommer")
    token = token_of(registration)
    anna = guest(viewport={"width": width, "height": 844})
    axe.bring(anna.context)
    asked: list[str] = []
    anna.page.on("request", lambda request: asked.append(request.url + str(request.headers)))
    anna.page.goto(f"{web.public}/room/?lang={lang}#{token}")

    def pressed(name: str) -> None:
        anna.page.get_by_role("button", name=name, exact=True).focus()
        anna.page.keyboard.press("Enter")

    pressed(cannot)
    expect(anna.page.get_by_role("button", name=stay)).to_be_focused()
    axe.require_none({f"asks {lang}": axe.findings(anna.page)})
    anna.page.keyboard.press("Enter")
    expect(anna.page.get_by_role("button", name=cannot)).to_be_focused()
    assert Registration.objects.get().cancelled_at is None

    pressed(cannot)
    pressed(withdraw)
    anna.reads(gone)
    expect(anna.page.get_by_role("heading", level=1)).to_be_focused()
    axe.require_none({f"withdrawn {lang}": axe.findings(anna.page)})
    assert anna.page.evaluate("document.documentElement.scrollWidth") <= width
    assert Registration.objects.get().cancelled_at is not None
    anna.page.reload()
    anna.reads(gone)

    pressed(again)
    anna.reads(back)
    axe.require_none({f"returned {lang}": axe.findings(anna.page)})
    assert Registration.objects.get().cancelled_at is None
    assert WebinarMail.objects.filter(kind="confirmation").exists()
    assert not any(token in one for one in asked), "the token is in no address and no referrer"


def test_while_it_is_live_joining_is_offered_and_withdrawing_is_not(
    web: Web, webinar: Webinar, guest: Guests
) -> None:
    token = token_of(register(webinar, "Anna Sommer"))
    Room.objects.update(state="live", live_at=webinar.published_at)
    anna = guest()
    anna.open(web, token)
    anna.reads("Als A. S. teilnehmen")
    expect(anna.page.get_by_role("button", name=WORDS["de"][0])).to_have_count(0)


def test_who_withdrew_in_another_tab_is_told_when_they_join(
    web: Web, webinar: Webinar, guest: Guests
) -> None:
    token = token_of(register(webinar, "Anna Sommer"))
    first, second = guest(), guest()
    first.expected.add("409")
    for one in (first, second):
        one.open(web, token)
        one.reads("Der Link ist für A. S.")
    second.press(WORDS["de"][0])
    second.page.get_by_role("button", name="Abmelden", exact=True).click()
    second.reads(WORDS["de"][3])
    first.press("Als A. S. teilnehmen")
    first.reads(WORDS["de"][3])
    first.press(WORDS["de"][4])
    first.reads(WORDS["de"][5])
    first.join("A. S.")
    first.reads("Beginnt in")


INSIDE = {
    "de": ("Als A. S. teilnehmen", "Sie haben Ihre Anmeldung zurückgezogen", "hineingehen"),
    "en": ("Join as A. S.", "You have withdrawn your registration", "Register again and go in"),
}


def here(registration: Registration) -> bool:
    one = participant_of(registration)
    return AttendanceInterval.objects.filter(participant=one, left_at=None).exists()


@pytest.mark.parametrize(("lang", "width"), [("de", 390), ("en", 1280)])
def test_who_withdraws_in_another_tab_leaves_the_live_room_and_comes_back_by_a_press(
    web: Web, media: MediaProcess, webinar: Webinar, guest: Guests, lang: str, width: int
) -> None:
    join, gone, back = INSIDE[lang]
    Room.objects.update(state="live", live_at=webinar.published_at)
    registration, other = register(webinar, "Anna Sommer"), register(webinar, "Bernd Huber")
    anna = guest(viewport={"width": width, "height": 844})
    axe.bring(anna.context)
    bernd = guest()
    bernd.open(web, token_of(other))
    bernd.join("B. H.")
    anna.open(web, token_of(registration), lang)
    anna.press(join)
    for one in (anna, bernd):
        expect(one.page.get_by_role("tablist")).to_be_visible(timeout=20_000)
        eventually(lambda one=one: one.figures()["open"] > 0)  # type: ignore[misc]
    eventually(lambda: here(registration))

    answer = anna.context.request.post(
        f"{web.public}/api/v1/public/rooms/withdraw", data={"token": token_of(registration)}
    )
    assert answer.ok
    anna.reads(gone)
    expect(anna.page.get_by_role("heading", level=1)).to_be_focused()
    axe.require_none({f"left {lang}": axe.findings(anna.page)})
    assert anna.page.evaluate("document.documentElement.scrollWidth") <= width
    assert anna.figures()["open"] == 0
    eventually(lambda: not here(registration))
    assert here(other)
    assert bernd.figures()["open"] > 0

    anna.press(back)
    expect(anna.page.get_by_role("tablist")).to_be_visible(timeout=20_000)
    eventually(lambda: anna.figures()["open"] > 0)
    eventually(lambda: here(registration))
    assert Registration.objects.get(pk=registration.pk).cancelled_at is None


def test_a_colleague_who_withdraws_what_they_registered_at_the_door_is_told_of_their_own_link(
    web: Web, webinar: Webinar, guest: Guests
) -> None:
    Room.objects.update(state="open")
    token = token_of(register(webinar, "Anna Sommer"))
    petra = guest()
    petra.open(web, token)
    petra.press("Ich bin jemand anders")
    petra.page.get_by_label("Ihr Name").fill("Petra Lang")
    petra.page.get_by_label("E-Mail-Adresse").fill("petra@lang.example")
    petra.page.get_by_role("button", name="Teilnehmen", exact=True).click()
    petra.reads("Beginnt in")
    own = Registration.objects.get(email="petra@lang.example")
    answer = petra.context.request.post(
        f"{web.public}/api/v1/public/rooms/withdraw", data={"token": token_of(own)}
    )
    assert answer.ok
    petra.reads("Sie haben sich abgemeldet")
    petra.reads("Mit Ihrem eigenen Link")
    expect(petra.page.get_by_role("button", name="anmelden")).to_have_count(0)
    petra.page.reload()
    petra.reads("Mit Ihrem eigenen Link")
    assert Registration.objects.get(name="Anna Sommer").cancelled_at is None
