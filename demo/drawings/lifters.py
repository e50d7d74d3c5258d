"""Vacuum lifters and tube lifters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from demo.drawings.paper import (
    BODY,
    BODY_2,
    BRAND,
    LINE,
    RUBBER,
    STEEL,
    STEEL_2,
    Drawing,
    circle,
    gauge,
    hook,
    n,
    path,
    polygon,
    rating_plate,
    rect,
    vents,
)

MIDDLE = 192.0
PLATE_TOP = 184.0  # where the lips touch the load


def lifter(p: Mapping[str, Any]) -> Drawing:
    """A crossbeam with `pads` suction pads. Needs pads, beam_mm, height_mm.

    Options: pad_shape "foam", telescopic, battery (true or false).
    """
    drawing = Drawing()
    half = (210 + min(p["beam_mm"], 6000) / 6000 * 125) / 2
    left, right = MIDDLE - half, MIDDLE + half
    over = 40 if p.get("pad_shape") == "foam" else 24
    drawing.add(rect(left - over, PLATE_TOP, 2 * (half + over), 7, STEEL))
    drawing.add(
        *hook(MIDDLE, 2), polygon((MIDDLE - 13, 44), (MIDDLE, 31), (MIDDLE + 13, 44), fill=BODY_2)
    )
    _pads(drawing, p, left + 26, right - 26)
    drawing.add(
        path(f"M{n(MIDDLE - 45)} 104v12M{n(MIDDLE + 45)} 104v12", width=9),
        rect(left, 114, 2 * half, 15, STEEL_2, rx=2),
        rect(left - 6, 114, 6, 15, BODY_2),
        rect(right, 114, 6, 15, BODY_2),
    )
    if p.get("telescopic"):
        drawing.add(
            rect(left + 52, 111, 2 * half - 104, 21, STEEL_2, rx=2),
            circle(left + 62, 121.5, 3, BODY_2),
            circle(right - 62, 121.5, 3, BODY_2),
        )
    _housing(drawing, MIDDLE - 78, 44, battery=bool(p.get("battery")))
    drawing.measure_x(left, right, at=232, reach=200, mm=p["beam_mm"], name="beam")
    drawing.measure_y(31, PLATE_TOP, at=430, reach=right + 14, mm=p["height_mm"], name="height")
    return drawing


def _housing(drawing: Drawing, x: float, y: float, *, battery: bool) -> None:
    drawing.add(
        rect(x, y, 156, 60, BODY, rx=5),
        path(f"M{n(x)} {n(y + 5)}a5 5 0 0 1 5-5h32v60h-32a5 5 0 0 1-5-5z", BRAND),
        *gauge(x + 18.5, y + 28),
        *rating_plate(x + 50, y + 18),
        path(f"M{n(x + 156)} {n(y + 14)}h34c9 0 13 5 13 13v20", width=5),
        path(f"M{n(x + 203)} {n(y + 42)}v18", width=9, stroke=RUBBER),
    )
    if battery:
        drawing.add(
            rect(x + 108, y + 12, 38, 38, BODY_2, rx=3),
            path(f"M{n(x + 120)} {n(y + 12)}v-4h14v4", STEEL),
            path(f"M{n(x + 129)} {n(y + 19)}l-7 13h9l-5 12", width=2),
        )
    else:
        drawing.add(vents(x + 112, y + 14, 30))


def _pads(drawing: Drawing, p: Mapping[str, Any], first: float, last: float) -> None:
    """Up to four pads side by side; more of them stand in pairs, the rear one behind."""
    count = int(p["pads"])
    front = count if count <= 4 else count // 2
    step = (last - first) / (front - 1)
    scale = min(1.0, step / 76)
    for index in range(front):
        x = first + step * index
        if count > 4:
            _pad(drawing, x + 15 * scale, scale, rear=True)
        if p.get("pad_shape") == "foam":
            _foam(drawing, x)
        else:
            _pad(drawing, x, scale)


def _pad(drawing: Drawing, x: float, scale: float = 1.0, *, rear: bool = False) -> None:
    steel, rubber = (BODY_2, STEEL) if rear else (STEEL, RUBBER)
    w = 11 * scale
    drawing.add(
        rect(x - w * 0.8, 129, w * 1.6, 8, BODY_2),
        rect(x - w * 0.36, 137, w * 0.72, 22, steel),
        path(
            f"M{n(x - w * 0.7)} 158h{n(w * 1.4)}l{n(w * 0.5)} 7h-{n(w * 2.4)}z"
            f"M{n(x - w * 1.3)} 165h{n(w * 2.6)}l{n(w * 0.7)} {n(PLATE_TOP - 165)}h-{n(w * 4)}z",
            rubber,
        ),
    )


def _foam(drawing: Drawing, x: float) -> None:
    drawing.add(
        rect(x - 9, 129, 18, 8, BODY_2),
        path(f"M{n(x - 4)} 137v16M{n(x + 4)} 137v16", width=3),
        rect(x - 48, 153, 96, 16, STEEL_2, rx=2),
        rect(x - 46, 169, 92, PLATE_TOP - 169, RUBBER),
        path("".join(f"M{n(x - 38 + 15 * i)} 157v8" for i in range(6)), width=1.2, faint=True),
    )


def single_pad(p: Mapping[str, Any]) -> Drawing:
    """A mechanical lifter with one pad, piston and no power. Needs diameter_mm, height_mm."""
    drawing = Drawing()
    x = MIDDLE
    drawing.add(
        path(f"M{n(x - 130)} {PLATE_TOP}h260v7h-260z", STEEL),
        *hook(x, 0),
        circle(x, 37, 8, "none", width=4),
        path(f"M{n(x)} 45v20", width=7, stroke=LINE),
        rect(x - 34, 62, 68, 66, BODY, rx=5),
        path(f"M{n(x - 34)} 67a5 5 0 0 1 5-5h58a5 5 0 0 1 5 5v11h-68z", BRAND),
        *gauge(x, 102, 13),
        path(f"M{n(x + 34)} 92h52c8 0 12 4 12 12v8", width=5),
        path(f"M{n(x + 98)} 108v18", width=9, stroke=RUBBER),
        rect(x - 12, 128, 24, 14, STEEL),
        path(f"M{n(x - 22)} 142h44l10 10h-64z", BODY_2),
        path(f"M{n(x - 52)} 152h104l12 {n(PLATE_TOP - 152)}h-128z", RUBBER),
    )
    drawing.measure_x(
        x - 64, x + 64, at=232, reach=200, mm=p["diameter_mm"], name="diameter", prefix="Ø "
    )
    drawing.measure_y(29, PLATE_TOP, at=400, reach=x + 140, mm=p["height_mm"], name="height")
    return drawing


def swivel(p: Mapping[str, Any]) -> Drawing:
    """A lifter that holds its plate upright. Needs height_mm, width_mm."""
    drawing = Drawing()
    drawing.add(
        rect(196, 26, 150, 196, STEEL_2, rx=1),
        path("M214 212 300 60M226 216l84-148", width=1, faint=True),
        *hook(132, 0),
        polygon((119, 42), (132, 29), (145, 42), fill=BODY_2),
        rect(104, 42, 56, 74, BODY, rx=5),
        path("M104 47a5 5 0 0 1 5-5h46a5 5 0 0 1 5 5v13h-56z", BRAND),
        *gauge(132, 84, 12),
        path("M104 96H84c-8 0-12-4-12-12v-6", width=5),
        path("M72 82V62", width=9, stroke=RUBBER),
        circle(132, 136, 14, STEEL),
        circle(132, 136, 4, BODY_2),
        path("M132 116v8", width=9),
        rect(140, 58, 13, 154, STEEL_2, rx=2),
        path("M118 136h26", width=9),
    )
    for y in (72, 112, 158, 198):
        drawing.add(
            rect(153, y - 8, 7, 16, BODY_2),
            rect(160, y - 4, 14, 8, STEEL),
            path(f"M174 {n(y - 7)}v14l6 4v-22zM180 {n(y - 11)}v22l16 7v-36z", RUBBER),
        )
    drawing.add(path("M98 178a48 48 0 0 0 26 24M98 178l-2 12M98 178l11 5", width=1.5))
    drawing.measure_y(26, 222, at=404, reach=354, mm=p["height_mm"], name="height")
    return drawing


def coil(p: Mapping[str, Any]) -> Drawing:
    """A ring-shaped pad on a flat coil. Needs diameter_mm, height_mm."""
    drawing = Drawing()
    x = MIDDLE
    drawing.add(*hook(x, 0), polygon((x - 13, 42), (x, 29), (x + 13, 42), fill=BODY_2))
    _housing(drawing, x - 78, 42, battery=False)
    drawing.add(
        path(f"M{n(x - 40)} 102v14M{n(x + 40)} 102v14", width=9),
        rect(x - 118, 114, 236, 14, STEEL_2, rx=2),
        path(f"M{n(x - 112)} 128h224l8 18h-240z", BODY_2),
        path(f"M{n(x - 120)} 146h68l6 16h-82zM{n(x + 52)} 146h68l8 16h-82z", RUBBER),
        rect(x - 146, 162, 292, 44, STEEL, rx=1),
        path(f"M{n(x - 44)} 162v44M{n(x + 44)} 162v44", width=1.5),
        path(
            "".join(
                f"M{n(x - 146)} {169 + 7 * i}h102M{n(x + 44)} {169 + 7 * i}h102" for i in range(5)
            ),
            width=1,
            faint=True,
        ),
    )
    drawing.measure_x(
        x - 128, x + 128, at=238, reach=212, mm=p["diameter_mm"], name="diameter", prefix="Ø "
    )
    drawing.measure_y(29, 162, at=420, reach=x + 154, mm=p["height_mm"], name="height")
    return drawing


def tube(p: Mapping[str, Any]) -> Drawing:
    """A tube lifter with a box below. Needs stroke_mm, tube_mm."""
    drawing = Drawing()
    x, top = 176.0, 34.0
    width = 15 + min(p["tube_mm"], 300) / 300 * 26
    drawing.add(
        rect(40, 4, 300, 12, STEEL_2, rx=2),
        circle(x - 14, 22, 6, STEEL),
        circle(x + 14, 22, 6, STEEL),
        rect(x - 30, 26, 60, 12, BODY_2, rx=2),
        path(f"M{n(x + 30)} 30h66c10 0 14 5 14 14v150", width=11, stroke=LINE),
        path(f"M{n(x + 30)} 30h66c10 0 14 5 14 14v150", width=8, stroke=STEEL_2),
        rect(250, 176, 96, 60, BODY, rx=5),
        path("M250 181a5 5 0 0 1 5-5h26v60h-26a5 5 0 0 1-5-5z", BRAND),
        vents(296, 192, 38, count=5, step=7),
    )
    folds = 11
    step = (142 - top - 4) / folds
    outline = f"M{n(x - width)} {n(top + 4)}"
    outline += "".join(f"l4 {n(step / 2)}l-4 {n(step / 2)}" for _ in range(folds))
    outline += (
        f"H{n(x + width)}"
        + "".join(f"l-4-{n(step / 2)}l4-{n(step / 2)}" for _ in range(folds))
        + "z"
    )
    rings = "".join(
        f"M{n(x - width)} {n(top + 4 + step * i)}h{n(2 * width)}" for i in range(1, folds)
    )
    drawing.add(
        path(outline, BODY),
        path(rings, width=1, faint=True),
        rect(x - 17, 142, 34, 18, BRAND, rx=3),
        path(f"M{n(x - 17)} 151h-42M{n(x + 17)} 151h42", width=5),
        path(f"M{n(x - 68)} 151h18M{n(x + 50)} 151h18", width=10, stroke=RUBBER),
        rect(x - 7, 160, 14, 10, STEEL),
        path(f"M{n(x - 16)} 170h32l12 13h-56z", RUBBER),
        rect(x - 52, 183, 104, 53, BODY_2, rx=1),
        path(f"M{n(x)} 183v53M{n(x - 52)} 197h104", width=1, faint=True),
    )
    drawing.measure_y(top + 4, 183, at=70, reach=x - 60, mm=p["stroke_mm"], name="stroke")
    drawing.measure_x(
        x - width, x + width, at=-26, reach=-4, mm=p["tube_mm"], name="tube", prefix="Ø "
    )
    return drawing
