"""What the content base hands out: frozen structs, JSON-able by msgspec, without a model inside."""

from datetime import datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

import msgspec

SourceKind = Literal["page", "product"]
Language = Literal["de", "en"]


class Passage(msgspec.Struct, frozen=True):
    """A piece of a page that answers something; the unit that is found, cited and shown.

    `id` stays the same while the piece stands at the same place of the same page (16 hex digits).
    `text` is plain text without the heading, at most some 900 characters. `url` is absolute and
    ends with `#anchor`, so that it opens where the text stands. `score` is 0–1 and compares
    passages of one search only.
    """

    id: str
    page_id: int
    slug: str
    kind: SourceKind
    sku: str | None
    title: str
    section: str
    anchor: str
    url: str
    text: str
    language: str
    changed_at: datetime
    score: float


class SearchResult(msgspec.Struct, frozen=True):
    """Passages, best first, at most one `k` of them.

    `mode` is `lexical` when the search process was absent or late: the database's full text alone.
    `answerable` is 0–1: how likely it is that the passages hold an answer. Below
    `hub.content.selectors.ANSWERABLE` nobody should draft (tuned, see docs/content.md).
    """

    passages: list[Passage]
    mode: Literal["hybrid", "lexical"]
    answerable: float


class LiveFact(msgspec.Struct, frozen=True):
    """What the ERP said about one article, and when.

    `as_of` is when the ERP said it (UTC), not when it was asked for. `stale`: the source is down or
    answers nonsense, this is the last known value. `limit_passed`: it is older than 24 hours; then
    `price`, `stock` and `delivery_days` are None and the price reads „Preis auf Anfrage“.
    `price` is net of VAT, in `currency` (ISO 4217). `delivery_days` are working days from an order.
    `stock` counts pieces at `location`. None means that the ERP does not say.
    """

    sku: str
    price: Decimal | None
    currency: str
    stock: int | None
    location: str
    delivery_days: int | None
    as_of: datetime
    stale: bool
    limit_passed: bool


class Fact(msgspec.Struct, frozen=True):
    """One line of the rating plate: label and value with its unit."""

    label: str
    value: str


class ProductView(msgspec.Struct, frozen=True):
    """A product as cards and lists show it. Live figures are fetched apart (`live_facts`).

    `url` and `image` are absolute; `image` is None when there is no picture.
    """

    sku: str
    name: str
    teaser: str
    url: str
    image: str | None
    features: list[str]
    facts: list[Fact]
    related: list[str]
    category: str
    language: str


class Section(msgspec.Struct, frozen=True):
    """A heading (empty for what stands before the first) and the HTML that follows it."""

    heading: str
    html: str
    level: int = 2


class PageIn(msgspec.Struct, frozen=True):
    """An article, in one language, as a source gives it. `key` is its name there, for ever."""

    key: str
    slug: str
    language: str
    title: str
    teaser: str
    #: HTML; only headings 2–3, paragraphs, lists, emphasis and links survive.
    body: str
    #: `key` of the section page that it belongs to.
    section: str
    order: int = 0
    products: list[str] = msgspec.field(default_factory=list)


class ProductIn(msgspec.Struct, frozen=True):
    """A product, in one language, as a source gives it. Its key is the sku."""

    sku: str
    slug: str
    language: str
    name: str
    family: str
    teaser: str
    features: list[str]
    facts: list[Fact]
    #: HTML, as in `PageIn`.
    body: str
    section: str
    order: int = 0
    related: list[str] = msgspec.field(default_factory=list)
    #: Parameters of a drawing; what they mean is up to the website's templates.
    drawing: dict[str, object] = msgspec.field(default_factory=dict)
    #: Absolute URL, or a path on the public origin, of a picture for cards.
    image: str = ""


class SectionIn(msgspec.Struct, frozen=True):
    """An entry of the website's menu: a category of products or a group of articles."""

    key: str
    slug: str
    language: str
    title: str
    teaser: str
    lists: Literal["products", "articles"]
    order: int = 0


class HomeIn(msgspec.Struct, frozen=True):
    """The website's first page in one language. `site` is the hub's site that it belongs to."""

    key: str
    language: str
    title: str
    lead: str
    body: str = ""
    site: UUID | None = None
