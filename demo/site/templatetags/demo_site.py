"""Template tags of the demo's website."""

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from demo.catalogue import load
from demo.site import chat, drawing
from hub.content.models import ProductPage
from hub.content.types import ProductView

register = template.Library()


@register.simple_tag
def product_drawing(page: ProductPage) -> SafeString:
    """On grid paper, with its dimensions."""
    return _svg(page.title, page.language, page.drawing, dimensions=True)


@register.simple_tag
def small_drawing(view: ProductView) -> SafeString:
    """The bare machine."""
    try:
        parameters = load().product(view.sku).drawing
    except KeyError:
        return SafeString("")
    return _svg(view.name, view.language, parameters, dimensions=False)


@register.simple_tag
def launcher(key: str, language: str) -> chat.Launcher:
    return chat.launcher(key, language)


def _svg(name: str, language: str, parameters: dict[str, Any], *, dimensions: bool) -> SafeString:
    # demo.drawings escapes the one text that comes from outside, the name.
    svg = drawing.inline(name, language, drawing.frozen(parameters), dimensions)
    return mark_safe(svg)  # noqa: S308
