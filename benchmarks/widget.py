"""Sizes of what the embedding page and the panel load, gzip, as the build counts them."""

import json
from pathlib import Path
from typing import Any

from benchmarks.house import House

SIZES = Path(__file__).resolve().parent.parent / "frontend" / "dist" / "sizes.json"


def run(house: House) -> dict[str, Any]:
    """Bytes. The panel is what its page loads at once, in one language; cards come later."""
    sizes = json.loads(SIZES.read_text())
    return {name: sizes[f"widget.{name}"] for name in ("launcher_gzip", "panel_gzip", "cards_gzip")}
