"""One copy at a time works on a data folder."""

import fcntl
import os
from pathlib import Path

from hub.runtime.errors import RuntimeProblem


class DataFolder:
    """The data folder, locked for as long as this process lives (also against `kill -9`: the kernel
    lets go of the lock, and nobody else has the file open)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.mkdir(mode=0o711, parents=True, exist_ok=True)
            self._handle = os.open(path / "lock", os.O_CREAT | os.O_RDWR, 0o600)
        except OSError as error:
            raise RuntimeProblem(
                f"The data folder {path} can't be used ({error.strerror}). "
                "Set DATA_DIR to a folder that you may write to."
            ) from None
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RuntimeProblem(
                f"Another copy ({self._holder()}) already runs on the data folder {path}. "
                "Stop it first, or set DATA_DIR and PORT for a second one."
            ) from None
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, f"{os.getpid()}\n".encode(), 0)

    def close(self) -> None:
        os.close(self._handle)

    def _holder(self) -> str:
        pid = os.pread(self._handle, 32, 0).decode(errors="replace").strip()
        return f"process {pid}" if pid.isdigit() else "a process"
