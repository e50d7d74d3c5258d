"""What forwarding a packet costs, beside the bare loop in Python and beside Janus.

CPU of the media process (user and system, from /proc) per packet that arrived at a viewer. The real
process, viewers over real ICE, DTLS and SRTP (AES-128-GCM) with reports, estimates, retransmissions
and consent checks; one publisher: 30 frames of four packets of 1,100 bytes and 50 packets of sound
a second. Contenders take turns, so that a noisy machine is noisy for all; the median turn counts.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from benchmarks import media_page
from benchmarks.house import ROOT, House, cpu_seconds, memory_kb
from benchmarks.media_lines import Remote
from benchmarks.media_net import Net, Program, net
from benchmarks.peers import janus
from webinars.media.contract import SLOTS

SECONDS = 5.0
TURNS = 9
COMPARED = 100
AUDIENCES = (25, 300)
JOINING, JOINING_WITHIN = 50, 2.0
OFFERS = ROOT / "tests" / "webinars" / "media" / "recorded"
EVERYTHING = frozenset({"microphone", "camera", "screen", "screen-audio"})


def offer(name: str, mine: dict[str, Any]) -> str:
    """A browser's recorded offer with a line's own credentials."""
    lines = []
    for line in (OFFERS / f"{name}.sdp").read_text().splitlines():
        if line.startswith("a=ice-ufrag:"):
            line = f"a=ice-ufrag:{mine['ufrag']}"
        elif line.startswith("a=ice-pwd:"):
            line = f"a=ice-pwd:{mine['password']}"
        elif line.startswith("a=fingerprint:"):
            line = f"a=fingerprint:sha-256 {mine['fingerprint']}"
        elif line.startswith(("a=candidate:", "a=ssrc", "a=end-of-candidates")):
            continue
        lines.append(line)
    return "\r\n".join(lines) + "\r\n"


class Hub:
    """The real media process with a room and a publisher."""

    def __init__(self, where: Net, folder: Path, *, publishing: bool = True) -> None:
        from tests.webinars.media.processes import make_room, running_media, wait_for_nodes

        self.where = where
        self._running = running_media(
            folder,
            MEDIA_BIND=where.here,
            MEDIA_ADVERTISE=where.here,
            OPENBLAS_NUM_THREADS="1",
        )
        self.media = self._running.__enter__()
        self.node = wait_for_nodes(1)[0].id
        self.epoch = 1
        self.room = make_room(self.node, epoch=self.epoch).id
        self._programs: list[Program] = []
        audio, video = SLOTS["webinar"]
        self.call("create", audio_slots=audio, video_slots=video)
        if publishing:
            self._people()

    def _people(self) -> None:
        where = self.where
        self.source = self._program("media_source")
        mine = self.source.ask(do="make", host=where.there)
        answer = self.admit(
            offer("chromium-150-publish", mine),
            purpose="publish",
            sources={"0": "microphone", "1": "camera"},
            may_publish=EVERYTHING,
        )
        self.source.ask(do="connect", remote=vars(answer))
        self.viewers = self._program("media_viewers")
        self.viewers.ask(do="sample", video_pt=96)
        self.count = 0

    @property
    def pid(self) -> int:
        return self.media.process.pid

    def _program(self, module: str) -> Program:
        program = Program(module, self.where, there=True)
        self._programs.append(program)
        return program

    def call(self, kind: str, **values: Any) -> Any:
        from webinars.media import contract, control

        command = {"create": contract.Create, "admit": contract.Admit}[kind]
        values = {"room": self.room, "epoch": self.epoch, **values}
        answer = control.call_sync(self.node, command(**values), timeout=10)
        if isinstance(answer, contract.Refused):
            raise RuntimeError(f"{kind}: {answer}")
        return answer

    def admit(self, sdp: str, **values: Any) -> Remote:
        return Remote.of(self.answer(sdp, **values), self.where.here)

    def answer(self, sdp: str, **values: Any) -> str:
        given: dict[str, Any] = {"participant": uuid4(), "connection": uuid4(), **values}
        return str(self.call("admit", sdp=sdp, **given).sdp)

    def join(self, count: int, over: float = 0.0) -> None:
        made = self.viewers.ask(do="make", count=count, host=self.where.there)
        remotes = [
            vars(self.admit(offer("chromium-150-watch", mine), purpose="watch")) for mine in made
        ]
        self.viewers.ask(
            do="connect", first=self.count, remotes=remotes, controlling=True, over=over
        )
        self.count += count
        self.viewers.ask(do="sample", video_pt=96)

    def close(self) -> None:
        for program in self._programs:
            program.close()
        # It says that it goes, so that the next one is not taken for it.
        self.media.stop()
        self._running.__exit__(None, None, None)


class Peer:
    """Janus, fed and watched by the same programs."""

    def __init__(self, where: Net, folder: Path, event_loops: int | None, count: int) -> None:
        self.server = janus.Janus(folder, event_loops)
        self.server.wait()
        self.viewers = Program("media_viewers", where, there=True)
        self.source = Program("media_source", where, there=True)
        self.source.ask(
            do="plain",
            host=where.there,
            to=where.here,
            audio=janus.AUDIO_PORT,
            video=janus.VIDEO_PORT,
            video_pt=janus.VIDEO_PT,
        )
        remotes = []
        for number, mine in enumerate(self.viewers.ask(do="make", count=count, host=where.there)):
            sdp = self.server.watch()
            self.server.answer(number, janus.answer_to(sdp, mine))
            remotes.append(vars(Remote.of(sdp, where.here)))
        self.viewers.ask(do="connect", first=0, remotes=remotes, controlling=False)
        self.viewers.ask(do="sample", video_pt=janus.VIDEO_PT)
        self.count = count

    @property
    def pid(self) -> int:
        return self.server.process.pid

    def close(self) -> None:
        self.viewers.close()
        self.source.close()
        self.server.close()


class Loop:
    def __init__(self, where: Net, count: int) -> None:
        self.viewers = Program("media_viewers", where, there=True)
        made = self.viewers.ask(do="make", count=count, host=where.there)
        self.source = Program("media_loop", where, there=False)
        self.source.ask(host=where.here, viewers=[(m["host"], m["port"]) for m in made])
        self.count = count

    @property
    def pid(self) -> int:
        return self.source.pid

    def close(self) -> None:
        self.viewers.close()
        self.source.close()


def turn(contender: Hub | Peer | Loop) -> dict[str, float]:
    """One measured window. `lost` is a share of 0 to 1."""
    time.sleep(1.0)
    contender.viewers.ask(do="figures")
    before = contender.viewers.ask(do="figures")
    sent = contender.source.ask(do="figures")["sent"]
    cpu = cpu_seconds([contender.pid])
    time.sleep(SECONDS)
    cpu = cpu_seconds([contender.pid]) - cpu
    after = contender.viewers.ask(do="figures")
    sent = (contender.source.ask(do="figures")["sent"] - sent) * contender.count
    got = after["rtp"] - before["rtp"]
    return {
        "us": cpu / max(1, got) * 1e6,
        "lost": max(0.0, 1 - got / sent),
        "share_of_core": cpu / SECONDS,
        **{name: (after[name] or 0.0) * 1000 for name in ("p99", "sound_p50", "sound_p99")},
    }


def run(house: House) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    with net() as where, tempfile.TemporaryDirectory(prefix="hub-media-") as name:
        folder = Path(name)
        figures["network"] = where.name
        figures.update(_compared(where, folder))
        figures.update(_audiences(where, folder))
        figures.update(_joining(where, folder))
        figures.update(_first_picture(folder))
    return figures


def _first_picture(folder: Path) -> dict[str, Any]:
    """Over loopback: the browser is not in the namespace."""
    hub = Hub(Net(), folder / "page", publishing=False)

    def admit(purpose: str, sdp: str) -> str:
        sources = {"0": "camera"} if purpose == "publish" else {}
        may = EVERYTHING if sources else frozenset()
        return hub.answer(sdp, purpose=purpose, sources=sources, may_publish=may)

    try:
        return media_page.first_picture(admit, SLOTS["webinar"])
    finally:
        hub.close()


def _compared(where: Net, folder: Path) -> dict[str, Any]:
    def hub() -> Hub:
        made = Hub(where, folder / f"hub-{uuid4()}")
        made.join(COMPARED)
        return made

    contenders: dict[str, Callable[[], Hub | Peer | Loop]] = {
        "ours": hub,
        "loop": lambda: Loop(where, COMPARED),
    }
    if janus.installed():
        for key, loops in (("janus", None), ("janus_tuned", 1)):
            contenders[key] = lambda loops=loops: Peer(  # type: ignore[misc]
                where, folder / f"janus-{uuid4()}", loops, COMPARED
            )
    turns: dict[str, list[float]] = {key: [] for key in contenders}
    ratios: dict[str, list[float]] = {key: [] for key in contenders}
    for _ in range(TURNS):
        for key, make in contenders.items():
            with running(make()) as contender:
                turns[key].append(turn(contender)["us"])
            print(f"  {key} at {COMPARED}: {turns[key][-1]:.2f} µs", flush=True)
        for key in contenders:
            ratios[key].append(turns["ours"][-1] / turns[key][-1])
    found: dict[str, Any] = {"us_per_packet": round(statistics.median(turns["ours"]), 2)}
    for key in ("loop", "janus", "janus_tuned"):
        here = key in turns
        found[f"{key}_us_per_packet"] = round(statistics.median(turns[key]), 2) if here else None
        found[f"ratio_to_{key}"] = round(statistics.median(ratios[key]), 2) if here else None
    return found


@contextmanager
def running(contender: Hub | Peer | Loop) -> Iterator[Hub | Peer | Loop]:
    try:
        yield contender
    finally:
        contender.close()


def _audiences(where: Net, folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for count in AUDIENCES:
        hub = Hub(where, folder / f"audience-{count}")
        try:
            time.sleep(1)
            empty = memory_kb(hub.pid)
            while hub.count < count:
                hub.join(min(50, count - hub.count))
            seen = turn(hub)
            found[f"us_per_packet_{count}"] = round(seen["us"], 2)
            found[f"lost_{count}"] = round(seen["lost"], 5)
            found[f"p99_added_ms_{count}"] = round(seen["p99"], 1)
            found[f"sound_added_ms_{count}"] = round(seen["sound_p50"], 1)
            found[f"sound_p99_added_ms_{count}"] = round(seen["sound_p99"], 1)
            found[f"share_of_core_{count}"] = round(seen["share_of_core"], 2)
            found["kb_per_viewer"] = round((memory_kb(hub.pid) - empty) / count, 1)
        finally:
            hub.close()
    return found


def _joining(where: Net, folder: Path) -> dict[str, Any]:
    """From a viewer's first connectivity check to its first picture's first packet."""
    hub = Hub(where, folder / "joining")
    try:
        hub.join(1)
        before = hub.source.ask(do="figures")["told"].get("206/1", 0)
        hub.join(JOINING, over=JOINING_WITHIN)
        time.sleep(2.0)
        seen = hub.viewers.ask(do="figures")
        asked = hub.source.ask(do="figures")["told"].get("206/1", 0) - before
        return {
            "joining_50_within_s": JOINING_WITHIN,
            "joining_50_pictures": seen["pictures"] - 1,
            "joining_50_first_picture_p50_ms": round(seen["first_p50"] * 1000),
            "joining_50_first_picture_max_ms": round(seen["first_max"] * 1000),
            "joining_50_key_frames_asked": asked,
        }
    finally:
        hub.close()
