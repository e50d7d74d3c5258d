"""Drawings: well-formed, themed, readable aloud, and harmless whatever the parameters hold."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest

from demo import catalogue
from demo.catalogue import LANGUAGES, Product
from demo.drawings import KINDS, DrawingError, draw

PRODUCTS = catalogue.load().products
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda product: product.slug)
@pytest.mark.parametrize("dimensions", [True, False], ids=["paper", "bare"])
def test_every_product_has_a_drawing(product: Product, dimensions: bool) -> None:
    for language in LANGUAGES:
        root = ElementTree.fromstring(draw(product.as_drawing(language), dimensions=dimensions))
        assert root.tag == f"{SVG}svg"
        assert root.get("role") == "img"
        assert product.text[language].name in str(root.get("aria-label"))
        assert (len(root.findall(f".//{SVG}text")) > 0) is dimensions


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda product: product.slug)
def test_a_drawing_takes_every_colour_from_the_theme(product: Product) -> None:
    svg = draw(product.as_drawing("de"))
    colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg))
    assert all(
        re.fullmatch(r"none|url\(#grid-[0-9a-f]{8}\)|var\(--[a-z0-9-]+\)", c) for c in colours
    )
    assert "style=" not in svg and "<script" not in svg


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda product: product.slug)
def test_nothing_is_drawn_beyond_the_paper(product: Product) -> None:
    bare = draw(product.as_drawing("de"), dimensions=False)
    for tag in re.findall(r"<(?:rect|circle)[^>]+>", bare):
        at = {k: float(v) for k, v in re.findall(r'\b(x|y|cx|cy|r|width|height)="([-\d.]+)"', tag)}
        x, y, r = at.get("cx", at.get("x", 0)), at.get("cy", at.get("y", 0)), at.get("r", 0)
        assert x - r >= 0 and x + r + (at["width"] if "x" in at else 0) <= 400
        assert y - r >= 0 and y + r + (at["height"] if "y" in at else 0) <= 240


def test_dimensions_are_written_as_the_language_writes_them() -> None:
    parameters: dict[str, Any] = {"kind": "lifter", "pads": 4, "beam_mm": 1600, "height_mm": 720}
    german = draw({"name": "VH 250 Quattro", "drawing": parameters})
    english = draw({"name": "VH 250 Quattro", "drawing": parameters, "language": "en"})
    assert "1.600 mm" in german and "mit Maßen: Traverse 1.600 mm, Höhe 720 mm" in german
    assert "1,600 mm" in english and "crossbeam 1,600 mm" in english


def test_two_drawings_on_one_page_do_not_share_an_id() -> None:
    svgs = [draw(p.as_drawing("de")) for p in PRODUCTS]
    ids = [found for svg in svgs for found in re.findall(r'id="([^"]+)"', svg)]
    assert len(ids) == len(set(ids)) == len(PRODUCTS)


def test_a_name_cannot_leave_its_attribute() -> None:
    hostile = '"><script>alert(1)</script><svg a="'
    svg = draw({"name": hostile, "drawing": {"kind": "hoist", "hook_mm": 390}})
    assert "<script" not in svg
    assert ElementTree.fromstring(svg).get("aria-label", "").startswith(f"Zeichnung: {hostile}")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_missing_length_is_named(kind: str) -> None:
    with pytest.raises(DrawingError, match=r"needs '\w+'"):
        draw({"name": "x", "drawing": {"kind": kind}})


@pytest.mark.parametrize("kind", [None, "", "submarine", 7])
def test_an_unknown_kind_is_refused(kind: Any) -> None:
    with pytest.raises(DrawingError):
        draw({"name": "x", "drawing": {"kind": kind}})
