"""From what a source gives to a page of the CMS: checked, cleaned, and cut to size."""

import hashlib
import re

from wagtail.models import Page

from hub.content import html
from hub.content.errors import ImportRefused
from hub.content.models import ArticlePage, HomePage, ProductPage, SectionPage
from hub.content.types import HomeIn, PageIn, ProductIn, SectionIn

Thing = HomeIn | SectionIn | PageIn | ProductIn

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_BODY = 200_000


def digest(thing: Thing) -> str:
    """How the thing reads at its source; equal means that nothing changed there."""
    return hashlib.sha256(repr(thing).encode("utf-8", "backslashreplace")).hexdigest()


def build(thing: Thing) -> Page:
    """A new page, not yet in the tree."""
    kinds = {
        HomeIn: HomePage,
        SectionIn: SectionPage,
        PageIn: ArticlePage,
        ProductIn: ProductPage,
    }
    page = kinds[type(thing)]()
    fill(page, thing)
    return page


def fill(page: Page, thing: Thing) -> None:
    """Write the thing's content into the page. Raises `ImportRefused`."""
    if isinstance(thing, HomeIn):
        page.title = _line(thing.title)
        page.slug = _slug(thing.key if thing.language == "de" else f"{thing.key}-{thing.language}")
        page.lead, page.body, page.site_id = _text(thing.lead), _body(thing.body), thing.site
    elif isinstance(thing, SectionIn):
        page.title, page.slug = _line(thing.title), _slug(thing.slug)
        page.teaser, page.lists, page.order = _text(thing.teaser), thing.lists, thing.order
    elif isinstance(thing, PageIn):
        page.title, page.slug = _line(thing.title), _slug(thing.slug)
        page.teaser, page.body, page.order = _text(thing.teaser), _body(thing.body), thing.order
        page.products = [("sku", sku) for sku in thing.products]
    else:
        _fill_product(page, thing)
    page.draft_title = page.title


def _fill_product(page: Page, thing: ProductIn) -> None:
    page.title, page.slug = _line(thing.name), _slug(thing.slug)
    page.sku, page.family = _line(thing.sku)[:60], _line(thing.family)[:120]
    page.teaser, page.body, page.order = _text(thing.teaser), _body(thing.body), thing.order
    page.features = [("feature", _line(feature)) for feature in thing.features]
    page.facts = [
        ("fact", {"label": _line(fact.label)[:80], "value": _line(fact.value)[:120]})
        for fact in thing.facts
    ]
    page.related = [("sku", sku) for sku in thing.related]
    page.drawing, page.image = thing.drawing, thing.image[:300]


def _text(value: str) -> str:
    return _CONTROL.sub("", value).strip()


def _line(value: str) -> str:
    return " ".join(_text(value).split())[:255]


def _body(value: str) -> str:
    if len(value) > LONGEST_BODY:
        raise ImportRefused(f"a text has {len(value)} characters, {LONGEST_BODY} at most")
    return html.clean(_text(value))


def _slug(value: str) -> str:
    if not _SLUG.fullmatch(value) or len(value) > 100:
        raise ImportRefused(f"{value[:40]!r} is no slug: a-z, 0-9 and single hyphens")
    return value
