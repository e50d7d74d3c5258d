"""One copy at a time works on a data folder."""

import fcntl
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from hub.runtime.errors import RuntimeProblem

_ENDING: Final = "ending"
_MOMENT: Final = 1.0  # seconds for a copy that was just asked to end to say so
_PATIENCE: Final = 90.0  # seconds for a copy that is ending


class DataFolder:
    """The data folder, locked for as long as this process lives (also against `kill -9`: the kernel
    lets go of the lock, and nobody else has the file open).

    Another copy that is about to end is waited for; `say` is told so.
    """

    def __init__(self, path: Path, *, say: Callable[[str], object] = print) -> None:
        self.path = path
        try:
            path.mkdir(mode=0o711, parents=True, exist_ok=True)
            self._handle = os.open(path / "lock", os.O_CREAT | os.O_RDWR, 0o600)
        except OSError as error:
            raise RuntimeProblem(
                f"The data folder {path} can't be used ({error.strerror}). "
                "Set DATA_DIR to a folder that you may write to."
            ) from None
        self._wait(say)
        self._write(str(os.getpid()))

    def note_ending(self) -> None:
        """Tell whoever comes next that it is worth waiting."""
        self._write(f"{os.getpid()} {_ENDING}")

    def close(self) -> None:
        os.close(self._handle)

    def _wait(self, say: Callable[[str], object]) -> None:
        began, told = time.monotonic(), False
        while not self._lock():
            pid, _, state = os.pread(self._handle, 64, 0).decode(errors="replace").partition(" ")
            who = f"process {pid}" if pid.isdigit() else "a process"
            ending = state == _ENDING
            if ending and not told:
                say(f"The copy before this one ({who}) is still ending; waiting for it")
                told = True
            if time.monotonic() - began > (_PATIENCE if ending else _MOMENT):
                raise RuntimeProblem(
                    f"Another copy ({who}) already runs on the data folder {self.path}. "
                    "Stop it first, or set DATA_DIR and PORT for a second one."
                )
            time.sleep(0.1)

    def _lock(self) -> bool:
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _write(self, text: str) -> None:
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, text.encode(), 0)
