"""Brings the demo company's texts into the content base. Safe to run again."""

from html import escape
from pathlib import Path
from uuid import UUID

from demo import markdown
from demo.catalogue import LANGUAGES, Article, Catalogue, Group, Language, Product, load
from hub.content import services
from hub.content.retrieval import loading
from hub.content.types import Fact, HomeIn, PageIn, ProductIn, SectionIn

SOURCE = "demo"
KEY = "haldner"
#: Made by `manage.py vectors --embed --export demo/site/vectors.npz`. A text that changed since has
#: another hash, and is embedded by the search process.
VECTORS = Path(__file__).with_name("vectors.npz")
TITLE: dict[Language, str] = {
    "de": "Heben, ohne zu heben",
    "en": "Lifting without lifting",
}
LEAD: dict[Language, str] = {
    "de": "Vakuumheber, Schlauchheber und Krane aus Ehingen. Einer bewegt, was vorher zwei trugen.",
    "en": "Vacuum lifters, tube lifters and cranes from Ehingen, Germany. One person moves what "
    "used to take two.",
}


def run(site: UUID | None = None) -> services.ImportResult:
    """Make the website hold exactly what `demo/texts` has; `site` is the hub's site of it."""
    catalogue = load()
    if VECTORS.exists():
        loading.import_file(VECTORS)
    return services.import_source(
        SOURCE,
        homes=[
            HomeIn(
                key=KEY,
                language=language,
                title=TITLE[language],
                lead=LEAD[language],
                site=site,
            )
            for language in LANGUAGES
        ],
        sections=_sections(catalogue),
        products=[_product(p, language) for p in catalogue.products for language in LANGUAGES],
        pages=[_article(a, language) for a in catalogue.articles for language in LANGUAGES],
    )


def drawing_path(sku: str) -> str:
    """Where the website serves the bare drawing of a product, for cards."""
    return f"/demo/drawing/{sku}.svg"


def to_html(source: str) -> str:
    """The demo's small Markdown as HTML."""
    return "\n".join(_block(block) for block in markdown.parse(source))


def _block(block: markdown.Block) -> str:
    if isinstance(block, markdown.Heading):
        return f"<h{block.level}>{escape(block.text)}</h{block.level}>"
    if isinstance(block, markdown.Paragraph):
        return f"<p>{escape(block.text)}</p>"
    items = "".join(f"<li>{escape(item)}</li>" for item in block.items)
    return f"<ul>{items}</ul>"


def _sections(catalogue: Catalogue) -> list[SectionIn]:
    return [
        _section(group, language, order)
        for order, group in enumerate(catalogue.groups)
        for language in LANGUAGES
    ]


def _section(group: Group, language: Language, order: int) -> SectionIn:
    return SectionIn(
        key=group.slug,
        slug=group.slug,
        language=language,
        title=group.title[language],
        teaser=group.teaser[language],
        lists=group.kind,
        order=order,
    )


def _product(product: Product, language: Language) -> ProductIn:
    text = product.text[language]
    return ProductIn(
        sku=product.sku,
        slug=product.slug,
        language=language,
        name=text.name,
        family=text.family,
        teaser=text.teaser,
        features=list(text.features),
        facts=[Fact(label, value) for label, value in text.facts],
        body=to_html(text.body),
        section=product.category,
        order=product.order,
        related=list(product.related),
        drawing=product.drawing,
        image=drawing_path(product.sku),
    )


def _article(article: Article, language: Language) -> PageIn:
    text = article.text[language]
    return PageIn(
        key=article.slug,
        slug=article.slug,
        language=language,
        title=text.title,
        teaser=text.teaser,
        body=to_html(text.body),
        section=article.section,
        order=article.order,
        products=list(article.products),
    )
