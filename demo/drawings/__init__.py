"""Drawings of the demo's products, as SVG made from a few parameters.

All colours are the `--draw-*` custom properties (and `--brand`), so that a drawing that stands
in the page follows its theme. There is no text but the dimensions, no script, no style.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from demo.drawings import cranes, lifters, parts
from demo.drawings.paper import Drawing, Language, frame, millimetres

__all__ = ["KINDS", "DrawingError", "draw"]

Maker = Callable[[Mapping[str, Any]], Drawing]

KINDS: dict[str, Maker] = {
    "lifter": lifters.lifter,
    "single-pad": lifters.single_pad,
    "swivel": lifters.swivel,
    "coil": lifters.coil,
    "tube": lifters.tube,
    "pillar-crane": cranes.pillar,
    "wall-crane": cranes.wall,
    "track": cranes.track,
    "hoist": cranes.hoist,
    "pad": parts.pad,
    "foam-pad": parts.foam_pad,
    "pump": parts.pump,
    "blower": parts.blower,
    "battery": parts.battery,
    "kit": parts.kit,
}


class DrawingError(ValueError):
    """The parameters name no known kind, or one of them is missing."""


def draw(product: Mapping[str, Any], *, dimensions: bool = True) -> str:
    """The product as one `<svg role="img">`.

    `product` has `name`, `drawing` (`kind` and that kind's parameters, lengths in millimetres
    under keys that end in `_mm`) and optionally `language` ("de" or "en"; German without it).
    With `dimensions` it stands on grid paper with its measure lines (520 × 400); without, it
    is the bare machine (400 × 240), for cards and thumbnails. Raises DrawingError.
    """
    parameters = product["drawing"]
    language: Language = "en" if product.get("language") == "en" else "de"
    maker = KINDS.get(parameters.get("kind"))
    if maker is None:
        raise DrawingError(f"no drawing of the kind {parameters.get('kind')!r}")
    try:
        drawing = maker(parameters)
    except KeyError as error:
        raise DrawingError(f"a {parameters['kind']} needs {error}") from None
    label = escape(_label(str(product["name"]), drawing, language), quote=True)
    return frame(drawing, label=label, language=language, dimensions=dimensions)


def _label(name: str, drawing: Drawing, language: Language) -> str:
    """What a screen reader says: the name and the lengths that the drawing shows."""
    start = f"Drawing of {name}" if language == "en" else f"Zeichnung: {name}"
    sizes = [f"{m.name[language]} {millimetres(m.length_mm, language)}" for m in drawing.measures]
    if not sizes:
        return start
    return (
        start + (", with dimensions: " if language == "en" else ", mit Maßen: ") + ", ".join(sizes)
    )
