"""PostgreSQL's full text: right with the commit, and all there is when no search process answers.

The words are joined by OR; `plainto_tsquery` makes them, so that no character of a question is
an operator.
"""

from dataclasses import dataclass

from django.db import connection

from hub.content.index import STEMMERS

#: Per language a query in its own stemmer; a passage is matched with that of its own language.
_SQL = """
WITH asked AS (
    SELECT language, replace(plainto_tsquery(config::regconfig, %(query)s)::text, '&', '|')::tsquery
           AS q
    FROM unnest(%(languages)s::text[], %(configs)s::text[]) AS t(language, config)
)
SELECT p.id, ts_rank(%(weights)s::real[], p.search, asked.q, 1)
FROM content_passage p
JOIN wagtailcore_page page ON page.id = p.page_id AND page.live
JOIN asked ON asked.language = p.language
WHERE p.search @@ asked.q
  AND (p.language = %(language)s OR NOT EXISTS (
        SELECT 1 FROM wagtailcore_page twin
        JOIN wagtailcore_locale locale ON locale.id = twin.locale_id
        WHERE twin.translation_key = page.translation_key AND twin.live
          AND locale.language_code = %(language)s))
  AND (%(site)s = '' OR p.site_id IS NULL OR p.site_id::text = %(site)s)
ORDER BY 2 DESC, p.page_id, p.position
LIMIT %(k)s
"""
#: What a word counts in D (unused), text, section, title.
_WEIGHTS = [0.1, 0.4, 0.6, 1.0]


@dataclass(frozen=True, slots=True)
class Found:
    """`rank` is PostgreSQL's, which compares passages of one search only."""

    id: str
    rank: float


def find(query: str, *, language: str, site: str = "", k: int = 6) -> list[Found]:
    """The best `k` passages that have a word of the query."""
    with connection.cursor() as cursor:
        cursor.execute(
            _SQL,
            {
                "query": query,
                "languages": list(STEMMERS),
                "configs": list(STEMMERS.values()),
                "weights": _WEIGHTS,
                "language": language,
                "site": site,
                "k": k,
            },
        )
        return [Found(id=str(name), rank=float(rank)) for name, rank in cursor.fetchall()]
