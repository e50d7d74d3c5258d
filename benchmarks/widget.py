"""Sizes of what the embedding page and the panel load, gzip, from the built frontend."""

import gzip
from pathlib import Path
from typing import Any

from benchmarks.house import House

DIST = Path(__file__).resolve().parent.parent / "frontend" / "dist" / "widget"


def _gzip(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9, mtime=0))


def run(house: House) -> dict[str, Any]:
    """Bytes. The panel is everything that its page loads at once: HTML, scripts, styles."""
    panel = [DIST / "index.html", *(DIST / "assets").glob("*.js"), *(DIST / "assets").glob("*.css")]
    return {
        "launcher_gzip": _gzip(DIST / "embed.js"),
        "panel_gzip": sum(_gzip(path) for path in panel),
    }
