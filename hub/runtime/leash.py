"""`python -m hub.runtime.leash PARENT FOLDER COMMAND…`: runs what may leave children behind.

For programs that start further processes and don't look after them (npm does). When whoever
started us dies, the kernel tells us, and the whole group ends. When we are killed ourselves, our
parent sees it and ends the group.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from hub.env import BASE_DIR
from hub.runtime.processes import Command, die_with_parent


def leashed(command: Command) -> Command:
    """The same command on a leash."""
    folder = str(command.cwd or Path.cwd())
    own = [sys.executable, "-m", "hub.runtime.leash", str(os.getpid()), folder]
    return Command(
        argv=[*own, *command.argv],
        env=command.env,
        cwd=BASE_DIR,
        stop_seconds=command.stop_seconds,
        death_signal=signal.SIGTERM,
    )


def main(arguments: Sequence[str]) -> int:
    def end(_number: int, _frame: object) -> NoReturn:
        os.killpg(0, signal.SIGKILL)
        raise SystemExit(143)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    if os.getpgrp() != os.getpid():
        os.setpgrp()
    die_with_parent(signal.SIGTERM, int(arguments[0]))
    return subprocess.Popen(arguments[2:], cwd=arguments[1]).wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
