"""Sees to it that there is a browser for the tests: Debian's Chromium, else Playwright's."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests import browsers


def main() -> int:
    if _there():
        return 0
    print("Installing a browser for the tests (once)", flush=True)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for step in (["update", "-qq"], ["install", "-y", "-qq", "chromium"]):
            subprocess.call(["apt-get", *step], env=env, stdout=subprocess.DEVNULL)
    if not _there():
        subprocess.call([sys.executable, "-m", "playwright", "install", "chromium"])
    if _there():
        return 0
    print(
        "There is no browser for the tests. Install one (Debian: apt install chromium), or say "
        "where yours is: make test CHROMIUM=/path/to/chromium",
        file=sys.stderr,
    )
    return 1


def _there() -> bool:
    if browsers.chromium() is not None:
        return True
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


if __name__ == "__main__":
    sys.exit(main())
