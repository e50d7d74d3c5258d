"""Processes that are started again when they end, later each time."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Final

from hub.runtime import processes
from hub.runtime.console import Console
from hub.runtime.processes import Command

_FIRST_PAUSE: Final = 0.5  # seconds, doubled with each failure in a row
_LONGEST_PAUSE: Final = 30.0
_HEALTHY: Final = 20.0  # seconds of life after which earlier failures are forgotten


class Child:
    """One process by name, and its restarts."""

    def __init__(
        self,
        name: str,
        command: Callable[[], Command],
        *,
        prepare: Callable[[], None] | None = None,
    ) -> None:
        self.name = name
        self.failures = 0
        self.process: subprocess.Popen[bytes] | None = None
        self._command = command
        self._prepare = prepare
        self._started_at = 0.0
        self._due = 0.0

    @property
    def due(self) -> float | None:
        """When it has to be started (monotonic), None while it runs."""
        return None if self.process is not None else self._due

    def start(self, console: Console) -> subprocess.Popen[bytes]:
        if self._prepare is not None:
            self._prepare()
        output = console.new_output(self.name)
        try:
            self.process = processes.start(self._command(), output=output)
        finally:
            os.close(output)
        self._started_at = time.monotonic()
        return self.process

    def look_after(self, console: Console) -> None:
        """Note its end, or start it again when its pause is over."""
        now = time.monotonic()
        if self.process is not None:
            code = self.process.poll()
            if code is None:
                return
            processes.end_group(self.process.pid)
            self.process = None
            self.failures = 1 if now - self._started_at > _HEALTHY else self.failures + 1
            pause = min(_FIRST_PAUSE * 2 ** (self.failures - 1), _LONGEST_PAUSE)
            self._due = now + pause
            console.drain()
            console.say(f"{self.name} ended ({how(code)}); again in {pause:g} s")
        elif now >= self._due:
            self.start(console)

    def ask_to_stop(self) -> float:
        """Send its stop signal. Gives the seconds that it may take."""
        command = self._command()
        if self.process is not None and self.process.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.process.pid, command.stop_signal)
        return command.stop_seconds


def stop(children: Iterable[Child], console: Console, *, hurry: Callable[[], bool]) -> None:
    """End these at the same time, politely first; `hurry` cuts the politeness short."""
    running = [child for child in children if child.process is not None]
    now = time.monotonic()
    deadlines = {child.name: now + child.ask_to_stop() for child in running}
    while running:
        console.pump(0.2)
        for child in list(running):
            assert child.process is not None
            late = time.monotonic() > deadlines[child.name]
            if child.process.poll() is None:
                if not late and not hurry():
                    continue
                console.say(f"{child.name} doesn't end, so it is killed")
            processes.end_group(child.process.pid)
            child.process.wait()
            child.process = None
            running.remove(child)
    console.drain()


def how(code: int) -> str:
    """`code 1` or `SIGKILL`."""
    if code >= 0:
        return f"code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
