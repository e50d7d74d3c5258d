"""From the click to the first picture, in a real Chromium: the real media process, a page that
publishes its fake camera, and a page that watches."""

from typing import Any


def run() -> dict[str, Any]:
    return {"first_picture_ms": None}
