"""A supervisor under test: started the way `make run` starts it, watched through /proc."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from hub.env import BASE_DIR

SMALL = [sys.executable, "-m", "tests.runtime.small"]


def environment(data: Path, port: int) -> dict[str, str]:
    """As in a shell that knows nothing of the tests' own engines."""
    ours = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY")
    kept = {key: value for key, value in os.environ.items() if key not in ours}
    return {**kept, "ENV_FILE": "", "DATA_DIR": str(data), "PORT": str(port), "DEMO": "0"}


class Supervised:
    def __init__(self, process: subprocess.Popen[str], output: Path) -> None:
        self.process = process
        self._output = output

    @property
    def said(self) -> str:
        return self._output.read_text(errors="replace")

    def wait_for(self, text: str, seconds: float = 40.0, times: int = 1) -> None:
        wait_until(
            lambda: self.said.count(text) >= times or self.process.poll() is not None,
            seconds,
            lambda: f"never said {text!r}, but:\n{self.said}",
        )
        assert self.said.count(text) >= times, f"ended without {text!r}:\n{self.said}"

    def wait_until_up(self) -> None:
        for said in ("Ready after", "stubborn runs", "parent runs"):
            self.wait_for(said)

    def descendants(self) -> dict[int, str]:
        return descendants(self.process.pid)

    def pid_of(self, words: str) -> int:
        found = [pid for pid, line in self.descendants().items() if words in line]
        assert found, f"no {words!r} in {self.descendants()}"
        return min(found)

    def end(self, number: signal.Signals, seconds: float = 30.0) -> int:
        self.process.send_signal(number)
        return self.process.wait(seconds)


@contextmanager
def supervised(
    data: Path,
    port: int,
    *,
    argv: list[str] | None = None,
    variables: dict[str, str] | None = None,
) -> Iterator[Supervised]:
    """Running; whatever happens, nothing of it is left."""
    data.parent.mkdir(mode=0o711, exist_ok=True)
    output = data.parent / f"said-{time.monotonic_ns()}"
    with output.open("wb") as file:
        process = subprocess.Popen(
            argv or SMALL,
            cwd=BASE_DIR,
            env=environment(data, port) | (variables or {}),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            text=True,
        )
    try:
        yield Supervised(process, output)
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def descendants(root: int) -> dict[int, str]:
    """Every process below `root` that lives: pid → command line."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            rest = (entry / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if rest[0] != "Z":
            parents[int(entry.name)] = int(rest[1])
    found: dict[int, str] = {}
    layer = {root}
    while layer:
        layer = {pid for pid, parent in parents.items() if parent in layer}
        found |= {pid: command_line(pid) for pid in layer}
    return found


def command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def alive(pid: int) -> bool:
    """Running, that is: a zombie that a lazy init hasn't collected yet is not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def wait_until(
    good: Callable[[], bool], seconds: float, otherwise: Callable[[], str] = lambda: "time-out"
) -> None:
    deadline = time.monotonic() + seconds
    while not good():
        assert time.monotonic() < deadline, otherwise()
        time.sleep(0.05)


def nothing_left(pids: dict[int, str], seconds: float = 15.0) -> None:
    wait_until(
        lambda: not any(alive(pid) for pid in pids),
        seconds,
        lambda: f"still there: {[line for pid, line in pids.items() if alive(pid)]}",
    )


def addresses(said: str) -> list[str]:
    return re.findall(r"http://\S+", said)
