"""The demo's texts: complete, the same in both languages, and without what only the ERP knows."""

import re
from collections import Counter
from pathlib import Path

import pytest

from demo import catalogue
from demo.catalogue import LANGUAGES, Article, Catalogue, Language, Product, TextError
from demo.markdown import Bullets, MarkdownError, Paragraph, Section, parse, sections

CATALOGUE = catalogue.load()
ITEMS: list[Product | Article] = [*CATALOGUE.products, *CATALOGUE.articles]


def whole(item: Product | Article, language: Language) -> str:
    text = item.text[language]
    parts = [text.teaser, text.body]
    if isinstance(item, Product):
        product = item.text[language]
        parts += [product.name, product.family, *product.features]
        parts += [f"{label}: {value}" for label, value in product.facts]
    return "\n".join(parts)


def numbers(text: str, language: Language) -> Counter[str]:
    """Every number, written the same way in both languages: 1.250,5 and 1,250.5 are 1250.5."""
    text = re.sub(r"\b1\.4\d{3}\b", "", text)  # a steel's number is the same everywhere
    found = re.findall(r"\d+(?:[.,:]\d+)*", text)
    if language == "de":
        swap = str.maketrans(".,", ",.")
        found = [number.translate(swap) for number in found]
    return Counter(number.replace(",", "") for number in found)


def shape(section: Section) -> list[int]:
    return [len(b.items) if isinstance(b, Bullets) else 0 for b in section.blocks]


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.slug)
def test_both_languages_tell_the_same_in_the_same_shape(item: Product | Article) -> None:
    german, english = item.text["de"].sections(), item.text["en"].sections()
    assert [shape(s) for s in german] == [shape(s) for s in english]


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.slug)
def test_both_languages_have_the_same_figures(item: Product | Article) -> None:
    assert numbers(whole(item, "de"), "de") == numbers(whole(item, "en"), "en")


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.slug)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_is_long_enough_to_answer_something(
    item: Product | Article, language: Language
) -> None:
    assert len(whole(item, language).split()) >= 130
    assert len(item.text[language].sections()) >= 3


@pytest.mark.parametrize("product", CATALOGUE.products, ids=lambda product: product.slug)
def test_price_stock_and_delivery_time_stand_in_no_product_text(product: Product) -> None:
    for language in LANGUAGES:
        text = whole(product, language)
        assert not re.search(r"€|\bEUR\b", text)
        assert not re.search(r"(?i)lieferzeit|delivery time|am lager|in stock", text)


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.slug)
def test_typography_follows_the_house_style(item: Product | Article) -> None:
    german = whole(item, "de")
    assert '"' not in german and '"' not in whole(item, "en")
    assert german.count("„") == german.count("“")
    assert not re.search(r"\d{4,} (?:mm|kg|cm)", german), "1.250 with a point"
    assert not re.search(r"\d{4,} (?:mm|kg|cm)", whole(item, "en"))
    assert not re.search(r"\d%", german), "60 % with a space"
    assert not re.search(r"!", german + whole(item, "en"))


@pytest.mark.parametrize("product", CATALOGUE.products, ids=lambda product: product.slug)
def test_a_product_has_what_its_page_shows(product: Product) -> None:
    assert 2 <= len(product.related) <= 4
    assert product.sku not in product.related
    for language in LANGUAGES:
        text = product.text[language]
        assert len(text.features) == 3
        assert 5 <= len(text.facts) <= 10
    labels = [len(product.text[language].facts) for language in LANGUAGES]
    assert labels[0] == labels[1]


def test_names_differ_and_every_group_has_pages() -> None:
    for language in LANGUAGES:
        names = [p.text[language].name for p in CATALOGUE.products]
        titles = [a.text[language].title for a in CATALOGUE.articles]
        assert len(set(names)) == len(names)
        assert len(set(titles)) == len(titles)
    assert len({item.slug for item in ITEMS}) == len(ITEMS)


def test_a_lifter_fits_the_hoist_that_its_page_names() -> None:
    """Own weight and load together must not exceed what stands beside it as sufficient."""
    lifter = CATALOGUE.product("114-250").text["de"]
    facts = dict(lifter.facts)
    total = int(facts["Tragkraft"].split()[0]) + int(facts["Eigengewicht"].split()[0])
    assert total == 318
    assert f"zusammen {total} kg" in lifter.body
    crane = dict(CATALOGUE.product("320-320").text["de"].facts)
    assert int(crane["Tragkraft"].split()[0]) >= total


def test_a_text_that_uses_more_than_the_subset_is_refused() -> None:
    for source in ("# Title", "<b>x</b>", "1. one", "> quote", "#### deep", "##\n", "| a | b |"):
        with pytest.raises(MarkdownError):
            parse(source)
    with pytest.raises(MarkdownError, match="nothing stands under"):
        sections("## Empty\n\n## Next\n\ntext")


def test_lines_of_a_paragraph_and_of_a_list_item_are_joined() -> None:
    assert parse("one\ntwo\n\n- a\n  b\n- c") == (Paragraph("one two"), Bullets(("a b", "c")))


def write(root: Path, **files: str) -> Path:
    for name, content in files.items():
        path = root / name.replace("__", "/").replace("_toml", ".toml").replace("_md", ".md")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return root


ARTICLE = '+++\ntitle = "T"\nteaser = "t"\n+++\n\n## A\n\nb\n'
GROUPS = (
    '[[group]]\nslug = "g"\nkind = "articles"\n'
    'title = { de = "G", en = "G" }\nteaser = { de = "g", en = "g" }\n'
)


def small(root: Path, **files: str) -> Path:
    (root / "products").mkdir()
    defaults = {
        "catalogue_toml": GROUPS,
        "articles__a__article_toml": 'section = "g"\norder = 1\nproducts = []\n',
        "articles__a__de_md": ARTICLE,
        "articles__a__en_md": ARTICLE,
    }
    return write(root, **(defaults | files))


def load(root: Path) -> Catalogue:
    return catalogue.load(root)


def test_a_small_catalogue_loads(tmp_path: Path) -> None:
    found = load(small(tmp_path))
    assert [a.slug for a in found.articles] == ["a"]
    assert found.articles[0].text["en"].title == "T"


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"articles__a__en_md": "no front matter"}, "starts with TOML"),
        ({"articles__a__en_md": '+++\ntitle = "T"\n+++\n\n## A\n\nb\n'}, "'teaser' is missing"),
        ({"articles__a__en_md": "+++\ntitle = \n+++\n\n## A\n\nb\n"}, "en.md"),
        ({"articles__a__en_md": ARTICLE + "\n<script>\n"}, "not in the subset"),
        ({"articles__a__article_toml": "order = 1\nproducts = []"}, "'section' is missing"),
        (
            {"articles__a__article_toml": 'section = "x"\norder = 1\nproducts = []'},
            "no section 'x'",
        ),
        (
            {"articles__a__article_toml": 'section = "g"\norder = 1\nproducts = ["7"]'},
            "speaks of unknown",
        ),
    ],
)
def test_an_incomplete_text_is_refused_by_its_name(
    tmp_path: Path, files: dict[str, str], says: str
) -> None:
    with pytest.raises(TextError, match=re.escape(says)):
        load(small(tmp_path, **files))


def test_a_folder_name_that_is_no_slug_is_refused(tmp_path: Path) -> None:
    root = small(tmp_path)
    (root / "articles" / "a").rename(root / "articles" / "Ä b")
    with pytest.raises(TextError, match="a slug has"):
        load(root)
