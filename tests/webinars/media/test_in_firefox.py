"""The same in Firefox, which offers differently (and VP8 alone)."""

import asyncio
import http.server
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests import browsers
from tests.journeys import firefox
from tests.journeys.firefox import Firefox
from tests.webinars.media.nodes import EVERYTHING, House, a_house
from tests.webinars.media.test_in_chromium import SCRIPT
from webinars.media.contract import Answered, Source

pytestmark = pytest.mark.skipif(browsers.firefox() is None, reason="no Firefox here")

#: The page cannot call us: it leaves its offer, and is given the answer.
BRIDGE = """
window.asked = [];
window.admit = (name, purpose, sdp, sources) => new Promise((answer) => {
  window.asked.push({name, purpose, sdp, sources});
  window.answer = answer;
});
"""


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = f"<!doctype html><meta charset=utf-8><script>{BRIDGE}{SCRIPT}</script>".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Quiet."""


@pytest.fixture
def fox(tmp_path: Path) -> Iterator[Firefox]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    program = browsers.firefox()
    assert program is not None
    try:
        with firefox.running(
            program,
            tmp_path,
            media__navigator__streams__fake=True,
            media__navigator__permission__disabled=True,
            media__autoplay__default=0,
        ) as started:
            started.open(f"http://localhost:{server.server_address[1]}/")
            yield started
    finally:
        server.shutdown()


async def exchange(fox: Firefox, house: House, call: str) -> dict[str, Any]:
    """Have the page offer, and answer it. Gives what it asked."""

    def say(script: str) -> Any:
        return fox.evaluate(script)

    await asyncio.to_thread(say, f"(window.asked = [], {call}, 1)")
    async with asyncio.timeout(20):
        while not (asked := await asyncio.to_thread(say, "window.asked[0] || null")):
            await asyncio.sleep(0.05)
    sources: dict[str, Source] = asked["sources"]
    answer = house.admit(
        asked["sdp"],
        purpose=asked["purpose"],
        participant=_id(asked["name"]),
        connection=_id(asked["name"]),
        sources=sources,
        may_publish=EVERYTHING if asked["purpose"] == "publish" else frozenset(),
    )
    assert isinstance(answer, Answered), answer
    await asyncio.to_thread(say, f"(window.answer({json.dumps(answer.sdp)}), 1)")
    return dict(asked)


_ids: dict[str, UUID] = {}


def _id(name: str) -> UUID:
    return _ids.setdefault(name, uuid4())


async def test_firefox_publishes_and_watches(fox: Firefox) -> None:
    # Firefox sends from its interfaces' addresses, and from those nothing to loopback.
    async with a_house(None) as house:
        await exchange(fox, house, "window.watch('viewer', 2, 3)")
        await exchange(fox, house, "window.publish('speaker')")
        seen = await until_figures(fox, lambda f: f["decoded"] > 10 and f["level"] > 0)
        await exchange(fox, house, "window.share('speaker')")
        await exchange(fox, house, "window.offer('viewer', true)")
        both = await until_figures(
            fox,
            lambda f: len(f["pictures"]) == 2 and max(f["pictures"]) > seen["decoded"] + 20,
        )
        await until_figures(
            fox,
            lambda f: all(
                now > then + 10 for now, then in zip(f["pictures"], both["pictures"], strict=True)
            ),
        )
        assert house.gone() == []


async def until_figures(fox: Firefox, holds: Callable[[Any], bool], seconds: float = 30.0) -> Any:
    """A look's figures come with the next look."""
    look = "window.figures('viewer').then((found) => { window.found = found; })"
    async with asyncio.timeout(seconds):
        while True:
            found = await asyncio.to_thread(fox.evaluate, f"({look}, window.found || null)")
            if found and holds(found):
                return found
            await asyncio.sleep(0.2)
