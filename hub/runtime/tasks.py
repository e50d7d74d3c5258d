"""The runtime's smaller commands: one thing each, then they end."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from hub import env
from hub.runtime import bundled, frontend, processes
from hub.runtime.environment import Plan
from hub.runtime.errors import RuntimeProblem
from hub.runtime.lock import DataFolder
from hub.runtime.processes import Command


def build_frontend(*, build: bool) -> int:
    """Install the frontend's packages and build it, where that is due."""
    for step in frontend.steps(build=build):
        print(step.title, flush=True)
        code = _attended(step.command)
        if code != 0:
            raise RuntimeProblem(f"{step.title}: failed. The lines above say why.")
        step.done()
    return 0


def run_npm(arguments: Sequence[str]) -> int:
    """npm in the frontend's folder, with the node of the virtual environment."""
    return _attended(frontend.npm(*arguments))


def run_with_engines(argv: Sequence[str]) -> int:
    """Run a command with the database that `make run` uses: the running one, else one started for
    it."""
    if not argv:
        raise RuntimeProblem("with: which command?")
    env.load(bundled=False)
    data = env.data_dir()
    try:
        folder = DataFolder(data)
    except RuntimeProblem:
        env.load()  # a running copy left its addresses there
        if not os.environ.get("DATABASE_URL"):
            raise
        return _attended(Command(argv=argv))
    (data / "bundled.env").unlink(missing_ok=True)
    plan = Plan(folder.path)
    plan.apply()
    run = bundled.run_folder()
    engines: list[bundled.Postgres | bundled.Valkey] = []
    try:
        if plan.own_database:
            postgres = bundled.Postgres(data / "postgres", run)
            engines.append(postgres)
            os.environ["DATABASE_URL"] = postgres.start(output=subprocess.DEVNULL)
        if plan.own_redis:
            valkey = bundled.Valkey(run)
            engines.append(valkey)
            os.environ["REDIS_URL"] = valkey.start(output=subprocess.DEVNULL)
        return _attended(Command(argv=argv))
    finally:
        for engine in reversed(engines):
            engine.stop()
        bundled.remove_run_folder(run)


def clean() -> int:
    """Delete the data folder, and the database where it lives elsewhere (see `accounts`)."""
    env.load(bundled=False)
    path = env.data_dir()
    if not path.exists():
        return 0
    folder = DataFolder(path)  # refuses while a copy runs
    elsewhere = path / "postgres" / "data"
    if elsewhere.is_symlink():
        shutil.rmtree(elsewhere.resolve(), ignore_errors=True)
    for found in path.iterdir():
        _remove(found)
    folder.close()
    print(f"{path} is empty")
    return 0


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _attended(command: Command) -> int:
    """Run it in our terminal; a request to end goes on to it. Gives its code as a shell would."""
    process = processes.start(command, output=None, terminal=True)

    def pass_on(number: int, _frame: FrameType | None) -> None:
        # A Ctrl-C has reached everybody in our group already, and twice would be once too much.
        if number == signal.SIGTERM or os.getpgid(process.pid) != os.getpgrp():
            process.send_signal(number)

    before = {number: signal.signal(number, pass_on) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        code = process.wait()
    finally:
        processes.end_group(process.pid)
        for number, handler in before.items():
            signal.signal(number, handler)
        sys.stdout.flush()
    return code if code >= 0 else 128 - code
