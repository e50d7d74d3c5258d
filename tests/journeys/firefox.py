"""Firefox, driven by WebDriver BiDi: the few commands of it that a visitor needs.

https://w3c.github.io/webdriver-bidi/ (a direct session, which needs no driver beside the browser)
"""

import json
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from hub.runtime import processes
from hub.runtime.processes import Command


class Firefox:
    """One window. A `context` is the page (the default) or a frame in it."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._last = 0
        self.call("session.new", capabilities={})
        self.page: str = self._tree()[0]["context"]
        self.complaints: list[str] = []
        self.call("session.subscribe", events=["log.entryAdded"])
        self.call(
            "browsingContext.setViewport",
            context=self.page,
            viewport={"width": 1280, "height": 860},
        )

    def call(self, method: str, **params: Any) -> Any:
        self._last += 1
        self._socket.send(json.dumps({"id": self._last, "method": method, "params": params}))
        while True:
            said = json.loads(self._socket.recv(timeout=30))
            if said.get("method") == "log.entryAdded" and said["params"]["level"] == "error":
                self.complaints.append(said["params"]["text"])
            if said.get("id") == self._last:
                assert said["type"] == "success", said
                return said["result"]

    def open(self, url: str) -> None:
        self.call("browsingContext.navigate", context=self.page, url=url, wait="complete")

    def frame(self, part: str) -> str:
        """The frame whose address contains `part`, once it is there."""
        return str(
            self.eventually(
                lambda: next(
                    (
                        child["context"]
                        for child in self._tree()[0]["children"]
                        if part in child["url"]
                    ),
                    None,
                )
            )
        )

    def evaluate(self, expression: str, context: str | None = None) -> Any:
        answer = self.call(
            "script.evaluate",
            expression=f"JSON.stringify({expression})",
            target={"context": context or self.page},
            awaitPromise=True,
        )
        assert answer["type"] == "success", answer
        return json.loads(answer["result"]["value"])

    def reads(self, text: str, context: str | None = None) -> None:
        """Waits until these words are on the screen."""
        self.eventually(
            lambda: self.evaluate(f"document.body.innerText.includes({json.dumps(text)})", context)
        )

    def click(self, x: int, y: int) -> None:
        press = [{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        move = {"type": "pointerMove", "x": x, "y": y}
        self._act(self.page, {"type": "pointer", "id": "mouse", "actions": [move, *press]})

    def type(self, text: str, context: str) -> None:
        """Keys, one by one; a line break is the Enter key."""
        keys = [
            {"type": kind, "value": "\ue007" if letter == "\n" else letter}
            for letter in text
            for kind in ("keyDown", "keyUp")
        ]
        self._act(context, {"type": "key", "id": "keyboard", "actions": keys})

    def eventually(self, look: Any, seconds: float = 40) -> Any:
        deadline = time.monotonic() + seconds
        while not (found := look()):
            assert time.monotonic() < deadline, "never seen"
            time.sleep(0.1)
        return found

    def _act(self, context: str, source: dict[str, Any]) -> None:
        self.call("input.performActions", context=context, actions=[source])

    def _tree(self) -> Any:
        return self.call("browsingContext.getTree")["contexts"]


@contextmanager
def running(program: str, folder: Path, **preferences: bool | int) -> Iterator[Firefox]:
    """A headless Firefox with an empty profile, gone afterwards. A preference's dots are written
    as two underscores."""
    profile = folder / "profile"
    profile.mkdir()
    lines = ['user_pref("intl.accept_languages", "de-DE, de");']
    for name, value in preferences.items():
        lines.append(f'user_pref("{name.replace("__", ".")}", {json.dumps(value)});')
    (profile / "user.js").write_text("\n".join(lines) + "\n")
    arguments = ["--headless", "--no-remote", "--remote-debugging-port", "0"]
    command = Command(
        [program, *arguments, "--profile", str(profile), "about:blank"],
        env={"HOME": str(folder), "MOZ_DISABLE_CONTENT_SANDBOX": "1"},
    )
    log = folder / "firefox.log"
    with log.open("wb") as output:
        process = processes.start(command, output=output.fileno())
    try:
        with connect(f"{_address(process, log)}/session", max_size=None) as socket:
            yield Firefox(socket)
    finally:
        processes.stop(process, command)


def _address(process: "subprocess.Popen[bytes]", log: Path) -> str:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        said = re.search(r"BiDi listening on (ws://\S+)", log.read_text(errors="replace"))
        if said:
            return said[1]
        time.sleep(0.1)
    raise RuntimeError(f"Firefox does not start: {log.read_text(errors='replace')[-2000:]}")
