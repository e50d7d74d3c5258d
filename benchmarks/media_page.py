"""From the click to the first picture, in a real Chromium: a page that publishes its fake camera
to the real media process, and a page that watches."""

import statistics
import threading
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests import browsers

CLICKS = 5
PAGE = "http://localhost:9/"
ARGUMENTS = [
    "--no-sandbox",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
]
PUBLISH = """
async () => {
  const stream = await navigator.mediaDevices.getUserMedia({video: {width: 640, height: 480}});
  const peer = (window.peer = new RTCPeerConnection());
  peer.addTransceiver(stream.getTracks()[0], {direction: "sendonly"});
  await peer.setLocalDescription(await peer.createOffer());
  const sdp = await window.admit("publish", peer.localDescription.sdp);
  await peer.setRemoteDescription({type: "answer", sdp});
  while (peer.connectionState !== "connected") await new Promise((r) => setTimeout(r, 20));
}
"""
WATCH = """
async ([audio, video]) => {
  const clicked = performance.now();
  const peer = (window.peer = new RTCPeerConnection());
  for (let i = 0; i < audio; i++) peer.addTransceiver("audio", {direction: "recvonly"});
  for (let i = 0; i < video; i++) peer.addTransceiver("video", {direction: "recvonly"});
  const seen = new Promise((done) => {
    peer.ontrack = ({track}) => {
      if (track.kind !== "video") return;
      const element = document.createElement("video");
      element.muted = element.autoplay = true;
      element.srcObject = new MediaStream([track]);
      element.requestVideoFrameCallback(() => done(performance.now()));
      document.body.append(element);
    };
  });
  await peer.setLocalDescription(await peer.createOffer());
  const sdp = await window.admit("watch", peer.localDescription.sdp);
  await peer.setRemoteDescription({type: "answer", sdp});
  return (await seen) - clicked;
}
"""


def first_picture(admit: Callable[[str, str], str], slots: tuple[int, int]) -> dict[str, Any]:
    """`admit(purpose, offer)` gives the answer. Milliseconds; null without a Chromium."""
    found: list[float] = []
    # Playwright's loop would keep Django from the database in this thread.
    thread = threading.Thread(target=_clicks, args=(admit, slots, found))
    thread.start()
    thread.join()
    if not found:
        return {"first_picture_ms": None}
    return {
        "first_picture_ms": round(statistics.median(found)),
        "first_picture_worst_ms": round(max(found)),
    }


def _clicks(admit: Callable[[str, str], str], slots: tuple[int, int], found: list[float]) -> None:
    if browsers.chromium() is None:
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browsers.chromium(), args=ARGUMENTS)
        try:
            _page(browser, admit).evaluate(PUBLISH)
            for _ in range(CLICKS):
                page = _page(browser, admit)
                found.append(page.evaluate(WATCH, list(slots)))
                page.close()
        finally:
            browser.close()


def _page(browser: Browser, admit: Callable[[str, str], str]) -> Page:
    context = browser.new_context(permissions=["camera", "microphone"])
    page = context.new_page()
    page.route(
        f"{PAGE}**",
        lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"),
    )
    page.expose_function("admit", admit)
    page.goto(PAGE)
    return page
