"""From a page to the passages that are searched: a section each, cut where it grows too long."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from hub.content import html
from hub.content.models import ArticlePage, HomePage, ProductPage, SectionPage

#: Characters; some 250 tokens, half of what the embedding model reads.
LONGEST = 900
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ0-9])")


@dataclass(frozen=True, slots=True)
class Chunk:
    kind: str
    sku: str
    title: str
    section: str
    anchor: str
    text: str

    @property
    def text_hash(self) -> str:
        parts = [part for part in (self.title, self.section, self.text) if part]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def chunks_of(page: object) -> list[Chunk]:
    """The passages of a page, in its order; none for kinds of pages that hold no answers."""
    if isinstance(page, ProductPage):
        return _product(page)
    if isinstance(page, ArticlePage):
        top = [("", "", [page.teaser])] if page.teaser else []
        return _chunks("page", "", page.title, [*top, *_parts(page.body)])
    if isinstance(page, SectionPage):
        return _chunks("page", "", page.title, [("", "", [page.teaser])])
    if isinstance(page, HomePage):
        return _chunks("page", "", page.title, [("", "", [page.lead]), *_parts(page.body)])
    return []


def _product(page: ProductPage) -> list[Chunk]:
    with translation.override(page.language):
        overview, data = _("Overview"), _("Technical data")
    facts = [f"{fact.label}: {fact.value}" for fact in page.fact_list]
    wanted = [
        (overview, "overview", [page.teaser, *page.feature_list]),
        (data, "facts", facts),
        *_parts(page.body),
    ]
    return _chunks("product", page.sku, page.title, wanted)


def _parts(body: str) -> list[tuple[str, str, list[str]]]:
    return [(part.heading, part.anchor, part.blocks) for part in html.parts(body)]


def _chunks(
    kind: str, sku: str, title: str, wanted: Iterable[tuple[str, str, list[str]]]
) -> list[Chunk]:
    return [
        Chunk(kind, sku, title[:255], section[:255], anchor, text)
        for section, anchor, blocks in wanted
        for text in pieces(blocks)
    ]


def pieces(blocks: Iterable[str]) -> list[str]:
    """Blocks joined by line breaks into texts of at most `LONGEST` characters."""
    texts: list[str] = []
    held = ""
    for block in blocks:
        for piece in _cut(block.strip()):
            if held and len(held) + len(piece) + 1 > LONGEST:
                texts.append(held)
                held = piece
            else:
                held = f"{held}\n{piece}" if held else piece
    return [*texts, held] if held else texts


def _cut(block: str) -> list[str]:
    """A block that is too long by itself, at the ends of sentences, else anywhere."""
    if len(block) <= LONGEST:
        return [block] if block else []
    found: list[str] = []
    held = ""
    for sentence in _SENTENCE.split(block):
        for start in range(0, len(sentence), LONGEST):
            part = sentence[start : start + LONGEST]
            if held and len(held) + len(part) + 1 > LONGEST:
                found.append(held)
                held = part
            else:
                held = f"{held} {part}" if held else part
    return [*found, held] if held else found
