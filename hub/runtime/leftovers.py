"""What a killed PostgreSQL leaves behind: backends that still work, and a pid file.

PostgreSQL itself mends most of it. Two things it can't know: that a process which now has the pid
of its pid file is something else (pids come round quickly in containers), and that nobody wants the
backends any more. Call this only while you hold the lock on the data folder.
"""

import os
import signal
import time
from pathlib import Path
from typing import Final

_PATIENCE: Final = 10.0  # seconds for an immediate shutdown, then force


def clear(data: Path) -> None:
    """End every server process that works in `data`, and drop a pid file that lies."""
    deadline = time.monotonic() + _PATIENCE
    asked: set[int] = set()
    while pids := _working_in(data):
        late = time.monotonic() > deadline
        for pid in pids - asked if not late else pids:
            _send(pid, signal.SIGKILL if late else signal.SIGQUIT)
        asked |= pids
        time.sleep(0.02)
    _drop_lying_pid_file(data / "postmaster.pid")


def _working_in(data: Path) -> set[int]:
    """Servers whose working directory is the data folder; that is where PostgreSQL's stand."""
    return {
        int(entry.name)
        for entry in Path("/proc").glob("[0-9]*")
        if _program(entry) == "postgres" and _stands_in(entry, data)
    }


def _drop_lying_pid_file(file: Path) -> None:
    try:
        pid = int(file.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return
    # A server that we couldn't look into (another account's) keeps its file: then PostgreSQL
    # refuses to start and says so, rather than two servers writing into one folder.
    if _program(Path("/proc") / str(pid)) != "postgres":
        file.unlink(missing_ok=True)


def _program(process: Path) -> str:
    try:
        return (process / "comm").read_text().strip()
    except OSError:
        return ""


def _stands_in(process: Path, data: Path) -> bool:
    try:
        return (process / "cwd").samefile(data)
    except OSError:
        return False


def _send(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except (ProcessLookupError, PermissionError):
        pass
