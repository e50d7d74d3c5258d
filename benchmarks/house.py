"""Engines and processes for a measurement: durable PostgreSQL, Valkey, CPU and memory read."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hub.runtime import bundled

ROOT = Path(__file__).resolve().parent.parent
TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class House:
    """`engines` are the pids of PostgreSQL's and Valkey's first processes."""

    postgres: bundled.Postgres
    valkey: bundled.Valkey
    engines: list[int]


@contextmanager
def house() -> Iterator[House]:
    """Start both engines in a folder of their own and point the environment at them."""
    with tempfile.TemporaryDirectory(prefix="hub-bench-", dir="/tmp") as folder:
        Path(folder).chmod(0o711)
        run = Path(folder) / "run"
        run.mkdir(mode=0o711)
        data = Path(folder) / "data"
        data.mkdir(mode=0o700)
        postgres = bundled.Postgres(Path(folder) / "postgres", run, durable=True)
        valkey = bundled.Valkey(run)
        with (Path(folder) / "engines.log").open("wb") as log:
            os.environ["ENV_FILE"] = ""
            os.environ["DATA_DIR"] = str(data)
            os.environ["SECRET_KEY"] = "only for measuring"
            os.environ["DATABASE_URL"] = postgres.start(output=log)
            os.environ["REDIS_URL"] = valkey.start(output=log)
            try:
                pids = [p.pid for p in (postgres._process, valkey._process) if p is not None]
                yield House(postgres, valkey, pids)
            finally:
                valkey.stop()
                postgres.stop()


def migrate() -> None:
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, check=True
    )


def cpu_seconds(pids: list[int]) -> float:
    """User and system CPU seconds of processes and all their descendants, dead ones included."""
    total = 0
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents.setdefault(int(fields[1]), []).append(int(entry.name))
    todo = list(pids)
    while todo:
        pid = todo.pop()
        todo += parents.get(pid, [])
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(int(fields[i]) for i in (11, 12, 13, 14))
    return total / TICK


def memory_kb(pid: int) -> int:
    """Resident memory of one process, in KiB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    raise ValueError(f"no memory figure for {pid}")
