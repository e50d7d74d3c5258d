"""Everything that writes the content base: importing a source, publishing, taking away.

An import is safe to run again: nothing is doubled, an unchanged thing is not touched (so what an
editor changed here stays until the source itself changes), and what the source no longer has
is taken away with its passages.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail.models import Site as WagtailSite

from hub.content import imports, index
from hub.content.errors import ImportRefused
from hub.content.models import HomePage, Imported, SectionPage
from hub.content.types import HomeIn, PageIn, ProductIn, SectionIn


@dataclass(slots=True)
class ImportResult:
    """How many pages were made, changed, left as they were, and taken away."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    #: (source key, language) → page id
    pages: dict[tuple[str, str], int] = field(default_factory=dict)


@transaction.atomic
def import_source(
    source: str,
    *,
    homes: Sequence[HomeIn] = (),
    sections: Sequence[SectionIn] = (),
    pages: Sequence[PageIn] = (),
    products: Sequence[ProductIn] = (),
) -> ImportResult:
    """Make the content base hold exactly this of a source, all or nothing.

    Every section needs a home in its language, every page and product a section. Raises
    `ImportRefused` when one is missing or two things have the same key, language or address.
    """
    _check_unique(homes, sections, pages, products)
    result = ImportResult()
    for home in homes:
        _put(source, f"home:{home.key}", home, result)
    for section in sections:
        _put(source, f"section:{section.key}", section, result)
    for product in products:
        upsert_product(source, product, result)
    for page in pages:
        upsert_page(source, page, result)
    result.removed = _remove_others(source, set(result.pages))
    if homes:
        _first_page_of_the_site()
    return result


@transaction.atomic
def upsert_product(
    source: str, product: ProductIn, result: ImportResult | None = None
) -> ImportResult:
    """One product of a source, published. See `import_source`, which also takes away."""
    return _put(source, f"product:{product.sku}", product, result or ImportResult())


@transaction.atomic
def upsert_page(source: str, page: PageIn, result: ImportResult | None = None) -> ImportResult:
    """One article of a source, published. See `import_source`, which also takes away."""
    return _put(source, f"page:{page.key}", page, result or ImportResult())


def _put(
    source: str,
    key: str,
    thing: HomeIn | SectionIn | PageIn | ProductIn,
    result: ImportResult,
) -> ImportResult:
    row = (
        Imported.objects.select_for_update(of=("self",))
        .filter(source=source, key=key, language=thing.language)
        .first()
    )
    digest = imports.digest(thing)
    if row is not None and row.digest == digest:
        result.unchanged += 1
        result.pages[key, thing.language] = row.page_id
        return result
    if row is None:
        page = imports.build(thing)
        _place(source, key, thing, page)
        _publish_first(page)
        Imported.objects.create(
            source=source, key=key, language=thing.language, page_id=page.pk, digest=digest
        )
        result.created += 1
    else:
        page = row.page.specific
        imports.fill(page, thing)
        Imported.objects.filter(pk=row.pk).update(digest=digest)
        _move(source, thing, page)
        page.save_revision().publish()
        result.changed += 1
    result.pages[key, thing.language] = page.pk
    return result


def _place(
    source: str, key: str, thing: HomeIn | SectionIn | PageIn | ProductIn, page: Page
) -> None:
    """Put a new page where it belongs, as the translation of its twins in other languages."""
    twin = Imported.objects.filter(source=source, key=key).first()
    if twin is not None:
        page.translation_key = twin.page.translation_key
    page.locale = _locale(thing.language)
    _parent(source, thing).add_child(instance=page)


def _publish_first(page: Page) -> None:
    """Publish a page that was just made, live: what `publish` would do, without saving it twice."""
    revision = page.save_revision(changed=False, log_action=False, clean=False)
    now = timezone.now()
    fresh = {
        "live_revision": revision,
        "first_published_at": now,
        "last_published_at": now,
        "has_unpublished_changes": False,
    }
    Page.objects.filter(pk=page.pk).update(**fresh)
    for name, value in fresh.items():
        setattr(page, name, value)
    index.index_page(page)


def _move(source: str, thing: HomeIn | SectionIn | PageIn | ProductIn, page: Page) -> None:
    parent = _parent(source, thing)
    if page.get_parent().pk != parent.pk:
        page.move(parent, pos="last-child")
        page.refresh_from_db()


def _parent(source: str, thing: HomeIn | SectionIn | PageIn | ProductIn) -> Page:
    if isinstance(thing, HomeIn):
        return Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
    if isinstance(thing, SectionIn):
        found = (
            HomePage.objects.filter(locale__language_code=thing.language).order_by("path").first()
        )
        if found is None:
            raise ImportRefused(f"no first page in {thing.language} for section {thing.key}")
        return Page.objects.get(pk=found.pk)
    row = Imported.objects.filter(
        source=source, key=f"section:{thing.section}", language=thing.language
    ).first()
    if row is None or not SectionPage.objects.filter(pk=row.page_id).exists():
        raise ImportRefused(f"no section {thing.section} in {thing.language} for {thing.slug}")
    return Page.objects.get(pk=row.page_id)


def _locale(language: str) -> Locale:
    return Locale.objects.get_or_create(language_code=language)[0]


def _remove_others(source: str, kept: set[tuple[str, str]]) -> int:
    """Take away what the source no longer has, the deepest first."""
    gone = [
        row.page
        for row in Imported.objects.filter(source=source).select_related("page")
        if (row.key, row.language) not in kept
    ]
    for page in sorted(gone, key=lambda page: -page.depth):
        fresh = Page.objects.filter(pk=page.pk).first()
        if fresh is not None:
            fresh.specific.delete()
    return len(gone)


def _first_page_of_the_site() -> None:
    """Point Wagtail's site at our tree, and take away the page that its migrations left."""
    home = HomePage.objects.order_by("path").first()
    site = WagtailSite.objects.filter(is_default_site=True).first()
    if home is None:
        return
    if site is None:
        WagtailSite.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    elif site.root_page_id != home.pk:
        site.root_page = Page.objects.get(pk=home.pk)
        site.save()
    for left in Page.objects.filter(depth=2, slug="home", content_type__model="page"):
        if not left.get_children().exists():
            left.delete()


def _check_unique(
    homes: Sequence[HomeIn],
    sections: Sequence[SectionIn],
    pages: Sequence[PageIn],
    products: Sequence[ProductIn],
) -> None:
    keys: set[tuple[str, str, str]] = set()
    addresses: set[tuple[str, ...]] = set()
    things: list[HomeIn | SectionIn | PageIn | ProductIn] = [
        *homes,
        *sections,
        *pages,
        *products,
    ]
    for thing in things:
        name = thing.sku if isinstance(thing, ProductIn) else thing.key
        key = (type(thing).__name__, name, thing.language)
        slug = thing.key if isinstance(thing, HomeIn) else thing.slug
        parent = thing.section if isinstance(thing, PageIn | ProductIn) else ""
        address = (parent, slug, thing.language, "home" if isinstance(thing, HomeIn) else "")
        if key in keys:
            raise ImportRefused(f"{name} ({thing.language}) stands twice in the source")
        if address in addresses:
            raise ImportRefused(f"two pages want the address {slug} ({thing.language})")
        keys.add(key)
        addresses.add(address)


def as_json(result: ImportResult) -> bytes:
    """For a command's output."""
    return msgspec.json.encode(
        {
            "created": result.created,
            "changed": result.changed,
            "unchanged": result.unchanged,
            "removed": result.removed,
        }
    )
