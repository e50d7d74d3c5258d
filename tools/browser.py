"""Sees to it that there are browsers for the tests: Debian's, else Playwright's.

As root they are installed. Anybody else gets the same packages unpacked into `.browsers`.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

from tests import browsers
from tools.unpacked import unpack

#: Package → the program in it.
_PACKAGES: Final = {
    "chromium": "usr/lib/chromium/chromium",
    "firefox-esr": "usr/lib/firefox-esr/firefox-esr",
}


def main() -> int:
    there = {"chromium": _chromium_there(), "firefox-esr": browsers.firefox() is not None}
    missing = [package for package, found in there.items() if not found]
    if not missing:
        return 0
    print(f"Installing {' and '.join(missing)} for the tests (once, some minutes)", flush=True)
    if shutil.which("apt-get"):
        if os.geteuid() == 0:
            _install(missing)
        else:
            for package in missing:
                unpack(package, _PACKAGES[package])
    if not _chromium_there():
        subprocess.call([sys.executable, "-m", "playwright", "install", "chromium"])
    if _chromium_there():
        return 0
    print(
        "There is no browser for the tests. Install one (Debian: apt install chromium), or say "
        "where yours is: make test CHROMIUM=/path/to/chromium",
        file=sys.stderr,
    )
    return 1


def _install(packages: list[str]) -> None:
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update", "-qq"], ["install", "-y", "-qq", *packages]):
        # A source that doesn't answer must not stop the others: what counts is what is there then.
        subprocess.call(["apt-get", *step], env=env, stdout=subprocess.DEVNULL)


def _chromium_there() -> bool:
    if browsers.chromium() is not None:
        return True
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


if __name__ == "__main__":
    sys.exit(main())
