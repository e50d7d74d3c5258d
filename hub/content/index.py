"""Keeps the passages in step with the published pages. The lexical half is right at once.

Vectors follow in a process of their own (`manage.py search`), by the hash of the text.
"""

import hashlib
from collections import Counter

from django.contrib.postgres.search import SearchVector
from django.db import transaction
from django.db.models import F
from wagtail.models import Page

from hub.content.chunks import Chunk, chunks_of
from hub.content.models import HomePage, IndexVersion, Passage

#: PostgreSQL's text search configuration for a language.
STEMMERS = {"de": "german", "en": "english"}


def stemmer(language: str) -> str:
    return STEMMERS.get(language, "simple")


@transaction.atomic
def index_page(page: Page) -> int:
    """Write the passages of a published page, take away those of one that is not.

    Gives how many passages it has. An unchanged passage keeps its row and its time.
    """
    page = page.specific
    wanted = _rows(page, chunks_of(page)) if page.live else []
    kept = {row.id: row for row in Passage.objects.filter(page_id=page.pk)}
    changed = [row for row in wanted if not _same(row, kept.get(row.id))]
    gone = set(kept) - {row.id for row in wanted}
    if not changed and not gone:
        return len(wanted)
    Passage.objects.filter(pk__in=gone).delete()
    fields = [f.name for f in Passage._meta.concrete_fields if f.name not in ("id", "search")]
    Passage.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["id"], update_fields=fields
    )
    config = stemmer(page.language)
    Passage.objects.filter(pk__in=[row.id for row in changed]).update(
        search=SearchVector("title", weight="A", config=config)
        + SearchVector("section", weight="B", config=config)
        + SearchVector("text", weight="C", config=config)
    )
    touched()
    return len(wanted)


@transaction.atomic
def index_below(page: Page) -> None:
    """After a page was moved or its address changed: itself and all below it."""
    for below in page.get_descendants(inclusive=True).specific():
        index_page(below)
    touched()


def reindex() -> int:
    """Everything, from the pages as they are now. Gives the number of passages."""
    count = 0
    with transaction.atomic():
        for page in Page.objects.filter(depth__gt=1).specific():
            count += index_page(page)
        gone = Passage.objects.exclude(page__live=True).delete()[0]
        if gone:
            touched()
    return count


def touched() -> None:
    """Tell the search processes, with the commit, that passages changed."""
    IndexVersion.objects.get_or_create(pk=1)
    IndexVersion.objects.filter(pk=1).update(version=F("version") + 1)


def version() -> int:
    found = IndexVersion.objects.values_list("version", flat=True).first()
    return found or 0


def _rows(page: Page, chunks: list[Chunk]) -> list[Passage]:
    home = HomePage.objects.ancestor_of(page, inclusive=True).first()
    site = home.site_id if home else None
    changed_at = page.last_published_at or page.latest_revision_created_at
    seen: Counter[str] = Counter()
    rows: list[Passage] = []
    for position, chunk in enumerate(chunks):
        seen[chunk.anchor] += 1
        name = f"{page.pk}#{chunk.anchor}#{seen[chunk.anchor]}"
        rows.append(
            Passage(
                id=hashlib.sha256(name.encode()).hexdigest()[:16],
                page_id=page.pk,
                site_id=site,
                kind=chunk.kind,
                sku=chunk.sku,
                language=page.language,
                title=chunk.title,
                section=chunk.section,
                anchor=chunk.anchor,
                position=position,
                text=chunk.text,
                text_hash=chunk.text_hash,
                changed_at=changed_at,
            )
        )
    return rows


def _same(row: Passage, old: Passage | None) -> bool:
    if old is None:
        return False
    names = ("text_hash", "site_id", "kind", "sku", "section", "title", "position", "language")
    return all(getattr(row, name) == getattr(old, name) for name in names)
