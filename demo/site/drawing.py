"""The drawings of the products: in a page they follow its theme, as a file they bring their own."""

import re
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from demo import drawings
from demo.catalogue import Product, load
from hub.env import BASE_DIR

_TOKENS = BASE_DIR / "frontend" / "common" / "tokens.css"
_TOKEN = re.compile(r"^\s*(--(?:draw-[a-z0-9-]+|brand)):\s*(#[0-9a-f]{3,8});", re.MULTILINE)
#: Nothing but the drawing's own colours, whoever opens the file by itself.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@lru_cache(maxsize=256)
def inline(name: str, language: str, drawing: "Frozen", dimensions: bool) -> str:
    """As `<svg>` for a page; nothing where there are no parameters to draw from."""
    if not drawing:
        return ""
    product = {"name": name, "language": language, "drawing": dict(drawing)}
    return drawings.draw(product, dimensions=dimensions)


Frozen = tuple[tuple[str, Any], ...]


def frozen(parameters: dict[str, Any]) -> Frozen:
    return tuple(
        (key, tuple(value) if isinstance(value, list) else value)
        for key, value in parameters.items()
    )


@require_safe
def file(request: HttpRequest, sku: str) -> HttpResponse:
    """The bare machine as a picture of its own, for cards in the chat and in lists."""
    try:
        product = load().product(sku)
    except KeyError:
        raise Http404 from None
    response = HttpResponse(_standalone(product), content_type="image/svg+xml; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    response["Content-Security-Policy"] = _POLICY
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _standalone(product: Product) -> str:
    svg = drawings.draw(product.as_drawing("de"), dimensions=False)
    return svg.replace(">", f"><style>{_colours()}</style>", 1)


@lru_cache(maxsize=1)
def _colours() -> str:
    """The tokens that drawings use, light and dark, since a picture can't see the page's own."""
    source = _TOKENS.read_text(encoding="utf-8")
    light, _, dark = source.partition('[data-theme="dark"]')
    return f"svg{{{_declared(light)}}}@media(prefers-color-scheme:dark){{svg{{{_declared(dark)}}}}}"


def _declared(source: str) -> str:
    return ";".join(f"{name}:{value}" for name, value in dict(_TOKEN.findall(source)).items())
