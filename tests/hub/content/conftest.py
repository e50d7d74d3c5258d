"""A small website in two languages, as a source gives it."""

from collections.abc import Callable
from typing import Any

import pytest
import redis
from django.conf import settings

from hub.content.services import ImportResult, import_source
from hub.content.types import Fact, HomeIn, PageIn, ProductIn, SectionIn


def homes() -> list[HomeIn]:
    return [
        HomeIn(key="firma", language="de", title="Firma", lead="Wir heben."),
        HomeIn(key="firma", language="en", title="Firm", lead="We lift."),
    ]


def sections() -> list[SectionIn]:
    return [
        SectionIn("heber", "heber", language, title, "", "products")
        for language, title in (("de", "Heber"), ("en", "Lifters"))
    ] + [
        SectionIn("rat", "rat", language, title, "", "articles")
        for language, title in (("de", "Ratgeber"), ("en", "Guides"))
    ]


def product(language: str = "de", **changes: Any) -> ProductIn:
    german = language == "de"
    values: dict[str, Any] = {
        "sku": "114-250",
        "slug": "vh-250",
        "language": language,
        "name": "VH 250",
        "family": "Bleche" if german else "Sheets",
        "teaser": "Hebt Bleche bis 250 kg." if german else "Lifts sheets of up to 250 kg.",
        "features": ["Vier Saugplatten"] if german else ["Four suction pads"],
        "facts": [Fact("Tragkraft", "250 kg") if german else Fact("Capacity", "250 kg")],
        "body": (
            "<h2>Bei Stromausfall</h2><p>Der Speicher hält die Last mindestens 20 Minuten.</p>"
            if german
            else "<h2>Power failure</h2><p>The reservoir holds the load for 20 minutes.</p>"
        ),
        "section": "heber",
        "related": ["330-500"],
    }
    return ProductIn(**(values | changes))


def article(language: str = "de", **changes: Any) -> PageIn:
    german = language == "de"
    values: dict[str, Any] = {
        "key": "wartung",
        "slug": "wartung",
        "language": language,
        "title": "Wartung und Prüfung" if german else "Maintenance and inspection",
        "teaser": "Was wann zu prüfen ist." if german else "What to inspect, and when.",
        "body": (
            "<h2>Jahresprüfung</h2><p>Einmal im Jahr prüft eine befähigte Person den Heber.</p>"
            if german
            else "<h2>Yearly inspection</h2><p>Once a year a qualified person inspects it.</p>"
        ),
        "section": "rat",
    }
    return PageIn(**(values | changes))


def forget() -> None:
    """The short memory of live figures, as after half a minute."""
    with redis.Redis.from_url(settings.REDIS_URL) as store:
        for key in store.scan_iter("hub:live:*"):
            store.delete(key)


Import = Callable[..., ImportResult]


@pytest.fixture
def take_over(db: None) -> Import:
    """Imports the small website; `products` and `pages` replace what it has."""

    def run(
        products: list[ProductIn] | None = None, pages: list[PageIn] | None = None
    ) -> ImportResult:
        return import_source(
            "test",
            homes=homes(),
            sections=sections(),
            products=[product("de"), product("en")] if products is None else products,
            pages=[article("de"), article("en")] if pages is None else pages,
        )

    return run


@pytest.fixture
def one_product(db: None) -> None:
    """The least that has a product: 114-250, in German."""
    import_source(
        "test", homes=homes()[:1], sections=sections()[:1], products=[product("de", related=[])]
    )
