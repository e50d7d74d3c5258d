"""Swing cranes, crane tracks and chain hoists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from demo.drawings.paper import (
    BODY,
    BODY_2,
    BRAND,
    RUBBER,
    STEEL,
    STEEL_2,
    Drawing,
    circle,
    floor,
    hook,
    n,
    path,
    polygon,
    rating_plate,
    rect,
    vents,
)


def pillar(p: Mapping[str, Any]) -> Drawing:
    """A pillar swing crane. Needs reach_mm, height_mm."""
    drawing = Drawing()
    drawing.add(*floor(20, 232, 330))
    drawing.add(
        rect(44, 224, 72, 8, BODY_2),
        polygon((60, 224), (69, 196), (91, 196), (100, 224), fill=STEEL),
        rect(69, 42, 22, 182, BODY, rx=1),
        path("M69 60h22M69 196h22", width=1, faint=True),
        rect(64, 20, 32, 34, BRAND, rx=3),
        rect(78, 24, 274, 14, STEEL_2, rx=2),
        rect(352, 21, 5, 20, BODY_2),
        path("M96 52 176 38", width=3),
    )
    _trolley(drawing, 268, 38)
    drawing.measure_x(80, 357, at=-26, reach=16, mm=p["reach_mm"], name="reach")
    drawing.measure_y(20, 232, at=420, reach=362, mm=p["height_mm"], name="height")
    return drawing


def wall(p: Mapping[str, Any]) -> Drawing:
    """A swing crane on a wall. Needs reach_mm, height_mm."""
    drawing = Drawing()
    hatch = "".join(f"M40 {14 + 14 * i}l-8 7" for i in range(15))
    drawing.add(
        path("M40 4v226", width=2),
        path(hatch, width=1, faint=True),
        rect(40, 36, 12, 92, BODY_2),
        rect(52, 42, 18, 80, BODY, rx=2),
        circle(61, 52, 4, STEEL),
        circle(61, 112, 4, STEEL),
        rect(66, 44, 30, 20, BRAND, rx=3),
        rect(90, 46, 256, 13, STEEL_2, rx=2),
        rect(346, 43, 5, 19, BODY_2),
        path("M70 116 190 60", width=4),
    )
    _trolley(drawing, 266, 59)
    drawing.measure_x(61, 351, at=-14, reach=34, mm=p["reach_mm"], name="reach")
    drawing.measure_y(36, 128, at=14, reach=32, mm=p["height_mm"], name="height")
    return drawing


def track(p: Mapping[str, Any]) -> Drawing:
    """An aluminium crane track below a ceiling. Needs span_mm, height_mm."""
    drawing = Drawing()
    drawing.add(path("M14 8h364", width=2))
    drawing.add(path("".join(f"M{20 + 14 * i} 8l6-7" for i in range(26)), width=1, faint=True))
    for x in (62.0, 330.0):
        drawing.add(
            path(f"M{n(x)} 8v26", width=3),
            rect(x - 12, 34, 24, 24, STEEL_2, rx=2),
            path(f"M{n(x - 6)} 58v-8h12v8", BODY_2),
            circle(x, 66, 6, STEEL),
            path(f"M{n(x)} 72v8", width=4),
        )
    drawing.add(
        rect(30, 80, 332, 18, STEEL_2, rx=2),
        path("M36 89h320", width=1, faint=True),
        rect(26, 77, 6, 24, BRAND),
        rect(360, 77, 6, 24, BRAND),
    )
    _trolley(drawing, 196, 98)
    drawing.measure_x(62, 330, at=-22, reach=0, mm=p["span_mm"], name="span")
    drawing.measure_y(34, 98, at=412, reach=370, mm=p["height_mm"], name="height")
    return drawing


def _trolley(drawing: Drawing, x: float, y: float) -> None:
    """A small hoist below a rail whose lower edge is at `y`."""
    drawing.add(
        rect(x - 16, y - 4, 32, 10, BODY_2, rx=2),
        circle(x - 9, y - 4, 4, STEEL),
        circle(x + 9, y - 4, 4, STEEL),
        path(f"M{n(x)} {n(y + 6)}v6", width=4),
        rect(x - 22, y + 12, 44, 24, BODY, rx=4),
        rect(x - 22, y + 12, 14, 24, BRAND, rx=3),
        vents(x - 2, y + 18, 18, count=3, step=6),
        path(f"M{n(x)} {n(y + 36)}v34", width=1.5),
        *hook(x, y + 68),
    )


def hoist(p: Mapping[str, Any]) -> Drawing:
    """A chain hoist with its trolley, chain and control handle. Needs hook_mm."""
    drawing = Drawing()
    x = 190.0
    chain = "".join(f"M{n(x)} {118 + 10 * i}v6" for i in range(7))
    drawing.add(
        rect(60, 2, 260, 14, STEEL_2, rx=2),
        rect(x - 40, 12, 80, 16, BODY_2, rx=3),
        circle(x - 24, 14, 7, STEEL),
        circle(x + 24, 14, 7, STEEL),
        path(f"M{n(x)} 28v14", width=7),
        rect(x - 84, 42, 168, 68, BODY, rx=8),
        path(f"M{n(x - 84)} 50a8 8 0 0 1 8-8h34v68h-34a8 8 0 0 1-8-8z", BRAND),
        *rating_plate(x - 30, 58, 54, 26),
        vents(x + 40, 56, 32, count=6),
        path(f"M{n(x + 30)} 110v44c0 10 34 10 34 0v-30", BODY_2),
        path(chain, width=4),
        path(chain, width=1.2, stroke=STEEL),
        rect(x - 9, 180, 18, 14, BODY_2, rx=3),
        *hook(x, 192),
        path(f"M{n(x - 60)} 110v38", width=2.5),
        rect(x - 70, 148, 20, 58, RUBBER, rx=6),
        circle(x - 60, 162, 4, "var(--bad)"),
        circle(x - 60, 178, 4, STEEL_2),
        circle(x - 60, 192, 4, STEEL_2),
    )
    drawing.measure_y(9, 222, at=370, reach=x + 140, mm=p["hook_mm"], name="hook")
    return drawing
