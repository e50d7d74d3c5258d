"""Pen and paper: the shapes that every drawing is made of, measure lines, and the frame."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import Literal

Language = Literal["de", "en"]

WIDTH, HEIGHT = 400, 240  # the field that a machine is drawn in
PAPER_WIDTH, PAPER_HEIGHT = 520, 400
LEFT, TOP = 40, 70  # where that field lies on the paper

LINE = "var(--draw-line)"
BODY = "var(--draw-body)"
BODY_2 = "var(--draw-body-2)"
RUBBER = "var(--draw-rubber)"
STEEL = "var(--draw-steel)"
STEEL_2 = "var(--draw-steel-2)"
BRAND = "var(--brand)"
MEASURE = "var(--draw-measure)"
PAPER = "var(--draw-paper)"

NAMES: dict[str, dict[Language, str]] = {
    "beam": {"de": "Traverse", "en": "crossbeam"},
    "height": {"de": "Höhe", "en": "height"},
    "stroke": {"de": "Hub", "en": "stroke"},
    "tube": {"de": "Hebeschlauch", "en": "lifting tube"},
    "reach": {"de": "Ausladung", "en": "reach"},
    "span": {"de": "Spannweite", "en": "span"},
    "hook": {"de": "Hakenmaß", "en": "hook distance"},
    "diameter": {"de": "Durchmesser", "en": "diameter"},
    "length": {"de": "Länge", "en": "length"},
    "width": {"de": "Breite", "en": "width"},
}


@dataclass(frozen=True, slots=True)
class Measure:
    """A dimension: from `start` to `end` along `axis`, drawn at `at` on the other axis.

    `reach` is where the helper lines begin, so that they touch what is measured.
    """

    axis: Literal["x", "y"]
    start: float
    end: float
    at: float
    reach: float
    length_mm: float
    name: dict[Language, str]
    prefix: str = ""


@dataclass(slots=True)
class Drawing:
    shapes: list[str] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)

    def add(self, *shapes: str) -> None:
        self.shapes.extend(shapes)

    def measure_x(
        self,
        start: float,
        end: float,
        *,
        at: float,
        reach: float,
        mm: float,
        name: str,
        prefix: str = "",
    ) -> None:
        self.measures.append(Measure("x", start, end, at, reach, mm, NAMES[name], prefix))

    def measure_y(
        self,
        start: float,
        end: float,
        *,
        at: float,
        reach: float,
        mm: float,
        name: str,
        prefix: str = "",
    ) -> None:
        self.measures.append(Measure("y", start, end, at, reach, mm, NAMES[name], prefix))


def n(value: float) -> str:
    """A coordinate, as short as it can be written at a tenth of a unit."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def millimetres(length: float, language: Language) -> str:
    """`1.600 mm` in German, `1,600 mm` in English."""
    digits = f"{round(length):,}"
    return (digits.replace(",", ".") if language == "de" else digits) + " mm"


def rect(
    x: float, y: float, w: float, h: float, fill: str = "none", *, rx: float = 0, width: float = 1.5
) -> str:
    corner = f' rx="{n(rx)}"' if rx else ""
    return (
        f'<rect x="{n(x)}" y="{n(y)}" width="{n(w)}" height="{n(h)}"{corner}'
        f' fill="{fill}" stroke-width="{n(width)}"/>'
    )


def circle(cx: float, cy: float, r: float, fill: str = "none", *, width: float = 1.5) -> str:
    return f'<circle cx="{n(cx)}" cy="{n(cy)}" r="{n(r)}" fill="{fill}" stroke-width="{n(width)}"/>'


def path(
    d: str, fill: str = "none", *, width: float = 1.5, stroke: str = LINE, faint: bool = False
) -> str:
    pale = ' opacity=".55"' if faint else ""
    ink = f' stroke="{stroke}"' if stroke != LINE else ""
    return f'<path d="{d}" fill="{fill}" stroke-width="{n(width)}"{ink}{pale}/>'


def polygon(*points: tuple[float, float], fill: str) -> str:
    return path("M" + "L".join(f"{n(x)} {n(y)}" for x, y in points) + "z", fill)


def hook(x: float, y: float) -> list[str]:
    """A load hook whose eye is at (x, y) and whose mouth ends 28 units below."""
    return [
        path(f"M{n(x)} {n(y)}v14", width=3),
        path(f"M{n(x)} {n(y + 14)}a7.5 7.5 0 1 1-7.5 7.5", width=3.5),
    ]


