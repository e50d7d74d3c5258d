"""Where the browsers for the tests are. `tools/browser.py` sees to it that there is one."""

import os
import shutil
from pathlib import Path

_OWN = Path(__file__).resolve().parent.parent / ".browsers"


def chromium() -> str | None:
    """For Playwright's `executable_path`. None: Playwright's own, if it is installed."""
    for name in (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name) if name else None
        if found is not None:
            return found
    own = _OWN / "chromium"
    return str(own) if own.exists() else None


def firefox() -> str | None:
    """A Firefox that the system has, or None."""
    return shutil.which(os.environ.get("FIREFOX", "") or "firefox-esr") or shutil.which("firefox")
