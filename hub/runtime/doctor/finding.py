"""What a check says."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "warn", "fail"]


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `mend` says what to do, and is empty where nothing is."""

    level: Level
    about: str
    what: str
    mend: str = ""


Check = Callable[[], Iterator[Finding]]


def ok(about: str, what: str) -> Finding:
    return Finding("ok", about, what)


def warn(about: str, what: str, mend: str = "") -> Finding:
    """It runs, but not as it should."""
    return Finding("warn", about, what, mend)


def fail(about: str, what: str, mend: str = "") -> Finding:
    """It doesn't run like this, or it isn't safe."""
    return Finding("fail", about, what, mend)
