"""A real Chromium publishes its fake camera, screen and microphone, another one watches."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from playwright.async_api import Page, async_playwright

from tests import browsers
from tests.webinars.media.nodes import EVERYTHING, House, a_house, until
from webinars.media.contract import Allow, Answered, SlotsChanged, Source

PAGE = "http://localhost:9/"
SCRIPT = """
window.publish = async (name) => {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: true, video: {width: 640, height: 480}});
  const peer = new RTCPeerConnection();
  window[name] = peer;
  for (const track of stream.getTracks()) peer.addTransceiver(track, {direction: "sendonly"});
  await peer.setLocalDescription(await peer.createOffer());
  const sources = {};
  for (const t of peer.getTransceivers())
    sources[t.mid] = t.sender.track.kind === "audio" ? "microphone" : "camera";
  const answer = await window.admit(name, "publish", peer.localDescription.sdp, sources);
  await peer.setRemoteDescription({type: "answer", sdp: answer});
};
window.share = async (name) => {
  const canvas = document.createElement("canvas");
  const paint = canvas.getContext("2d");
  setInterval(() => {
    paint.fillStyle = `hsl(${Date.now() / 10 % 360} 80% 50%)`;
    paint.fillRect(0, 0, canvas.width, canvas.height);
  }, 50);
  const peer = window[name];
  const [track] = canvas.captureStream(20).getTracks();
  const screen = peer.addTransceiver(track, {direction: "sendonly"});
  await peer.setLocalDescription(await peer.createOffer());
  const sources = {};
  for (const t of peer.getTransceivers())
    sources[t.mid] = t.sender.track.kind === "audio" ? "microphone" : "camera";
  sources[screen.mid] = "screen";
  const answer = await window.admit(name, "publish", peer.localDescription.sdp, sources);
  await peer.setRemoteDescription({type: "answer", sdp: answer});
};
window.watch = async (name, audio, video) => {
  const peer = new RTCPeerConnection();
  window[name] = peer;
  for (let i = 0; i < audio; i++) peer.addTransceiver("audio", {direction: "recvonly"});
  for (let i = 0; i < video; i++) peer.addTransceiver("video", {direction: "recvonly"});
  peer.ontrack = ({track}) => {
    const element = document.createElement(track.kind);
    element.muted = track.kind === "video";
    element.autoplay = true;
    element.srcObject = new MediaStream([track]);
    document.body.append(element);
  };
  await window.offer(name, false);
};
window.offer = async (name, restart) => {
  const peer = window[name];
  await peer.setLocalDescription(await peer.createOffer({iceRestart: restart}));
  const answer = await window.admit(name, "watch", peer.localDescription.sdp, {});
  await peer.setRemoteDescription({type: "answer", sdp: answer});
};
window.figures = async (name) => {
  const found = {state: window[name].connectionState, decoded: 0, level: 0, pictures: []};
  for (const report of (await window[name].getStats()).values()) {
    if (report.type === "inbound-rtp" && report.kind === "video" && report.framesDecoded)
      found.pictures.push(report.framesDecoded);
    if (report.type === "inbound-rtp" && report.kind === "video")
      found.decoded = Math.max(found.decoded, report.framesDecoded || 0);
    if (report.type === "inbound-rtp" && report.kind === "audio")
      found.level = Math.max(found.level, report.audioLevel || 0);
    if (report.type === "outbound-rtp" && report.kind === "video")
      found.sent = report.framesEncoded;
    if (report.type === "candidate-pair" && report.nominated)
      found.available = report.availableOutgoingBitrate || 0;
  }
  return found;
};
"""


@contextlib.asynccontextmanager
async def a_page(house: House) -> AsyncIterator[tuple[Page, dict[str, UUID]]]:
    """A page whose connections' names are mapped to their participants."""
    people: dict[str, UUID] = {}
    connections: dict[str, UUID] = {}

    async def admit(name: str, purpose: str, sdp: str, sources: dict[str, Source]) -> str:
        answer = house.admit(
            sdp,
            purpose=purpose,
            participant=people.setdefault(name, uuid4()),
            connection=connections.setdefault(name, uuid4()),
            sources=sources,
            may_publish=EVERYTHING if purpose == "publish" else frozenset(),
        )
        assert isinstance(answer, Answered), answer
        return answer.sdp

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=browsers.chromium(),
            args=[
                "--no-sandbox",
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
                "--autoplay-policy=no-user-gesture-required",
            ],
        )
        context = await browser.new_context(permissions=["camera", "microphone"])
        page = await context.new_page()
        await page.route(
            f"{PAGE}**",
            lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"),
        )
        await page.expose_function("admit", admit)
        await page.add_init_script(SCRIPT)
        await page.goto(PAGE)
        try:
            yield page, people
        finally:
            await browser.close()


