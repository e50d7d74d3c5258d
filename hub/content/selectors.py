"""Everything that reads the content base: search, products.

    result = await search("Was passiert bei Stromausfall?", site=None, language="de")
    product = await product("114-250", "de")

Each has a sync twin (`search_sync`, `products_sync`, `product_sync`).
"""

from uuid import UUID

from asgiref.sync import sync_to_async

from hub.content.types import ProductView, SearchResult

#: From this `answerable` on the passages are taken to hold an answer.
ANSWERABLE = 0.5
#: What is longer is cut before it is searched for.
QUERY_MAX = 1000


async def search(
    query: str, *, site: UUID | None = None, language: str = "de", k: int = 6
) -> SearchResult:
    """The passages that answer `query` best, in `language` where a page has that language.

    A page that exists in other languages only is found, too. Never raises for what the query
    says: an empty one, or one without a word, gives no passages and `answerable` 0.
    """
    return await sync_to_async(search_sync)(query, site=site, language=language, k=k)


def search_sync(
    query: str, *, site: UUID | None = None, language: str = "de", k: int = 6
) -> SearchResult:
    """See `search`."""
    return SearchResult(passages=[], mode="lexical", answerable=0.0)


async def products(q: str = "", language: str = "de", limit: int = 20) -> list[ProductView]:
    """Products whose name, sku or text fits `q`, best first; all, in their order, without `q`."""
    return await sync_to_async(products_sync)(q, language, limit)


def products_sync(q: str = "", language: str = "de", limit: int = 20) -> list[ProductView]:
    """See `products`."""
    return []


async def product(sku: str, language: str = "de") -> ProductView | None:
    """The published product with this article number, in this language or the one it has."""
    return await sync_to_async(product_sync)(sku, language)


def product_sync(sku: str, language: str = "de") -> ProductView | None:
    """See `product`."""
    return None
