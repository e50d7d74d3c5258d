"""Whether the ports that we are about to listen on are free, and who has them if not."""

import socket
import time
from collections.abc import Mapping
from pathlib import Path

from hub.runtime.errors import RuntimeProblem

_LISTENING = "0A"  # the state's number in /proc/net/tcp


def require_free(ports: Mapping[int, str], *, patience: float = 3.0) -> None:
    """Raise a sentence if one of them (port → what it is for) is taken.

    `patience`: seconds for a copy that was killed a moment ago to let go.
    """
    deadline = time.monotonic() + patience
    for port, purpose in ports.items():
        while not _free(port):
            holder = _holder(port)
            # What we can see running won't go away by itself; a dead process's port will.
            if holder or time.monotonic() > deadline:
                raise RuntimeProblem(
                    f"Port {port} ({purpose}) is taken{holder}. Stop what listens there, "
                    "or set PORT to the first of four free ports."
                )
            time.sleep(0.1)


def _free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("", port))
            trial.listen(1)
        except OSError:
            return False
    return True


def _holder(port: int) -> str:
    """` by process 12 (nginx)` if we may see it, else nothing."""
    inodes = _listening_sockets(port)
    if not inodes:
        return ""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            links = {str(handle.readlink()) for handle in (process / "fd").iterdir()}
            if links & inodes:
                name = (process / "comm").read_text().strip()
                return f" by process {process.name} ({name})"
        except OSError:
            continue
    return ""


def _listening_sockets(port: int) -> set[str]:
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            lines = Path(table).read_text().splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            parts = line.split()
            if parts[3] == _LISTENING and int(parts[1].rsplit(":", 1)[1], 16) == port:
                found.add(f"socket:[{parts[9]}]")
    return found
