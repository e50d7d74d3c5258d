import pytest
from wagtail.models import Page

from hub.content.errors import ImportRefused
from hub.content.models import ArticlePage, Imported, Passage, ProductPage
from tests.hub.content.conftest import Import, article, product


def test_an_import_that_runs_again_changes_nothing(take_over: Import) -> None:
    first = take_over()
    before = sorted(Passage.objects.values_list("id", "text_hash", "changed_at"))
    again = take_over()
    assert (first.created, again.created) == (10, 0)
    assert (again.unchanged, again.changed, again.removed) == (10, 0, 0)
    assert sorted(Passage.objects.values_list("id", "text_hash", "changed_at")) == before


def test_languages_of_a_thing_are_translations_of_each_other(take_over: Import) -> None:
    take_over()
    german, english = ProductPage.objects.order_by("locale__language_code")
    assert german.translation_key == english.translation_key
    assert german.public_path.endswith("de/heber/vh-250/")
    assert english.public_path.endswith("en/heber/vh-250/")


def test_what_vanished_at_the_source_vanishes_here(take_over: Import) -> None:
    take_over()
    result = take_over(products=[])
    assert result.removed == 2
    assert not ProductPage.objects.exists()
    assert not Passage.objects.filter(kind="product").exists()
    assert Imported.objects.filter(key="product:114-250").count() == 0


def test_a_changed_thing_changes_and_keeps_its_page(take_over: Import) -> None:
    take_over()
    pages = set(ProductPage.objects.values_list("pk", flat=True))
    result = take_over(products=[product("de", teaser="Neu."), product("en")])
    assert result.changed == 1
    assert set(ProductPage.objects.values_list("pk", flat=True)) == pages
    assert ProductPage.objects.get(locale__language_code="de").teaser == "Neu."
    assert "Neu." in Passage.objects.get(language="de", anchor="overview").text


def test_an_editors_change_stays_until_the_source_changes(take_over: Import) -> None:
    take_over()
    page = ArticlePage.objects.get(locale__language_code="de")
    page.teaser = "Von Hand."
    page.save_revision().publish()
    take_over()
    page.refresh_from_db()
    assert page.teaser == "Von Hand."
    take_over(pages=[article("de", teaser="Vom Lieferanten."), article("en")])
    page.refresh_from_db()
    assert page.teaser == "Vom Lieferanten."


def test_a_page_of_another_source_is_left_alone(take_over: Import) -> None:
    take_over()
    root = Page.objects.get(slug="rat", locale__language_code="de")
    root.add_child(instance=ArticlePage(title="Von Hand", slug="von-hand"))
    take_over(pages=[])
    assert list(ArticlePage.objects.values_list("slug", flat=True)) == ["von-hand"]


def test_a_thing_that_moves_to_another_section_takes_its_page_along(take_over: Import) -> None:
    take_over()
    page = ProductPage.objects.get(locale__language_code="de")
    take_over(products=[product("de", section="rat"), product("en")])
    page.refresh_from_db()
    assert page.public_path.endswith("de/rat/vh-250/")


@pytest.mark.parametrize(
    "products",
    [
        [product("de"), product("de")],
        [product("de"), product("de", sku="other")],
        [product("de", section="nowhere")],
        [product("de", slug="../etc/passwd")],
        [product("de", body="x" * 300_000)],
    ],
)
def test_a_source_that_contradicts_itself_changes_nothing(
    take_over: Import, products: list[object]
) -> None:
    take_over()
    with pytest.raises(ImportRefused):
        take_over(products=products)
    assert ProductPage.objects.count() == 2


def test_html_in_a_text_is_cleaned(take_over: Import) -> None:
    nasty = (
        '<h2 onclick="x()">Titel</h2><script>alert(1)</script><p style="position:fixed">Gut'
        '<img src=x onerror=alert(1)></p><a href="javascript:alert(1)">böse</a>'
        '<a href="https://example.org/?a=1&b=2">gut</a><iframe src="//x"></iframe>\x00\ud800'
    )
    take_over(products=[product("de", body=nasty, teaser="<b>x</b>\x00"), product("en")])
    page = ProductPage.objects.get(locale__language_code="de")
    assert page.body == (
        '<h2>Titel</h2><p>Gut</p>böse<a href="https://example.org/?a=1&amp;b=2">gut</a>'
    )
    text = "\n".join(Passage.objects.filter(language="de").values_list("text", flat=True))
    assert "alert" not in text
    assert "Gut" in text
