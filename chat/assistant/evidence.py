"""From a question to numbered evidence: passages, then what the ERP says about the products."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import msgspec

from chat.assistant.questions import Question
from chat.assistant.types import Evidence, Frame, KnownProduct, Live
from hub.content import live
from hub.content import selectors as content
from hub.content.types import LiveFact, Passage, ProductView

#: Passages a part of a question, and all in all.
EACH = 4
MOST = 8


class Part(msgspec.Struct, frozen=True):
    """One of the visitor's questions: which sources were found for it, best first."""

    text: str
    sources: tuple[int, ...]
    answerable: bool


class Gathered(msgspec.Struct, frozen=True):
    """`evidence` is numbered from 1. `mode` is how was searched (hybrid, or lexical)."""

    evidence: tuple[Evidence, ...]
    parts: tuple[Part, ...]
    mode: str

    @property
    def answerable(self) -> bool:
        return any(part.answerable for part in self.parts)

    def ranked(self, part: "Part") -> list[Evidence]:
        """The sources that were found for a part, best first."""
        by_number = {source.n: source for source in self.evidence}
        return [by_number[n] for n in part.sources]


async def gather(question: Question, site: UUID, frame: Frame) -> Gathered:
    """Looks every part of the question up, and fetches the live facts of its products."""
    names = {product.sku: product.names[0] for product in frame.products}
    about = next((names[sku] for sku in question.skus if sku in names), "")
    asked = question.parts or (question.text,)
    whole = " ".join(question.text.split())
    queries = list(dict.fromkeys([*asked, whole]))
    results = await asyncio.gather(
        *(
            content.search(_with(query, about), site=site, language=frame.language, k=EACH)
            for query in queries
        )
    )
    numbers: dict[str, int] = {}
    kept: list[Passage] = []
    for rank in range(EACH):
        for result in results:
            for passage in result.passages[rank : rank + 1]:
                if passage.id not in numbers and _fits(passage, question) and len(kept) < MOST:
                    kept.append(passage)
                    numbers[passage.id] = len(kept)
    parts = tuple(
        Part(
            query,
            tuple(numbers[p.id] for p in result.passages if p.id in numbers),
            result.answerable >= content.ANSWERABLE,
        )
        for query, result in zip(queries, results, strict=True)
    )
    told = tuple(part for part in parts if part.text in asked)
    if any(part.answerable for part in told):
        parts = told  # all messages as one query only where no single question found anything
    passages = [_passage(n, passage) for n, passage in enumerate(kept, start=1)]
    facts = await live_evidence(_skus(question, kept), len(passages) + 1, frame)
    mode = "lexical" if any(r.mode == "lexical" for r in results) else "hybrid"
    return Gathered((*passages, *facts), parts, mode)


async def live_evidence(skus: Sequence[str], first: int, frame: Frame) -> list[Evidence]:
    """What the ERP says about these articles now; those that it knows nothing of are left out."""
    names = {product.sku: product.names for product in frame.products}
    known = [sku for sku in skus if sku in names]
    facts = await live.live_facts(known)
    found: list[Evidence] = []
    for sku in known:
        if (fact := facts.get(sku)) is not None:
            found.append(as_evidence(first + len(found), fact, names[sku][0], frame.language))
    return found


def as_evidence(n: int, fact: LiveFact, name: str, language: str) -> Evidence:
    article = "article" if language == "en" else "Artikel"
    return Evidence(
        n=n,
        kind="live",
        title=f"ERP, {article} {fact.sku}",
        language=language,
        skus=(fact.sku,),
        live=Live(
            sku=fact.sku,
            name=name,
            price=fact.price,
            currency=fact.currency,
            stock=fact.stock,
            location=fact.location,
            delivery_days=fact.delivery_days,
            as_of=fact.as_of,
            stale=fact.stale,
        ),
    )


def known_products(language: str, views: dict[str, list[ProductView]]) -> tuple[KnownProduct, ...]:
    """The products with their names, the one in `language` first. `views` are by language."""
    names: dict[str, list[str]] = {}
    for lang in sorted(views, key=lambda one: one != language):
        for view in views[lang]:
            known = names.setdefault(view.sku, [])
            if view.name not in known:
                known.append(view.name)
    return tuple(KnownProduct(sku, tuple(found)) for sku, found in names.items())


def _with(query: str, about: str) -> str:
    return query if not about or about.lower() in query.lower() else f"{query} {about}"


def _fits(passage: Passage, question: Question) -> bool:
    """A page of another product than those in question would answer another question."""
    return not passage.sku or not question.skus or passage.sku in question.skus


def _skus(question: Question, kept: Sequence[Passage]) -> list[str]:
    if question.skus:
        return list(question.skus)
    if not question.wants:
        return []
    return [passage.sku for passage in kept[:1] if passage.sku]


def _passage(n: int, passage: Passage) -> Evidence:
    return Evidence(
        n=n,
        kind=passage.kind,
        title=passage.title,
        section=passage.section,
        url=passage.url,
        anchor=passage.anchor,
        quote=passage.text,
        language=passage.language,
        skus=(passage.sku,) if passage.sku else (),
        changed_at=passage.changed_at,
    )
