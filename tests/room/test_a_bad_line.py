"""Five packets in a hundred lost, a tenth of a second of delay: sound and picture hold.

The attendee's browser stands in a network namespace behind such a line. Only its media goes that
way: what is measured is how the media process and the browser make good what was lost.
"""

import math
import random
import struct
import wave
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from hub.accounts.models import Staff
from tests import browsers, lossy
from tests.room.hall import PEERS, Guest, Host, options, token_of
from tests.serving import Web
from tests.webinars.media.processes import running_media
from tests.webinars.rooms.people import register
from webinars.models import RoomParticipant, Webinar

pytestmark = pytest.mark.skipif(
    not lossy.possible(), reason="needs root and /dev/net/tun for a line of its own"
)
PLAYBACK = (Path(__file__).parent / "playback.js").read_text()
SECONDS = 15
RATE = 48_000


def _voice(file: Path) -> None:
    """Something like a long vowel: it rises and falls all the time and never stops, so that no
    noise suppression takes it for noise, and each silence is one that the line made."""
    chance, phase, samples = random.Random(7), 0.0, []
    for number in range(RATE * 10):
        at = number / RATE
        pitch = 140 + 30 * math.sin(2 * math.pi * 0.7 * at) + 12 * math.sin(2 * math.pi * 5 * at)
        phase += 2 * math.pi * pitch / RATE
        loud = 0.65 + 0.35 * math.sin(2 * math.pi * 4 * at)
        tone = sum(math.sin(phase * k) / k for k in range(1, 9))
        samples.append(int(9000 * loud * tone + 200 * chance.uniform(-1, 1)))
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(
            struct.pack(f"<{len(samples)}h", *(max(-32000, min(32000, s)) for s in samples))
        )


def _launch(playwright: Any, *more: str, program: str | None = None) -> Browser:
    started: Browser = playwright.chromium.launch(
        executable_path=program or browsers.chromium(),
        args=[
            *("--no-sandbox", "--use-fake-device-for-media-stream"),
            *("--use-fake-ui-for-media-stream", *more),
        ],
    )
    return started


@pytest.fixture
def behind(web: Web, tmp_path: Path) -> Iterator[lossy.Line]:
    with lossy.line(loss=0.05, delay=0.1, ports=[web.port]) as line:
        yield line


def test_sound_without_gaps_and_a_picture_that_comes_back(
    web: Web, keller: Staff, webinar: Webinar, behind: lossy.Line, tmp_path: Path
) -> None:
    _voice(tmp_path / "voice.wav")
    inside = tmp_path / "chromium"
    chromium = browsers.chromium()
    inside.write_text(f'#!/bin/sh\nexec {" ".join(behind.prefix)} {chromium} "$@"\n')
    inside.chmod(0o755)
    with (
        pytest.MonkeyPatch.context() as patch,
        running_media(tmp_path / "media", MEDIA_BIND=f"127.0.0.1,{behind.near}"),
        sync_playwright() as playwright,
    ):
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        here = _launch(playwright, f"--use-file-for-fake-audio-capture={tmp_path}/voice.wav")
        there = _launch(playwright, program=str(inside))
        miriam, anna = _somebody(here, Host), _somebody(there, Guest)
        miriam.open(web, keller, webinar.room)
        miriam.press("Meine Kamera ist aus")
        miriam.press("Mein Mikrofon ist aus")
        miriam.press("Live gehen")
        anna.open(web, token_of(register(webinar, "Anna Sommer")))
        anna.join("A. S.")
        tile = anna.tile(RoomParticipant.objects.get(staff=keller.id))
        anna.sees(tile, 40)
        anna.hears(40)
        anna.page.evaluate("(tile) => window.listen(tile)", tile)
        anna.page.wait_for_timeout(SECONDS * 1000)
        played = anna.page.evaluate("window.played()")
        figures = anna.figures()
        here.close()
        there.close()
    silent, still = _longest_silence(played["heard"]), _longest_still(played["frames"])
    print(f"lost {figures['lost']:.0f} of {figures['packets']:.0f}", end=" ")
    print(f"longest silence {silent * 1000:.0f} ms, longest still {still * 1000:.0f} ms")
    assert figures["lost"] > 0, "the line lost nothing"
    assert silent < 0.2
    assert still < 1.0


def _somebody(browser: Browser, kind: type[Any]) -> Any:
    context = browser.new_context(**options(bypass_csp=True))
    context.add_init_script(PEERS)
    context.add_init_script(PLAYBACK)
    return kind(context, context.new_page())


def _longest_silence(heard: list[list[float]]) -> float:
    """Seconds between two moments at which something of the usual loudness was heard."""
    assert len(heard) > SECONDS * 30, "the sound was not listened to"
    usual = median(loudness for _, loudness in heard)
    assert usual > 0.001
    loud = [at for at, loudness in heard if loudness > usual / 10]
    return max(after - before for before, after in pairwise(loud))


def _longest_still(frames: list[float]) -> float:
    """Seconds between two frames on the screen."""
    assert len(frames) > SECONDS, "hardly a frame was shown"
    return max(after - before for before, after in pairwise(frames)) / 1000
