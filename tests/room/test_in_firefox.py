"""A guest in Firefox, whose host is in Chromium: seen, heard, and on the stage."""

import json
from pathlib import Path
from typing import Any

import pytest

from hub.accounts.models import Staff
from tests import browsers
from tests.journeys import firefox
from tests.journeys.firefox import Firefox
from tests.room.conftest import Hosts
from tests.room.hall import participant_of, token_of
from tests.serving import Web
from tests.webinars.media.processes import running_media
from tests.webinars.rooms.people import register
from webinars.models import RoomParticipant, Webinar

pytestmark = pytest.mark.skipif(browsers.firefox() is None, reason="no Firefox here")

BUTTON = """[...document.querySelectorAll('button')].find(
  one => (one.getAttribute('aria-label') || one.innerText).trim().startsWith(%s))"""


def press(fox: Firefox, name: str) -> None:
    found = BUTTON % json.dumps(name)
    at: Any = fox.eventually(
        lambda: fox.evaluate(
            f"(b => b ? (r => [r.x + r.width / 2, r.y + r.height / 2])"
            f"(b.getBoundingClientRect()) : null)({found})"
        )
    )
    fox.click(round(at[0]), round(at[1]))


def moving(fox: Firefox, selector: str) -> None:
    def look() -> bool:
        script = "(v => v && v.videoWidth ? v.currentTime : 0)(document.querySelector({}))"
        now = script.format(json.dumps(selector))
        before = fox.evaluate(now)
        return bool(before) and bool(fox.evaluate(now) > before)

    fox.eventually(look)


def test_a_guest_in_firefox(
    web: Web,
    keller: Staff,
    webinar: Webinar,
    host: Hosts,
    tmp_path: Path,
) -> None:
    # Firefox sends nothing to a loopback address from those of its interfaces.
    with running_media(tmp_path / "media", MEDIA_BIND=""):
        registration = register(webinar, "Anna Sommer")
        miriam = host()
        miriam.open(web, keller, webinar.room)
        miriam.press("Meine Kamera ist aus")
        miriam.press("Mein Mikrofon ist aus")
        miriam.press("Live gehen")
        me = RoomParticipant.objects.get(staff=keller.id)
        program = browsers.firefox()
        assert program is not None
        with firefox.running(
            program,
            tmp_path,
            media__navigator__streams__fake=True,
            media__navigator__permission__disabled=True,
        ) as fox:
            fox.open(f"{web.public}/room/?lang=de#{token_of(registration)}")
            fox.reads("Der Link ist für A. S.")
            press(fox, "Als A. S. teilnehmen")
            fox.reads("Live seit")
            moving(fox, miriam.tile(me))
            assert not fox.evaluate("document.body.innerText.includes('Ton einschalten')")

            press(fox, "Hand heben")
            miriam.press("Auf die Bühne")
            press(fox, "Kamera und Mikrofon einschalten")
            raised = participant_of(registration)
            miriam.sees(miriam.tile(raised))
            miriam.hears()
            moving(fox, miriam.tile(me))
            miriam.press("Anna Sommer von der Bühne nehmen")
            fox.reads("Sie sind nicht mehr auf der Bühne")
            moving(fox, miriam.tile(me))
            assert fox.complaints == []
