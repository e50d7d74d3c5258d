"""Starting and ending processes so that none outlives whoever started it."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

_PR_SET_PDEATHSIG: Final = 1  # linux/prctl.h
_LIBC: Final = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

Output = int | IO[bytes] | None


@dataclass(frozen=True)
class Account:
    """Whom a process runs as."""

    uid: int
    gid: int


@dataclass(frozen=True)
class Command:
    """What to start, and how it wants to be ended."""

    argv: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)  #: added to our own environment
    cwd: Path | None = None
    account: Account | None = None  #: None: the one we have
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 10.0  #: after that long it is killed
    #: What the kernel sends when we die without a word. Not a polite one: it must not be ignored.
    death_signal: signal.Signals = signal.SIGKILL


def die_with_parent(number: signal.Signals = signal.SIGKILL, parent: int | None = None) -> None:
    """Ask the kernel for a signal when our parent dies (Linux; elsewhere nothing happens).

    Counts from the thread that started us, so that must be one that lives as long as its process.
    `parent` is who it should be; if that one is already gone, the signal comes at once. A change of
    user drops the wish: call this after it.
    """
    if _LIBC is None:
        return
    _LIBC.prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0)
    if parent is not None and os.getppid() != parent:
        os.kill(os.getpid(), number)


def _leash(number: signal.Signals) -> Callable[[], None]:
    parent = os.getpid()

    def prepare() -> None:
        # A blocked signal would stay blocked in the child, the deadly one included.
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        die_with_parent(number, parent)

    return prepare


def start(
    command: Command, *, output: Output = None, terminal: bool = False
) -> subprocess.Popen[bytes]:
    """Start it in a process group of its own: Ctrl-C reaches us, and we end it in our order.

    `terminal=True`: in ours instead, with our input, for what somebody sits in front of.
    """
    account = command.account
    return subprocess.Popen(
        list(command.argv),
        cwd=command.cwd,
        env={**os.environ, **command.env},
        stdin=None if terminal else subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        process_group=None if terminal else 0,
        user=None if account is None else account.uid,
        group=None if account is None else account.gid,
        extra_groups=None if account is None else [],
        preexec_fn=_leash(command.death_signal),
    )


def stop(process: subprocess.Popen[bytes], command: Command) -> int:
    """End it: the polite way first, then its whole group by force. Gives its return code."""
    if process.poll() is None:
        _signal(process.pid, command.stop_signal)
        try:
            process.wait(command.stop_seconds)
        except subprocess.TimeoutExpired:
            pass
    end_group(process.pid)
    return process.wait()


def end_group(group: int) -> None:
    """Kill what is left of a process group, also after its leader has gone."""
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass


def _signal(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass
