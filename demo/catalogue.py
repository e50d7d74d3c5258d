"""The demo company's texts, read from `demo/texts/`.

    texts/catalogue.toml                    categories of products, sections of articles
    texts/products/<slug>/product.toml      what has no language: sku, category, related, drawing
    texts/products/<slug>/{de,en}.md        name, teaser, features, facts, then the body
    texts/articles/<slug>/article.toml      section, order, products it speaks of
    texts/articles/<slug>/{de,en}.md        title, teaser, then the body

A language file has TOML between two `+++` lines, then the Markdown of `demo.markdown`. Price,
stock and delivery time stand in no text: only the ERP knows them.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from demo.markdown import MarkdownError, Section, sections

TEXTS = Path(__file__).parent / "texts"

Language = Literal["de", "en"]
LANGUAGES: tuple[Language, ...] = ("de", "en")

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_FRONT = re.compile(r"\+\+\+\n(?P<front>.*?)\n\+\+\+\n(?P<body>.*)", re.DOTALL)


class TextError(ValueError):
    """A text of the demo is incomplete or malformed; the message names its file."""


@dataclass(frozen=True, slots=True)
class Group:
    """A category of products or a section of articles: one entry of the website's menu."""

    slug: str
    kind: Literal["products", "articles"]
    title: dict[Language, str]
    teaser: dict[Language, str]


@dataclass(frozen=True, slots=True)
class ProductText:
    name: str
    family: str  # the crumb between category and name: "Bleche und Platten"
    teaser: str
    features: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]  # label, value with its unit, as on the rating plate
    body: str

    def sections(self) -> tuple[Section, ...]:
        return sections(self.body)


@dataclass(frozen=True, slots=True)
class Product:
    slug: str
    sku: str  # the article number in the ERP
    category: str
    order: int
    related: tuple[str, ...]  # skus
    drawing: dict[str, Any]  # parameters of demo.drawings
    text: dict[Language, ProductText]

    def as_drawing(self, language: Language) -> dict[str, Any]:
        """What `demo.drawings.draw` takes."""
        name = self.text[language].name
        return {"name": name, "language": language, "drawing": self.drawing}


@dataclass(frozen=True, slots=True)
class ArticleText:
    title: str
    teaser: str
    body: str

    def sections(self) -> tuple[Section, ...]:
        return sections(self.body)


@dataclass(frozen=True, slots=True)
class Article:
    slug: str
    section: str
    order: int
    products: tuple[str, ...]  # skus of the products that it speaks of
    text: dict[Language, ArticleText]


@dataclass(frozen=True, slots=True)
class Catalogue:
    groups: tuple[Group, ...]  # in the order of the menu
    products: tuple[Product, ...]  # by their order
    articles: tuple[Article, ...]

    def product(self, sku: str) -> Product:
        """The product with this article number; KeyError if there is none."""
        for product in self.products:
            if product.sku == sku:
                return product
        raise KeyError(sku)


@cache
def load(root: Path = TEXTS) -> Catalogue:
    """Everything under `root`, checked. Raises TextError with the file's name."""
    groups = tuple(_group(entry) for entry in _toml(root / "catalogue.toml")["group"])
    products = sorted((_product(p) for p in _folders(root / "products")), key=lambda p: p.order)
    articles = sorted((_article(a) for a in _folders(root / "articles")), key=lambda a: a.order)
    catalogue = Catalogue(groups, tuple(products), tuple(articles))
    _check(catalogue)
    return catalogue


def _check(catalogue: Catalogue) -> None:
    categories = {g.slug for g in catalogue.groups if g.kind == "products"}
    subjects = {g.slug for g in catalogue.groups if g.kind == "articles"}
    skus = {p.sku for p in catalogue.products}
    if len(skus) != len(catalogue.products):
        raise TextError("two products have the same sku")
    for product in catalogue.products:
        if product.category not in categories:
            raise TextError(f"{product.slug}: no category {product.category!r}")
        if missing := set(product.related) - skus:
            raise TextError(f"{product.slug}: related to unknown {sorted(missing)}")
    for article in catalogue.articles:
        if article.section not in subjects:
            raise TextError(f"{article.slug}: no section {article.section!r}")
        if missing := set(article.products) - skus:
            raise TextError(f"{article.slug}: speaks of unknown {sorted(missing)}")


def _folders(parent: Path) -> list[Path]:
    return sorted(path for path in parent.iterdir() if path.is_dir())


def _group(entry: dict[str, Any]) -> Group:
    return Group(entry["slug"], entry["kind"], entry["title"], entry["teaser"])


def _product(folder: Path) -> Product:
    path = folder / "product.toml"
    data = _toml(path)
    try:
        return Product(
            slug=_slug(folder),
            sku=data["sku"],
            category=data["category"],
            order=data["order"],
            related=tuple(data["related"]),
            drawing=data["drawing"],
            text={language: _product_text(folder / f"{language}.md") for language in LANGUAGES},
        )
    except KeyError as error:
        raise TextError(f"{path}: {error} is missing") from None


def _product_text(path: Path) -> ProductText:
    front, body = _language_file(path)
    try:
        return ProductText(
            name=front["name"],
            family=front["family"],
            teaser=front["teaser"],
            features=tuple(front["features"]),
            facts=tuple(front["facts"].items()),
            body=body,
        )
    except KeyError as error:
        raise TextError(f"{path}: {error} is missing") from None


def _article(folder: Path) -> Article:
    path = folder / "article.toml"
    data = _toml(path)
    try:
        return Article(
            slug=_slug(folder),
            section=data["section"],
            order=data["order"],
            products=tuple(data["products"]),
            text={language: _article_text(folder / f"{language}.md") for language in LANGUAGES},
        )
    except KeyError as error:
        raise TextError(f"{path}: {error} is missing") from None


def _article_text(path: Path) -> ArticleText:
    front, body = _language_file(path)
    try:
        return ArticleText(title=front["title"], teaser=front["teaser"], body=body)
    except KeyError as error:
        raise TextError(f"{path}: {error} is missing") from None


def _slug(folder: Path) -> str:
    if not _SLUG.fullmatch(folder.name):
        raise TextError(f"{folder}: a slug has a-z, 0-9 and single hyphens")
    return folder.name


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise TextError(f"{path}: {error}") from None


def _language_file(path: Path) -> tuple[dict[str, Any], str]:
    """Front matter and body of a language file."""
    try:
        source = path.read_text(encoding="utf-8")
    except OSError as error:
        raise TextError(f"{path}: {error}") from None
    match = _FRONT.fullmatch(source)
    if match is None:
        raise TextError(f"{path}: starts with TOML between two '+++' lines")
    body = match["body"].strip() + "\n"
    try:
        front = tomllib.loads(match["front"])
        sections(body)
    except (tomllib.TOMLDecodeError, MarkdownError) as error:
        raise TextError(f"{path}: {error}") from None
    return front, body
