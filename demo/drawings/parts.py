"""Suction pads, pumps, batteries and kits."""

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
    gauge,
    n,
    path,
    rating_plate,
    rect,
    vents,
)

X = 196.0


def pad(p: Mapping[str, Any]) -> Drawing:
    """A round suction pad from the side. Needs diameter_mm, height_mm; option lip "soft"."""
    drawing = Drawing()
    half = 84 + min(p["diameter_mm"], 320) / 320 * 60
    drawing.add(
        path(f"M{n(X - half - 24)} 188h{n(2 * half + 48)}v9h-{n(2 * half + 48)}z", STEEL),
        rect(X - 13, 34, 26, 22, STEEL, rx=2),
        path(f"M{n(X - 13)} 41h26M{n(X - 13)} 48h26", width=1, faint=True),
        rect(X - 24, 56, 48, 20, BRAND, rx=4),
        rect(X - 34, 76, 68, 14, STEEL_2, rx=2),
        path(f"M{n(X - half * 0.6)} 90h{n(half * 1.2)}v16h-{n(half * 1.2)}z", BODY_2),
        path(
            f"M{n(X - half * 0.66)} 106h{n(half * 1.32)}"
            f"c{n(half * 0.1)} 32 {n(half * 0.22)} 58 {n(half * 0.34)} 82h-{n(half * 2)}"
            f"c{n(half * 0.12)}-24 {n(half * 0.24)}-50 {n(half * 0.34)}-82z",
            RUBBER,
        ),
    )
    if p.get("lip") == "soft":
        drawing.add(
            path(
                f"M{n(X - half * 0.86)} 166h{n(half * 1.72)}"
                f"M{n(X - half * 0.94)} 178h{n(half * 1.88)}",
                width=1.5,
                stroke=STEEL,
            )
        )
        bumps = "".join(
            f"M{n(X - half - 10 + 22 * i)} 188l5-4 5 4" for i in range(int((2 * half + 20) // 22))
        )
        drawing.add(path(bumps, STEEL, width=1.2))
    drawing.measure_x(
        X - half, X + half, at=232, reach=204, mm=p["diameter_mm"], name="diameter", prefix="Ø "
    )
    drawing.measure_y(34, 188, at=420, reach=X + half + 34, mm=p["height_mm"], name="height")
    return drawing


def foam_pad(p: Mapping[str, Any]) -> Drawing:
    """A flat pad with a foam seal. Needs length_mm, height_mm."""
    drawing = Drawing()
    holes = "".join(f"M{n(X - 132 + 24 * i)} 150v20" for i in range(12))
    drawing.add(
        rect(X - 170, 188, 340, 14, STEEL, rx=1),
        path(f"M{n(X)} 34v40", width=22),
        path(f"M{n(X)} 36v40", width=18, stroke=STEEL_2),
        rect(X - 30, 70, 60, 22, BRAND, rx=4),
        rect(X - 148, 92, 296, 44, STEEL_2, rx=3),
        path(f"M{n(X - 130)} 114h260", width=1, faint=True),
        circle(X - 132, 104, 4, BODY_2),
        circle(X + 132, 104, 4, BODY_2),
        rect(X - 144, 136, 288, 52, RUBBER, rx=2),
        path(holes, width=5, stroke=STEEL, faint=True),
    )
    drawing.measure_x(X - 148, X + 148, at=236, reach=210, mm=p["length_mm"], name="length")
    drawing.measure_y(70, 188, at=410, reach=X + 178, mm=p["height_mm"], name="height")
    return drawing


def pump(p: Mapping[str, Any]) -> Drawing:
    """A dry-running vane pump with its motor. Needs length_mm, height_mm."""
    drawing = Drawing()
    drawing.add(
        rect(52, 186, 292, 10, STEEL, rx=2),
        path("M92 196v12M304 196v12", width=14, stroke=RUBBER),
        rect(170, 84, 168, 102, BODY, rx=8),
        vents(196, 100, 126, count=9, step=9),
        rect(222, 66, 66, 22, BODY_2, rx=3),
        rect(66, 74, 104, 112, BRAND, rx=6),
        circle(118, 130, 34, STEEL_2),
        circle(118, 130, 12, STEEL),
        path("M118 96v20M118 144v20M84 130h20M132 130h20", width=2),
        rect(84, 48, 22, 28, STEEL),
        path("M95 48V26h-40", width=9),
        path("M95 48V26h-40", width=6, stroke=STEEL_2),
        circle(146, 54, 17, STEEL_2),
        *gauge(146, 54, 13),
    )
    drawing.measure_x(66, 338, at=236, reach=214, mm=p["length_mm"], name="length")
    drawing.measure_y(66, 208, at=410, reach=350, mm=p["height_mm"], name="height")
    return drawing


def blower(p: Mapping[str, Any]) -> Drawing:
    """A side-channel blower. Needs width_mm, height_mm."""
    drawing = Drawing()
    drawing.add(
        rect(96, 204, 208, 10, STEEL, rx=2),
        path("M136 190l-12 14M256 190l12 14", width=9),
        circle(196, 118, 84, BODY),
        circle(196, 118, 66, BODY_2),
        circle(196, 118, 30, BRAND),
        circle(196, 118, 9, STEEL_2),
        path(
            "".join(f"M196 118m{dx} {dy}l{lx} {ly}" for dx, dy, lx, ly in _SPOKES),
            width=1.5,
            faint=True,
        ),
        rect(268, 58, 68, 34, STEEL_2, rx=3),
        path("M336 54v42", width=6),
        rect(268, 140, 68, 34, STEEL_2, rx=3),
        path("M336 136v42", width=6),
    )
    drawing.measure_x(112, 340, at=244, reach=220, mm=p["width_mm"], name="width")
    drawing.measure_y(34, 214, at=420, reach=348, mm=p["height_mm"], name="height")
    return drawing


_SPOKES = (
    (0, -36, 0, -24), (25, -25, 17, -17), (36, 0, 24, 0), (25, 25, 17, 17),
    (0, 36, 0, 24), (-25, 25, -17, 17), (-36, 0, -24, 0), (-25, -25, -17, -17),
)  # fmt: skip


def battery(p: Mapping[str, Any]) -> Drawing:
    """An exchangeable battery. Needs width_mm, height_mm."""
    drawing = Drawing()
    drawing.add(
        path("M150 62V40a10 10 0 0 1 10-10h72a10 10 0 0 1 10 10v22", width=9, stroke=RUBBER),
        rect(96, 62, 200, 140, BODY, rx=8),
        path("M96 70a8 8 0 0 1 8-8h184a8 8 0 0 1 8 8v26H96z", BRAND),
        path("M206 108l-26 44h30l-18 38", width=3.5),
        *rating_plate(112, 116, 54, 26),
        rect(236, 112, 44, 14, STEEL_2, rx=2),
        rect(239, 115, 30, 8, "var(--good)", width=1),
        rect(112, 202, 26, 10, STEEL),
        rect(254, 202, 26, 10, STEEL),
        vents(240, 146, 36, count=5),
    )
    drawing.measure_x(96, 296, at=244, reach=218, mm=p["width_mm"], name="width")
    drawing.measure_y(62, 212, at=372, reach=304, mm=p["height_mm"], name="height")
    return drawing


def kit(p: Mapping[str, Any]) -> Drawing:
    """A case with the parts of a maintenance kit. Needs width_mm, height_mm."""
    drawing = Drawing()
    drawing.add(
        path("M166 50V34a8 8 0 0 1 8-8h48a8 8 0 0 1 8 8v16", width=7, stroke=RUBBER),
        rect(64, 50, 268, 152, BODY, rx=10),
        rect(76, 62, 244, 128, BODY_2, rx=6),
        rect(64, 44, 268, 14, BRAND, rx=4),
        *gauge(116, 100, 22),
        rect(158, 78, 34, 58, STEEL_2, rx=4),
        path("".join(f"M{163 + 6 * i} 84v46" for i in range(5)), width=1.2, faint=True),
        circle(234, 106, 26, RUBBER),
        circle(234, 106, 15, BODY_2),
        circle(286, 106, 20, RUBBER),
        circle(286, 106, 11, BODY_2),
        path("M96 158h64M96 170h44", width=5),
        path("M184 152c16 0 16 24 32 24s16-24 32-24 16 24 32 24h20", width=7),
        path("M184 152c16 0 16 24 32 24s16-24 32-24 16 24 32 24h20", width=4, stroke=STEEL_2),
    )
    drawing.measure_x(64, 332, at=240, reach=210, mm=p["width_mm"], name="width")
    drawing.measure_y(44, 202, at=408, reach=340, mm=p["height_mm"], name="height")
    return drawing