def gauge(x: float, y: float, r: float = 10) -> list[str]:
    """A vacuum gauge with its needle in the working range."""
    return [
        circle(x, y, r, STEEL_2),
        path(
            f"M{n(x - r * 0.55)} {n(y + r * 0.45)}"
            f"a{n(r * 0.7)} {n(r * 0.7)} 0 0 1 {n(r * 0.2)}-{n(r)}",
            width=1,
        ),
        path(f"M{n(x)} {n(y)}l{n(r * 0.45)}-{n(r * 0.55)}", width=1.5),
    ]


def rating_plate(x: float, y: float, w: float = 46, h: float = 24) -> list[str]:
    rows = "".join(
        f"M{n(x + 6)} {n(y + 6 + 6 * i)}h{n((w - 12) * part)}"
        for i, part in enumerate((1, 0.7, 0.5))
    )
    return [rect(x, y, w, h, STEEL_2, rx=2, width=1), path(rows, width=1.1, faint=True)]


def vents(x: float, y: float, w: float, count: int = 5, step: float = 8) -> str:
    return path(
        "".join(f"M{n(x)} {n(y + step * i)}h{n(w)}" for i in range(count)), width=1.2, faint=True
    )


def floor(x: float, y: float, w: float) -> list[str]:
    """A line of ground with hatching below it."""
    hatch = "".join(f"M{n(x + 6 + 12 * i)} {n(y)}l-6 7" for i in range(int(w // 12)))
    return [path(f"M{n(x)} {n(y)}h{n(w)}", width=2), path(hatch, width=1, faint=True)]


def frame(drawing: Drawing, *, label: str, language: Language, dimensions: bool) -> str:
    """The finished `<svg>`; `label` is already escaped."""
    body = (
        f'<g stroke="{LINE}" stroke-width="1.5" stroke-linejoin="round" stroke-linecap="round"'
        f' fill="none">{"".join(drawing.shapes)}</g>'
    )
    if not dimensions:
        return _svg(WIDTH, HEIGHT, label, body)
    grid = f"grid-{zlib.crc32(label.encode()):08x}"  # several drawings stand in one page
    paper = (
        f'<defs><pattern id="{grid}" width="20" height="20" patternUnits="userSpaceOnUse">'
        f'<path d="M20 0H0v20" fill="none" stroke="var(--draw-grid)"/></pattern></defs>'
        f'<rect width="{PAPER_WIDTH}" height="{PAPER_HEIGHT}" fill="{PAPER}"/>'
        f'<rect width="{PAPER_WIDTH}" height="{PAPER_HEIGHT}" fill="url(#{grid})"/>'
    )
    lines = "".join(_measure(measure, language) for measure in drawing.measures)
    return _svg(
        PAPER_WIDTH,
        PAPER_HEIGHT,
        label,
        f'{paper}<g transform="translate({LEFT} {TOP})">{body}{lines}</g>',
    )


def _svg(width: int, height: int, label: str, content: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="drawing" viewBox="0 0 {width} {height}"'
        f' role="img" aria-label="{label}">{content}</svg>'
    )


def _measure(m: Measure, language: Language) -> str:
    text = m.prefix + millimetres(m.length_mm, language)
    middle = (m.start + m.end) / 2
    a, b, at = n(m.start), n(m.end), n(m.at)
    beyond = 8 if m.at > m.reach else -8
    half = len(text) * 3.6 + 5
    if m.axis == "x":
        helpers = (
            f"M{a} {n(m.reach)}V{n(m.at + beyond)}M{b} {n(m.reach)}V{n(m.at + beyond)}M{a} {at}H{b}"
        )
        ticks = f"M{n(m.start - 4)} {n(m.at + 4)}l8-8M{n(m.end - 4)} {n(m.at + 4)}l8-8"
        turn = f'transform="translate({n(middle)} {at})"'
    else:
        helpers = (
            f"M{n(m.reach)} {a}H{n(m.at + beyond)}M{n(m.reach)} {b}H{n(m.at + beyond)}M{at} {a}V{b}"
        )
        ticks = f"M{n(m.at - 4)} {n(m.start + 4)}l8-8M{n(m.at - 4)} {n(m.end + 4)}l8-8"
        turn = f'transform="translate({at} {n(middle)}) rotate(-90)"'
    return (
        f'<path d="{helpers}{ticks}" stroke="{MEASURE}" fill="none"/>'
        f'<g {turn}><rect x="{n(-half)}" y="-9" width="{n(2 * half)}" height="18" fill="{PAPER}"/>'
        f'<text y="4.5" font-size="13" text-anchor="middle" fill="{MEASURE}">{text}</text></g>'
    )
