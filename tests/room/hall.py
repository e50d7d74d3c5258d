"""A webinar or a meeting in real browsers: what each person does, and what they really see."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from playwright.sync_api import BrowserContext, Locator, Page, expect

from hub.accounts.models import Staff
from tests.people import session_of
from tests.serving import Web
from webinars.models import Registration, Room, RoomParticipant
from webinars.services import links

#: Keeps every peer connection of the page and every track that it captured, so that a test can ask
#: what it received and whether devices were let go.
PEERS = """
window.peers = [];
const Peer = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Peer {
  constructor(...given) { super(...given); window.peers.push(this); }
};
window.captured = [];
const capture = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices);
if (capture) navigator.mediaDevices.getUserMedia = async (wanted) => {
  const stream = await capture(wanted);
  window.captured.push(...stream.getTracks());
  return stream;
};
window.figures = async () => {
  const found = { frames: 0, energy: 0, level: 0, packets: 0, open: 0, lost: 0 };
  for (const peer of window.peers) {
    if (peer.connectionState !== "connected") continue;
    found.open += 1;
    for (const stat of (await peer.getStats()).values()) {
      if (stat.type !== "inbound-rtp") continue;
      found.packets += stat.packetsReceived || 0;
      found.lost += stat.packetsLost || 0;
      if (stat.kind === "video") found.frames += stat.framesDecoded || 0;
      if (stat.kind === "audio") {
        found.energy += stat.totalAudioEnergy || 0;
        found.level = Math.max(found.level, stat.audioLevel || 0);
      }
    }
  }
  return found;
};
window.shown = (selector) => {
  const video = document.querySelector(selector);
  if (!video || !video.videoWidth) return { time: 0, bright: 0, colours: 0 };
  const canvas = document.createElement("canvas");
  canvas.width = 32; canvas.height = 18;
  const area = canvas.getContext("2d");
  area.drawImage(video, 0, 0, 32, 18);
  const data = area.getImageData(0, 0, 32, 18).data;
  let bright = 0;
  const colours = new Set();
  for (let i = 0; i < data.length; i += 4) {
    bright = Math.max(bright, data[i], data[i + 1], data[i + 2]);
    colours.add((data[i] >> 4) * 256 + (data[i + 1] >> 4) * 16 + (data[i + 2] >> 4));
  }
  return { time: video.currentTime, bright, colours: colours.size };
};
"""


T = TypeVar("T")


def eventually(look: Callable[[], T], seconds: float = 20.0, why: str = "") -> T:
    """What `look` gives once it is true."""
    deadline = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < deadline, why or "never seen"
        time.sleep(0.1)


@dataclass
class Somebody:
    """A browser context with one page."""

    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)
    #: Status codes of answers about which the browser may complain.
    expected: set[str] = field(default_factory=set)

    def figures(self) -> dict[str, float]:
        found: dict[str, float] = self.page.evaluate("window.figures()")
        return found

    def picture(self, selector: str) -> dict[str, float]:
        found: dict[str, float] = self.page.evaluate("(s) => window.shown(s)", selector)
        return found

    def sees(self, selector: str, seconds: float = 20.0) -> None:
        """A picture moves there, and it is one: neither black nor of one colour."""

        def moves() -> bool:
            before = self.picture(selector)
            self.page.wait_for_timeout(150)
            now = self.picture(selector)
            return now["time"] > before["time"] and now["bright"] > 60 and now["colours"] > 2

        eventually(moves, seconds, f"no picture, or a still or empty one, in {selector}")

    def hears(self, seconds: float = 20.0) -> None:
        eventually(lambda: self.figures()["level"] > 0.001, seconds, "no sound")

    def goes_on(self, selector: str, seconds: float = 1.5) -> None:
        """The picture there moves now, within so short a time."""
        before = self.picture(selector)["time"]
        eventually(lambda: self.picture(selector)["time"] > before, seconds, f"{selector} stopped")

    def tile(self, participant: RoomParticipant | str) -> str:
        key = participant if isinstance(participant, str) else participant.id
        return f'figure[data-participant="{key}"] video'

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name).click()

    def tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=name).click()

    def reads(self, text: str) -> Locator:
        found = self.page.get_by_text(text).first
        expect(found).to_be_visible()
        return found


class Guest(Somebody):
    def open(self, web: Web, token: str, lang: str = "de") -> None:
        self.page.goto(f"{web.public}/room/?lang={lang}#{token}")

    def join(self, initials: str) -> None:
        self.press(f"Als {initials} teilnehmen")

    def writes(self, text: str) -> None:
        self.page.get_by_label("Nachricht an alle").fill(text)
        self.page.get_by_label("Nachricht an alle").press("Enter")

    def asks(self, text: str) -> None:
        self.tab("Fragen")
        field = self.page.locator(".asking textarea")
        field.fill(text)
        field.press("Enter")


class Host(Somebody):
    def open(self, web: Web, staff: Staff, room: Room) -> None:
        self.context.add_cookies(
            [
                {
                    "name": "__Host-staff",
                    "value": session_of(staff),
                    "domain": "localhost",
                    "path": "/",
                    "secure": True,
                    "httpOnly": True,
                }
            ]
        )
        self.page.goto(f"{web.staff}/rooms/{room.id}")


def token_of(registration: Registration) -> str:
    return links.for_registration(registration)


def participant_of(registration: Registration) -> RoomParticipant:
    return RoomParticipant.objects.get(registration=registration)


def decoded(one: Somebody, seconds: float = 2.0) -> float:
    """Frames that were decoded within so many seconds."""
    before = one.figures()["frames"]
    one.page.wait_for_timeout(seconds * 1000)
    return one.figures()["frames"] - before


def options(**more: Any) -> dict[str, Any]:
    return {
        "locale": "de-DE",
        "timezone_id": "Europe/Berlin",
        "viewport": {"width": 1440, "height": 900},
        **more,
    }
