"""A Debian package and what it needs, unpacked into a folder: for whoever isn't root.

apt works with a state and a cache of its own, and with the system's sources and keys. Packages that
the system has are left out. Nothing is configured, no script of a package runs.
"""

import os
import subprocess
from typing import Final

from tests.browsers import OWN

_APT: Final = OWN / "apt"
_ROOT: Final = OWN / "root"


def unpack(package: str, program: str) -> bool:
    """Unpack `package` and write a starter OWN/package for its `program` (a path in it)."""
    for folder in ("lists/partial", "archives/partial"):
        (_APT / folder).mkdir(parents=True, exist_ok=True)
    _ROOT.mkdir(exist_ok=True)
    # A source that doesn't answer, or whose key is missing, must not stop the others.
    _apt("update", "--quiet")
    if _apt("install", "--yes", "--download-only", "--no-install-recommends", package) != 0:
        return False
    for archive in sorted((_APT / "archives").glob("*.deb")):
        subprocess.run(["dpkg-deb", "--extract", archive, _ROOT], check=True)
        archive.unlink()
    if not (_ROOT / program).exists():
        return False
    _write_starter(package, program)
    return True


def _apt(*arguments: str) -> int:
    options = {
        "Dir::State::Lists": _APT / "lists",
        "Dir::Cache": _APT,
        "Dir::Cache::Archives": _APT / "archives",
        "Debug::NoLocking": "1",
        "APT::Sandbox::User": "",
        "Acquire::Languages": "none",
    }
    flags = [flag for key, value in options.items() for flag in ("-o", f"{key}={value}")]
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(["apt-get", *flags, *arguments], env=env, stdout=subprocess.DEVNULL)
    return done.returncode


def _write_starter(package: str, program: str) -> None:
    libraries = [
        folder
        for base in (_ROOT / "usr" / "lib", _ROOT / "lib")
        for folder in (base, *base.glob("*-linux-gnu*"), *base.glob("*-linux-gnu*/*"))
        if folder.is_dir() and any(folder.glob("*.so*"))
    ]
    fonts = OWN / "fonts.conf"
    fonts.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n'
        f"<fontconfig><dir>{_ROOT}/usr/share/fonts</dir><dir>/usr/share/fonts</dir>"
        f"<cachedir>{OWN}/fonts</cachedir></fontconfig>\n"
    )
    starter = OWN / package
    starter.write_text(
        "#!/bin/sh\n"
        f"export LD_LIBRARY_PATH='{os.pathsep.join(map(str, libraries))}'\n"
        f"export FONTCONFIG_FILE='{fonts}' XDG_DATA_DIRS='{_ROOT}/usr/share:/usr/share'\n"
        f"exec '{_ROOT / program}' \"$@\"\n"
    )
    starter.chmod(0o755)
