"""Search: ranked by the search process where it answers in time, by the database where not."""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from asgiref.sync import async_to_sync
from django.conf import settings

from hub.content import types
from hub.content.models import Passage
from hub.content.models.pages import public_path
from hub.content.retrieval import answerable, client, lexical, wire
from hub.threads import in_database

#: What is longer is cut before it is searched for.
QUERY_MAX = 1000
K_MAX = 50
ANSWERABLE = answerable.ANSWERABLE
#: Passages that the signs of `answerable` are read from.
_SIGNS = 6

_Hits = Sequence[tuple[str, float]]


async def search(
    query: str, *, site: UUID | None = None, language: str = "de", k: int = 6
) -> types.SearchResult:
    """The passages that answer `query` best, in `language` where a page has that language.

    A page that exists in other languages only is found, too. Never raises for what the query
    says: an empty one, or one without a word, gives no passages and `answerable` 0.
    """
    words = _plain(query)
    if not any(letter.isalnum() for letter in words):
        return types.SearchResult(passages=[], mode="lexical", answerable=0.0)
    where = str(site or "")
    k = max(1, min(k, K_MAX))
    reply = await client.ask(words, language=language, site=where, k=max(k, _SIGNS))
    if reply is None:
        return await in_database(_lexical, words, language, where, k)
    return await in_database(_ranked, words, language, reply, k)


def search_sync(
    query: str, *, site: UUID | None = None, language: str = "de", k: int = 6
) -> types.SearchResult:
    """See `search`."""
    return async_to_sync(search)(query, site=site, language=language, k=k)


def _plain(query: str) -> str:
    """Cut, on one line, and nothing in it that PostgreSQL or UTF-8 cannot write."""
    text = query[: 4 * QUERY_MAX].encode("utf-8", "ignore").decode().replace("\x00", " ")
    return " ".join(text.split())[:QUERY_MAX]


def _ranked(query: str, language: str, reply: wire.Reply, k: int) -> types.SearchResult:
    found = _passages([(hit.id, hit.score) for hit in reply.hits])
    seen = {passage.id for passage in found}
    hits = [hit for hit in reply.hits if hit.id in seen][:_SIGNS]
    cosines = [hit.cosine for hit in hits if hit.cosine is not None]
    signs = answerable.Signs(
        cosine=max(cosines) if cosines else None,
        gram=max((hit.gram for hit in hits), default=None),
        overlap=_overlap(query, language, found),
    )
    return _result(found[:k], "hybrid" if reply.semantic else "lexical", signs)


def _lexical(query: str, language: str, site: str, k: int) -> types.SearchResult:
    ranked = lexical.find(query, language=language, site=site, k=k)
    best = ranked[0].rank if ranked else 1.0
    found = _passages([(hit.id, hit.rank / best if best > 0 else 0.0) for hit in ranked])
    overlap = _overlap(query, language, found)
    return _result(found, "lexical", answerable.Signs(cosine=None, gram=None, overlap=overlap))


def _overlap(query: str, language: str, found: Sequence[types.Passage]) -> float | None:
    """None where words cannot be compared: the passage is in another language."""
    if not found or found[0].language != language:
        return None
    first = found[0]
    text = f"{first.title}\n{first.section}\n{first.text}"
    return answerable.overlap(query, language, [text])


def _result(
    passages: list[types.Passage], mode: Literal["hybrid", "lexical"], signs: answerable.Signs
) -> types.SearchResult:
    probability = answerable.probability(signs) if passages else 0.0
    return types.SearchResult(passages=passages, mode=mode, answerable=probability)


def _passages(ranked: _Hits) -> list[types.Passage]:
    """The rows of what was ranked, in that order; what is not published any more falls out."""
    rows = Passage.objects.select_related("page").defer("search")
    known = {row.id: row for row in rows.filter(page__live=True, pk__in=[i for i, _ in ranked])}
    return [_passage(known[name], score) for name, score in ranked if name in known]


def _passage(row: Passage, score: float) -> types.Passage:
    kind: types.SourceKind = "product" if row.kind == "product" else "page"
    path = public_path(row.page.url_path, row.language)
    return types.Passage(
        id=row.id,
        page_id=row.page_id,
        slug=row.page.slug,
        kind=kind,
        sku=row.sku or None,
        title=row.title,
        section=row.section,
        anchor=row.anchor,
        url=settings.PUBLIC_ORIGIN + path + (f"#{row.anchor}" if row.anchor else ""),
        text=row.text,
        language=row.language,
        changed_at=row.changed_at,
        score=round(max(0.0, min(1.0, score)), 4),
    )
