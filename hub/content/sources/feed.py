"""Product feeds: a JSON list of objects, or CSV with a head line, as shops and ERPs write them out.

    sku,name,category,teaser,description,family,features,image,related,Tragkraft
    114-250,VH 250,Vakuumheber,Hebt Bleche.,<p>…</p>,Bleche,Vier Saugplatten|Leise,,330-500,250 kg

`sku`, `name` and `category` are needed. In CSV, lists are parted by `|`, and every other column
becomes a line of the technical data, its head being the label; in JSON these stand in `facts`.
Prices and stock in a feed are left out: they are of yesterday (see `hub.content.live`).
"""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from django.utils.text import slugify

from hub.content.errors import ImportRefused
from hub.content.types import Fact, ProductIn, SectionIn

MAX_BYTES = 20 * 1024 * 1024
MAX_PRODUCTS = 20_000
_NAMED = ("sku", "name", "category", "teaser", "description", "family", "image")
_LISTS = ("features", "related")
_LEFT_OUT = frozenset({"price", "sale_price", "stock", "availability", "quantity", "delivery_days"})


class Row(msgspec.Struct, frozen=True):
    """One product of a feed, in one language."""

    sku: str
    name: str
    category: str
    teaser: str = ""
    description: str = ""
    family: str = ""
    image: str = ""
    features: list[str] = msgspec.field(default_factory=list)
    related: list[str] = msgspec.field(default_factory=list)
    facts: dict[str, str | int | float] = msgspec.field(default_factory=dict)


def read(data: bytes, language: str) -> tuple[list[SectionIn], list[ProductIn]]:
    """What `services.import_source` takes: a section for each category, and the products.

    Raises `ImportRefused`, which names the row, for anything that is no such feed.
    """
    if len(data) > MAX_BYTES:
        raise ImportRefused(f"the feed has more than {MAX_BYTES} bytes")
    rows = _json(data) if data.lstrip()[:1] in (b"[", b"{") else _csv(data)
    if len(rows) > MAX_PRODUCTS:
        raise ImportRefused(f"the feed has more than {MAX_PRODUCTS} products")
    for number, row in enumerate(rows, start=1):
        if not (row.sku.strip() and row.name.strip() and slugify(row.category)):
            raise ImportRefused(f"product {number} has no sku, no name or no category")
        if not slugify(f"{row.name} {row.sku}"):
            raise ImportRefused(f"product {number} has no letter in its name or sku")
    return _sections(rows, language), [_product(row, n, language) for n, row in enumerate(rows)]


def _json(data: bytes) -> list[Row]:
    try:
        return msgspec.json.decode(data, type=list[Row])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ImportRefused(f"the feed is no list of products: {str(error)[:200]}") from None


def _csv(data: bytes) -> list[Row]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ImportRefused("the feed is not UTF-8") from None
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        missing = {"sku", "name", "category"} - {str(n).strip() for n in reader.fieldnames or ()}
        if missing:
            raise ImportRefused(f"the feed has no column {', '.join(sorted(missing))}")
        return [_of_columns(row) for row in reader]
    except csv.Error as error:
        raise ImportRefused(f"line {reader.line_num} of the feed: {error}") from None


def _of_columns(columns: Mapping[Any, Any]) -> Row:
    # DictReader keeps a row's surplus cells under None, and gives None where cells are missing.
    cells = {str(k).strip(): str(v or "").strip() for k, v in columns.items() if k is not None}
    lists = {
        name: [item.strip() for item in cells.get(name, "").split("|") if item.strip()]
        for name in _LISTS
    }
    facts: dict[str, str | int | float] = {
        label: value
        for label, value in cells.items()
        if label and value and label not in {*_NAMED, *_LISTS, *_LEFT_OUT}
    }
    named = {name: cells.get(name, "") for name in _NAMED}
    return Row(**named, features=lists["features"], related=lists["related"], facts=facts)


def _sections(rows: Iterable[Row], language: str) -> list[SectionIn]:
    titles: dict[str, str] = {}
    for row in rows:
        titles.setdefault(slugify(row.category)[:100], row.category)
    return [
        SectionIn(key, key, language, title, "", "products", order)
        for order, (key, title) in enumerate(titles.items())
    ]


def _product(row: Row, order: int, language: str) -> ProductIn:
    return ProductIn(
        sku=row.sku.strip(),
        slug=slugify(f"{row.name} {row.sku}")[:100].strip("-"),
        language=language,
        name=row.name,
        family=row.family,
        teaser=row.teaser,
        features=row.features,
        facts=[
            Fact(label, str(value))
            for label, value in row.facts.items()
            if label.lower() not in _LEFT_OUT
        ],
        body=row.description,
        section=slugify(row.category)[:100],
        order=order,
        related=row.related,
        image=row.image if row.image.startswith(("https://", "http://", "/")) else "",
    )
