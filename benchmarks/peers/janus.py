"""Debian's Janus with its streaming plugin and the mountpoint that it ships, as a peer."""

import json
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen
from uuid import uuid4

from hub.runtime import processes
from tests.serving import free_ports

PROGRAM, CONFIGURATION = Path("/usr/bin/janus"), Path("/etc/janus")
#: Of /etc/janus/janus.plugin.streaming.jcfg.
MOUNTPOINT, AUDIO_PORT, VIDEO_PORT, VIDEO_PT = 1, 5002, 5004, 100


def installed() -> bool:
    return PROGRAM.exists() and (CONFIGURATION / "janus.plugin.streaming.jcfg").exists()


class Janus:
    """As Debian configures it but for the HTTP port; `event_loops` None: a thread a viewer."""

    def __init__(self, folder: Path, event_loops: int | None) -> None:
        shutil.copytree(CONFIGURATION, folder)
        self._port = free_ports(1)
        http = folder / "janus.transport.http.jcfg"
        http.write_text(http.read_text().replace("port = 8088", f"port = {self._port}", 1))
        for other in folder.glob("janus.transport.*.jcfg"):
            if other != http:
                other.unlink()
        if event_loops is not None:
            main = folder / "janus.jcfg"
            text = main.read_text().replace("#event_loops = 8", f"event_loops = {event_loops}", 1)
            main.write_text(text)
        with (folder / "janus.log").open("wb") as log:
            self.process = subprocess.Popen(
                [str(PROGRAM), "-F", str(folder)],
                stdout=log,
                stderr=log,
                preexec_fn=processes.die_with_parent,
            )
        self._handles: list[str] = []

    def wait(self, seconds: float = 15.0) -> None:
        deadline = time.monotonic() + seconds
        while True:
            try:
                urlopen(f"http://127.0.0.1:{self._port}/janus/info", timeout=2).close()
                break
            except OSError:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise
                time.sleep(0.1)

    def watch(self) -> str:
        """Attach a viewer; gives Janus's offer."""
        session = self._ask("", janus="create")["data"]["id"]
        handle = self._ask(f"/{session}", janus="attach", plugin="janus.plugin.streaming")
        path = f"/{session}/{handle['data']['id']}"
        self._handles.append(path)
        self._ask(path, janus="message", body={"request": "watch", "id": MOUNTPOINT})
        return str(self._event(session)["jsep"]["sdp"])

    def answer(self, number: int, sdp: str) -> None:
        path = self._handles[number]
        self._ask(
            path,
            janus="message",
            body={"request": "start"},
            jsep={"type": "answer", "sdp": sdp},
        )

    def keep(self) -> None:
        """Sessions that nobody polls for a minute are ended."""
        for path in self._handles:
            self._ask(path.rpartition("/")[0], janus="keepalive")

    def close(self) -> None:
        self.process.kill()
        self.process.wait()

    def _event(self, session: int) -> Any:
        while True:
            with urlopen(f"http://127.0.0.1:{self._port}/janus/{session}", timeout=30) as found:
                event = json.load(found)
            if "jsep" in event:
                return event
            if event.get("janus") == "event" and "error" in str(event):
                raise RuntimeError(event)

    def _ask(self, path: str, **what: Any) -> Any:
        request = Request(
            f"http://127.0.0.1:{self._port}/janus{path}",
            data=json.dumps({**what, "transaction": uuid4().hex}).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urlopen(request, timeout=10) as found:
            answer = json.load(found)
        if answer["janus"] == "error":
            raise RuntimeError(answer)
        return answer


def answer_to(offer: str, mine: dict[str, Any]) -> str:
    """What a browser would answer: everything received, one candidate."""
    kept = []
    for line in offer.splitlines():
        if line.startswith(("a=candidate", "a=end-of-candidates", "a=ssrc", "a=msid:", "c=")):
            continue
        if line.startswith("a=ice-ufrag"):
            line = f"a=ice-ufrag:{mine['ufrag']}"
        elif line.startswith("a=ice-pwd"):
            line = f"a=ice-pwd:{mine['password']}"
        elif line.startswith("a=fingerprint"):
            line = f"a=fingerprint:sha-256 {mine['fingerprint']}"
        elif line.startswith("a=setup"):
            line = "a=setup:active"
        elif line in ("a=sendonly", "a=sendrecv"):
            line = "a=recvonly"
        kept.append(line)
        if line.startswith("m="):
            kept.append(f"c=IN IP4 {mine['host']}")
            kept.append(f"a=candidate:1 1 udp 2130706431 {mine['host']} {mine['port']} typ host")
    return "\r\n".join(kept) + "\r\n"