async def until_figures(page: Page, name: str, holds: Any, seconds: float = 20.0) -> Any:
    async with asyncio.timeout(seconds):
        while True:
            found = await page.evaluate("name => window.figures(name)", name)
            if holds(found):
                return found
            await asyncio.sleep(0.1)


@pytest.mark.parametrize("video", ["VP8", "H264"])
async def test_a_camera_is_seen_and_a_microphone_heard(video: Any) -> None:
    async with a_house(video=video) as house, a_page(house) as (page, people):
        await page.evaluate("() => window.watch('viewer', 2, 3)")
        await page.evaluate("() => window.publish('speaker')")
        await until_figures(page, "viewer", lambda f: f["decoded"] > 10 and f["level"] > 0.01)
        # Congestion feedback reaches the browser: it has an estimate of what the line takes.
        await until_figures(page, "speaker", lambda f: f.get("available", 0) > 0)
        changed = [event for event in house.events if isinstance(event, SlotsChanged)]
        assert {slot.participant for slot in changed[-1].slots} == {people["speaker"]}


async def test_an_ice_restart_interrupts_nothing_and_the_floor_is_taken_without_a_new_offer() -> (
    None
):
    async with a_house() as house, a_page(house) as (page, people):
        await page.evaluate("() => window.watch('viewer', 2, 3)")
        await page.evaluate("() => window.publish('speaker')")
        seen = await until_figures(page, "viewer", lambda f: f["decoded"] > 10)
        await page.evaluate("() => window.offer('viewer', true)")
        await until_figures(
            page,
            "viewer",
            lambda f: f["state"] == "connected" and f["decoded"] > seen["decoded"] + 20,
        )
        room = house.node.rooms[house.room]
        (viewer,) = [c for c in room.connections.values() if c.purpose == "watch"]
        await until(lambda: viewer.agent.earlier is None)
        house.node.carry_out(Allow(house.room, people["speaker"], frozenset({"microphone"})))
        assert [slot.source for slot in room.stage.slots()] == ["microphone"]
        house.node.carry_out(Allow(house.room, people["speaker"], EVERYTHING))
        seen = await until_figures(page, "viewer", lambda f: True)
        await until_figures(page, "viewer", lambda f: f["decoded"] > seen["decoded"] + 10)


async def test_a_screen_is_added_by_another_offer_and_the_camera_goes_on() -> None:
    async with a_house() as house, a_page(house) as (page, _):
        await page.evaluate("() => window.watch('viewer', 2, 3)")
        await page.evaluate("() => window.publish('speaker')")
        await until_figures(page, "viewer", lambda f: f["decoded"] > 10)
        await page.evaluate("() => window.share('speaker')")
        both = await until_figures(page, "viewer", lambda f: len(f["pictures"]) == 2)
        await until_figures(
            page,
            "viewer",
            lambda f: all(
                now > then + 20 for now, then in zip(f["pictures"], both["pictures"], strict=True)
            ),
        )
        room = house.node.rooms[house.room]
        assert {slot.source for slot in room.stage.slots()} == {"microphone", "camera", "screen"}
