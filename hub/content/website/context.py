"""What the templates of the website get beside the page itself. The same for a preview."""

from typing import Any

from django.conf import settings
from wagtail.models import Page

from hub.content import live
from hub.content.models import ArticlePage, HomePage, ProductPage, SectionPage
from hub.content.models.pages import SitePage
from hub.content.selectors import catalogue
from hub.content.types import ProductView

#: Products on the first page.
SHOWN = 4
NAMES = {"de": "Deutsch", "en": "English"}


def of(page: SitePage) -> dict[str, Any]:
    """`language`, `home`, `sections`, `section`, `languages`, `embed`, and what its kind needs."""
    context = frame(page.language, page)
    if isinstance(page, HomePage):
        context["cards"] = _cards(catalogue.products_sync("", page.language, SHOWN))
    elif isinstance(page, SectionPage):
        context |= _section(page)
    elif isinstance(page, ProductPage):
        related = catalogue.by_skus(page.related_skus, page.language)
        facts = live.live_facts_sync([page.sku, *(view.sku for view in related)])
        context["live"] = facts.get(page.sku)
        context["related"] = [(view, facts.get(view.sku)) for view in related]
    elif isinstance(page, ArticlePage):
        context["cards"] = _cards(catalogue.by_skus(page.skus, page.language))
    return context


def frame(language: str, page: SitePage | None = None) -> dict[str, Any]:
    """What every page has, an error or a list of findings included."""
    home = HomePage.objects.live().filter(locale__language_code=language).order_by("path").first()
    sections = SectionPage.objects.live().child_of(home).order_by("order", "title") if home else []
    sections = list(sections)
    section = next((s for s in sections if page and page.path.startswith(s.path)), None)
    return {
        "language": language,
        "description": getattr(page, "teaser", "") or getattr(page, "lead", ""),
        "home": home,
        "sections": sections,
        "section": section,
        "languages": _languages(language, page or home),
        "search_path": f"/{settings.CONTENT_PATH}{language}/{SEARCH[language]}/",
        "embed": home.site.key if home and home.site else "",
    }


#: The path of the search, by language.
SEARCH = {"de": "suche", "en": "search"}


def _section(page: Any) -> dict[str, Any]:
    if page.lists == page.Lists.PRODUCTS:
        pages = ProductPage.objects.live().child_of(page).select_related("locale")
        return {"cards": _cards(catalogue.views(pages.order_by("order", "title")))}
    articles = ArticlePage.objects.live().child_of(page).select_related("locale")
    return {"articles": list(articles.order_by("order", "title"))}


def _cards(views: list[ProductView]) -> list[tuple[ProductView, Any]]:
    facts = live.live_facts_sync([view.sku for view in views])
    return [(view, facts.get(view.sku)) for view in views]


def _languages(language: str, page: Page | None) -> list[dict[str, Any]]:
    """Where to find this page in the other languages; their first page where it has none."""
    if page is None:
        return []
    twins = {
        twin.locale.language_code: twin.specific
        for twin in page.get_translations(inclusive=True).live().select_related("locale")
    }
    for home in HomePage.objects.live().select_related("locale").order_by("path"):
        twins.setdefault(home.locale.language_code, home)
    return [
        {
            "code": code,
            "name": NAMES.get(code, code),
            "path": twins[code].public_path,
            "current": code == language,
        }
        for code in sorted(twins)
    ]
