"""Where the audience is: in a network namespace behind veth, or on loopback without the rights."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from benchmarks.house import ROOT


@dataclass
class Net:
    """`here` is the server's address, `there` the viewers'."""

    here: str = "127.0.0.1"
    there: str = "127.0.0.1"
    enter: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return "a network namespace behind veth" if self.enter else "loopback"


@contextmanager
def net() -> Iterator[Net]:
    name = f"hub{os.getpid() % 100000}"
    here, there = "10.213.77.1", "10.213.77.2"
    try:
        _ip("netns", "add", name)
    except (OSError, subprocess.CalledProcessError):
        yield Net()
        return
    try:
        try:
            _ip("link", "add", f"{name}a", "type", "veth", "peer", "name", f"{name}b")
            _ip("link", "set", f"{name}b", "netns", name)
            _ip("addr", "add", f"{here}/24", "dev", f"{name}a")
            _ip("link", "set", f"{name}a", "up")
            _ip("-n", name, "addr", "add", f"{there}/24", "dev", f"{name}b")
            _ip("-n", name, "link", "set", f"{name}b", "up")
            _ip("-n", name, "link", "set", "lo", "up")
        except subprocess.CalledProcessError:
            yield Net()
            return
        yield Net(here, there, ["ip", "netns", "exec", name])
    finally:
        _ip("netns", "del", name)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


class Program:
    """A module of the bench in a process of its own, spoken to in JSON lines."""

    def __init__(self, module: str, where: Net, *, there: bool) -> None:
        self.process = subprocess.Popen(
            [*(where.enter if there else []), sys.executable, "-m", f"benchmarks.{module}"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )

    @property
    def pid(self) -> int:
        return self.process.pid

    def ask(self, **what: Any) -> Any:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"{self.process.args!r} ended")
        return json.loads(answer)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
