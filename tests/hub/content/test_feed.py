from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from hub.content.errors import ImportRefused
from hub.content.models import ProductPage
from hub.content.sources import feed
from tests.hub.content.conftest import Import

CSV = """sku;name;category;features;price;Tragkraft;related
114-250;VH 250;Vakuumheber;Vier Saugplatten|Leise;6480,00;250 kg;330-500
330-500;KZ 500;Krane;;1740;500 kg;
"""
JSON = """[{"sku": "114-250", "name": "VH 250", "category": "Vakuumheber",
 "description": "<p>Gut</p><script>x</script>", "facts": {"Tragkraft": "250 kg", "price": 1}}]"""


def test_a_table_becomes_products_without_its_prices() -> None:
    sections, products = feed.read(CSV.encode("utf-8-sig"), "de")
    assert [section.key for section in sections] == ["vakuumheber", "krane"]
    first = products[0]
    assert (first.sku, first.slug, first.features) == (
        "114-250",
        "vh-250-114-250",
        ["Vier Saugplatten", "Leise"],
    )
    assert [(fact.label, fact.value) for fact in first.facts] == [("Tragkraft", "250 kg")]
    assert first.related == ["330-500"]


def test_a_list_of_objects_becomes_the_same() -> None:
    _, products = feed.read(JSON.encode(), "de")
    assert [fact.label for fact in products[0].facts] == ["Tragkraft"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>",
        b"{}",
        b"[1]",
        b'[{"sku": 1}]',
        b"[" * 100_000,
        b"sku,name\n1,2\n",
        b"sku,name,category\n1,,x\n",
        b"sku,name,category\n1,a,!!!\n",
        b'sku,name,category\n1,"a,b\n',
        b"\xff\xfes\x00k\x00u\x00",
        b"x" * (feed.MAX_BYTES + 1),
    ],
    ids=lambda data: str(data[:24]),
)
def test_what_is_no_feed_is_refused(data: bytes) -> None:
    with pytest.raises(ImportRefused):
        feed.read(data, "de")


def test_a_feed_beside_the_website_leaves_its_pages_alone(
    take_over: Import, tmp_path: Path
) -> None:
    take_over(products=[])
    file = tmp_path / "feed.csv"
    file.write_text(CSV, encoding="utf-8")
    call_command("import_feed", f"de={file}", "--source", "shop", verbosity=0)
    assert ProductPage.objects.count() == 2
    take_over(products=[])
    assert ProductPage.objects.count() == 2
    file.write_text("\n".join(CSV.splitlines()[:2]), encoding="utf-8")
    call_command("import_feed", f"de={file}", "--source", "shop", verbosity=0)
    assert list(ProductPage.objects.values_list("sku", flat=True)) == ["114-250"]
    with pytest.raises(CommandError):
        call_command("import_feed", "de=/nowhere.csv", verbosity=0)
