"""PostgreSQL refuses to run as root: an account for it, and places that this account reaches.

A checkout under /root (mode 0700) can be entered by nobody else. Then the server's programs and its
data live under /var/lib, which survives a restart of the machine, and the data folder links there.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from hub.runtime.errors import RuntimeProblem
from hub.runtime.processes import Account

HOME: Final = Path("/var/lib/sales-hub")
_PROGRAMS: Final = ("postgres", "initdb", "psql", "pg_dump", "pg_restore", "pg_controldata")


def for_postgres(data: Path) -> Account | None:
    """Whom the server runs as. None: as we are, since we aren't root.

    Existing data decides (they may have been made by an ordinary user whom root now helps out).
    """
    if os.geteuid() != 0:
        return None
    if data.exists():
        found = data.stat()
        if found.st_uid != 0:
            return Account(found.st_uid, found.st_gid)
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise RuntimeProblem(
            "PostgreSQL refuses to run as root, and there is no account 'nobody' to run it as. "
            "Run this as an ordinary user, or set DATABASE_URL."
        ) from None
    return Account(nobody.pw_uid, nobody.pw_gid)


def reaches(account: Account | None, folder: Path) -> bool:
    """Whether the account may enter the folder: tried, not computed (ACLs, mounts, …)."""
    if account is None:
        return True
    return _try(account, ["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)])


def runs(account: Account | None, program: Path) -> bool:
    """Whether the account may run the program."""
    return account is None or _try(account, [str(program), "--version"])


def give(path: Path, account: Account | None) -> None:
    """Make the account the owner."""
    if account is not None:
        os.chown(path, account.uid, account.gid)


def place_for(folder: Path, account: Account | None) -> Path:
    """A new empty folder of the account's: `folder` itself where it gets there, else one in HOME.

    In the second case `folder` becomes a link to it.
    """
    if reaches(account, folder.parent):
        folder.mkdir(mode=0o700)
        give(folder, account)
        return folder
    HOME.mkdir(mode=0o711, parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix="postgres-", dir=HOME))
    give(place, account)
    folder.symlink_to(place)
    return place


def programs_for(account: Account | None, installed: Path) -> Path:
    """The folder of PostgreSQL's programs as the account can run them: a copy if it must be."""
    if runs(account, installed / "bin" / "postgres"):
        return installed
    stamp = (installed / "bin" / "postgres").stat()
    mark = hashlib.sha256(f"{stamp.st_size} {stamp.st_mtime_ns}".encode()).hexdigest()[:12]
    HOME.mkdir(mode=0o711, parents=True, exist_ok=True)
    copy = HOME / f"programs-{mark}"
    if not copy.exists():
        _copy(installed, copy)
    copied = copy / installed.parent.name / installed.name
    if not runs(account, copied / "bin" / "postgres"):
        raise RuntimeProblem(
            "PostgreSQL refuses to run as root, and here it can't be run as anybody else. "
            "Run this as an ordinary user, or set DATABASE_URL."
        )
    return copied


def _copy(installed: Path, copy: Path) -> None:
    """Copy under a name of its own, then rename: a copy that exists is complete."""
    draft = Path(tempfile.mkdtemp(prefix="draft-", dir=copy.parent))
    target = draft / installed.parent.name / installed.name  # programs look for ../../../*.libs
    try:
        (target / "bin").mkdir(parents=True)
        for name in _PROGRAMS:
            shutil.copy2(installed / "bin" / name, target / "bin" / name)
        shutil.copytree(
            installed / "lib", target / "lib", ignore=shutil.ignore_patterns("*.a", "pgxs")
        )
        shutil.copytree(installed / "share", target / "share", ignore=shutil.ignore_patterns("doc"))
        libraries = installed.parent.with_name(f"{installed.parent.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, draft / libraries.name)
        for found in (draft, *draft.rglob("*")):
            if not found.is_symlink():
                found.chmod(0o755 if found.is_dir() or os.access(found, os.X_OK) else 0o644)
        draft.rename(copy)
    except OSError:
        if not copy.exists():  # else somebody else was quicker, and theirs is as good
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _try(account: Account, argv: list[str]) -> bool:
    try:
        done = subprocess.run(
            argv,
            user=account.uid,
            group=account.gid,
            extra_groups=[],
            cwd="/",
            env={"PATH": "/usr/bin:/bin"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0
