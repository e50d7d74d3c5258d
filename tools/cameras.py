"""Cameras for pictures: a portrait as the film that Chromium's fake camera plays, and a slide."""

import io
import re
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from demo import drawings
from tests.journeys.place import ROOT

FACES = ROOT / "demo" / "static" / "demo" / "faces"
TOKENS = ROOT / "demo" / "site" / "static" / "demo" / "tokens.css"
#: The title of the tab that is shared (`--auto-select-tab-capture-source-by-title`).
SLIDE = "Folie"
WIDTH, HEIGHT = 1280, 720
#: Frames in a film that is played over and over.
FRAMES = 30

_SLIDE_CSS = """
* { box-sizing: border-box; margin: 0 }
body { height: 100vh; padding: 5vh 5vw; display: grid; grid-template-rows: auto 1fr auto;
  font: 2vw/1.4 Inter, system-ui, sans-serif; color: #161b1e; background: #fbfbf9 }
h1 { font-size: 4vw; letter-spacing: -.02em; line-height: 1.1 }
p, dt, footer { color: #566066 }
main { display: grid; grid-template-columns: 2fr 1fr; gap: 5vw; align-items: center }
svg { width: 100%; height: auto }
dd { font-weight: 650; font-size: 2.8vw; margin-bottom: 2vw }
footer { border-top: 1px solid #dfe3e0; padding-top: 2vh; font-size: 1.6vw }
"""


def film(browser: Browser, face: str, file: Path) -> Path:
    """A person before a wall, as motion JPEG (`--use-file-for-fake-video-capture`)."""
    portrait = (FACES / f"{face}.svg").read_text()
    wall = re.search(r'<rect [^>]*fill="(#\w+)"', portrait)
    assert wall
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    page.set_content(
        f"<style>body{{margin:0;background:{wall.group(1)};overflow:hidden}}"
        "svg{position:absolute;left:50%;top:4%;height:112%;transform:translateX(-50%)}"
        "</style>" + portrait
    )
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    page.close()
    frame = io.BytesIO()
    picture.save(frame, "JPEG", quality=92)
    file.write_bytes(frame.getvalue() * FRAMES)
    return file


def slide() -> str:
    """A page that looks like a slide of the demo company."""
    product = {
        "name": "VH 250 Quattro",
        "drawing": {"kind": "lifter", "pads": 4, "beam_mm": 2200, "height_mm": 600},
    }
    facts = (("2 Platten", "bis 120 kg"), ("4 Platten", "bis 250 kg"), ("Umschalten", "3 s"))
    listed = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in facts)
    return (
        f"<!doctype html><title>{SLIDE}</title><style>{TOKENS.read_text()}{_SLIDE_CSS}</style>"
        "<header><h1>Vier Saugplatten, einzeln abschaltbar</h1>"
        "<p>Kleine Zuschnitte heben, ohne umzubauen</p></header>"
        f"<main>{drawings.draw(product, dimensions=False)}<dl>{listed}</dl></main>"
        "<footer>Haldner Vakuumtechnik</footer>"
    )
