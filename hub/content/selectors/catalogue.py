"""Products, as cards and lists show them. Their live figures are fetched apart."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from hub.content.models import ProductPage
from hub.content.types import ProductView
from hub.threads import in_database

LIMIT_MAX = 200
_QUERY_MAX = 200


async def products(q: str = "", language: str = "de", limit: int = 20) -> list[ProductView]:
    """Products whose name, sku or teaser has every word of `q`, names first; all without `q`."""
    return await in_database(products_sync, q, language, limit)


def products_sync(q: str = "", language: str = "de", limit: int = 20) -> list[ProductView]:
    """See `products`."""
    found = _pages(language)
    words = q[:_QUERY_MAX].replace("\x00", " ").encode("utf-8", "ignore").decode().split()
    for word in words:
        found = found.filter(
            Q(title__icontains=word) | Q(sku__istartswith=word) | Q(teaser__icontains=word)
        )
    if words:
        named = Q(*[Q(title__icontains=word) | Q(sku__istartswith=word) for word in words])
        found = found.annotate(
            later=Case(When(named, then=Value(0)), default=Value(1), output_field=IntegerField())
        ).order_by("later", "order", "title")
    return views(found[: max(1, min(limit, LIMIT_MAX))])


async def product(sku: str, language: str = "de") -> ProductView | None:
    """The published product with this article number, in this language or the one it has."""
    return await in_database(product_sync, sku, language)


def product_sync(sku: str, language: str = "de") -> ProductView | None:
    """See `product`."""
    found = by_skus([sku], language)
    return found[0] if found else None


def by_skus(skus: Iterable[str], language: str) -> list[ProductView]:
    """The published products with these article numbers, in that order; unknown ones fall out."""
    wanted = [sku for sku in skus if "\x00" not in sku][:LIMIT_MAX]
    pages = ProductPage.objects.live().filter(sku__in=wanted).select_related("locale")
    best: dict[str, ProductPage] = {}
    for page in pages:
        if page.sku not in best or page.language == language:
            best[page.sku] = page
    return views(best[sku] for sku in dict.fromkeys(wanted) if sku in best)


def views(pages: Iterable[ProductPage]) -> list[ProductView]:
    parents: dict[str, str] = {}
    return [_view(page, parents) for page in pages]


def _pages(language: str) -> "QuerySet[ProductPage]":
    found: QuerySet[ProductPage] = (
        ProductPage.objects.live()
        .filter(locale__language_code=language)
        .select_related("locale")
        .order_by("order", "title")
    )
    return found


def _view(page: ProductPage, parents: dict[str, str]) -> ProductView:
    above = page.path[: -page.steplen]
    if above not in parents:
        parents[above] = str(page.get_parent().title)
    image = page.image
    return ProductView(
        sku=page.sku,
        name=page.title,
        teaser=page.teaser,
        url=page.public_url,
        image=(settings.PUBLIC_ORIGIN + image if image.startswith("/") else image) or None,
        features=page.feature_list,
        facts=page.fact_list,
        related=page.related_skus,
        category=parents[above],
        language=page.language,
    )
