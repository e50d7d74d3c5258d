"""Real media processes, `python -m webinars.media`, on the test's database and Valkey."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from asgiref.sync import async_to_sync
from django.conf import settings
from django.utils import timezone

from hub.realtime.models import Log
from hub.runtime import processes
from tests.people import make_site
from tests.serving import ROOT, database_url
from tests.webinars.media.nodes import free_udp_port
from webinars.media import control
from webinars.media.control import NodeView
from webinars.models import Room


@dataclass
class MediaProcess:
    port: int
    folder: Path
    process: "subprocess.Popen[bytes]"
    environment: dict[str, str]
    command: tuple[str, ...] = ("-m", "webinars.media")

    @property
    def log(self) -> str:
        return (self.folder / "media.log").read_text(errors="replace")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self, seconds: float = 10.0) -> int:
        """SIGTERM; gives its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)

    def restart(self) -> None:
        self.process = _start(self.folder, self.environment, self.command)


def _start(
    folder: Path, environment: dict[str, str], command: tuple[str, ...]
) -> "subprocess.Popen[bytes]":
    with (folder / "media.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=os.environ | environment,
            stderr=log,
            preexec_fn=processes.die_with_parent,
        )


@contextlib.contextmanager
def running_media(
    folder: Path, command: tuple[str, ...] = ("-m", "webinars.media"), **more: str
) -> Iterator[MediaProcess]:
    """One process, gone afterwards."""
    folder.mkdir(exist_ok=True)
    port = free_udp_port()
    environment = {
        "DATABASE_URL": database_url(),
        "SECRET_KEY": settings.SECRET_KEY,
        "DATA_DIR": str(folder),
        "MEDIA_PORT": str(port),
        "MEDIA_BIND": "127.0.0.1",
        **more,
    }
    process = _start(folder, environment, command)
    media = MediaProcess(port, folder, process, environment, command)
    try:
        yield media
    finally:
        if media.process.poll() is None:
            media.kill()


def live_nodes(tries: int = 5) -> list[NodeView]:
    """On a busy machine even Valkey may take longer than a web process waits for it."""
    for _ in range(tries - 1):
        with contextlib.suppress(control.MediaSilent):
            return list(async_to_sync(control.live_nodes)())
    return list(async_to_sync(control.live_nodes)())


def wait_for_nodes(count: int, seconds: float = 60.0) -> list[NodeView]:
    deadline = time.monotonic() + seconds
    while len(nodes := live_nodes()) != count:
        assert time.monotonic() < deadline, f"{len(nodes)} nodes rather than {count}"
        time.sleep(0.05)
    return nodes


def make_room(node: UUID | None = None, state: str = "live", epoch: int = 0) -> Room:
    return Room.objects.create(
        kind="webinar",
        site=make_site(),
        title="Vakuum im Werk",
        state=state,
        live_at=timezone.now() if state in ("live", "ended") else None,
        ended_at=timezone.now() if state == "ended" else None,
        public_log=Log.objects.create(audience="public"),
        hosts_log=Log.objects.create(audience="hosts"),
        media_node=node,
        media_epoch=epoch,
    )
