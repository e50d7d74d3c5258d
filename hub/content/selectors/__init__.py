"""Everything that reads the content base: search, products.

    result = await search("Was passiert bei Stromausfall?", site=None, language="de")
    product = await product("114-250", "de")

Each has a sync twin (`search_sync`, `products_sync`, `product_sync`).
"""

from hub.content.selectors.catalogue import product, product_sync, products, products_sync
from hub.content.selectors.finding import ANSWERABLE, QUERY_MAX, search, search_sync

__all__ = [
    "ANSWERABLE",
    "QUERY_MAX",
    "product",
    "product_sync",
    "products",
    "products_sync",
    "search",
    "search_sync",
]
