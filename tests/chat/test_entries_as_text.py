"""How entries read where there is only text: in mail, CRM and search."""

from hub.registry.entries import as_text

CARD = {
    "sku": "114-250",
    "name": "VH 250 Quattro",
    "url": "https://haldner.example/vh-250",
    "live": {
        "price": "6480.00",
        "currency": "EUR",
        "as_of": "2026-11-24T13:32:07.123Z",
        "stale": False,
    },
}


def test_a_product_card_says_its_price_with_its_time() -> None:
    german = as_text("card.product", CARD, "de").split("\n")
    assert german == [
        "VH 250 Quattro",
        "6.480,00\N{NO-BREAK SPACE}€ (24.11.2026 13:32 UTC)",
        "https://haldner.example/vh-250",
    ]
    assert "€6,480.00 (24.11.2026 13:32 UTC)" in as_text("card.product", CARD, "en")


def test_a_product_card_without_a_price_says_none() -> None:
    bare = {"sku": "114-250", "name": "VH 250 Quattro", "live": {**CARD["live"], "price": None}}  # type: ignore[dict-item]
    assert as_text("card.product", bare, "de") == "VH 250 Quattro"


def test_what_happened_reads_in_both_languages() -> None:
    assert as_text("joined", {"name": "Miriam Keller"}, "de") == "Miriam Keller ist dazugekommen"
    assert as_text("joined", {"name": "Miriam Keller"}, "en") == "Miriam Keller joined"
