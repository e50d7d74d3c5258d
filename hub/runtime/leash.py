"""`python -m hub.runtime.leash PARENT COMMAND…`: runs a command whose children must not stay.

For programs that start further processes and don't look after them (npm does). When whoever
started us dies, the kernel tells us, and the whole group ends. When we are killed ourselves, our
parent sees it and ends the group.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from typing import NoReturn

from hub.runtime.processes import Command, die_with_parent


def leashed(command: Command) -> Command:
    """The same command on a leash."""
    argv = [sys.executable, "-m", "hub.runtime.leash", str(os.getpid()), *command.argv]
    return Command(
        argv=argv,
        env=command.env,
        cwd=command.cwd,
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
    return subprocess.Popen(arguments[1:]).wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
