"""From a question to numbered evidence: passages, rating plates, then what the ERP says."""

import asyncio
from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec

from chat.assistant.questions import Asked, Question
from chat.assistant.types import Evidence, Frame, KnownProduct, Live
from hub.content import live
from hub.content import selectors as content
from hub.content.types import LiveFact, Passage, ProductView, SearchResult

#: Passages a question, and all in all; products whose rating plate is added.
EACH = 5
MOST = 9
PLATES = 2


class Part(msgspec.Struct, frozen=True):
    """One of the visitor's questions: which sources were found for it, best first."""

    asked: Asked
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

    def ranked(self, part: Part) -> list[Evidence]:
        """The sources that were found for a part, best first."""
        by_number = {source.n: source for source in self.evidence}
        return [by_number[n] for n in part.sources]


async def gather(question: Question, site: UUID, frame: Frame) -> Gathered:
    """Looks every question up, and fetches plates and live facts of the products in question."""
    names = {product.sku: product.names[0] for product in frame.products}
    whole = Asked(" ".join(question.text.split()), question.skus, question.wants)
    looked_up = [*question.asked, *([] if len(question.asked) == 1 else [whole])]
    results = await asyncio.gather(*(_search(asked, names, site, frame) for asked in looked_up))
    numbers = _numbered(looked_up, results, names)
    kept = {p.id: p for result in results for p in result.passages if p.id in numbers}
    found = sorted((_passage(numbers[id_], p) for id_, p in kept.items()), key=lambda e: e.n)
    plates = await _plates(question.skus[:PLATES], kept.values(), len(found) + 1, frame)
    skus = _live_skus(question, found)
    facts = await live_evidence(skus, len(found) + len(plates) + 1, frame)
    parts = [
        Part(
            asked,
            (
                *(
                    numbers[p.id]
                    for p in result.passages
                    if p.id in numbers and _fits(p, asked, names)
                ),
                *(plate.n for plate in plates if plate.skus[0] in asked.skus),
            ),
            result.answerable >= content.ANSWERABLE,
        )
        for asked, result in zip(looked_up, results, strict=True)
    ]
    told = parts[: len(question.asked)]
    if not any(part.answerable for part in told):
        told = parts  # all of it as one query, where no single question found anything
    mode = "lexical" if any(r.mode == "lexical" for r in results) else "hybrid"
    return Gathered((*found, *plates, *facts), tuple(told), mode)


async def _search(asked: Asked, names: dict[str, str], site: UUID, frame: Frame) -> SearchResult:
    about = next((names[sku] for sku in asked.skus if sku in names), "")
    known = not about or about.lower() in asked.text.lower()
    query = asked.text if known else f"{asked.text} {about}"
    return await content.search(query, site=site, language=frame.language, k=EACH)


def _numbered(
    asked: Sequence[Asked], results: Sequence[SearchResult], names: dict[str, str]
) -> dict[str, int]:
    """Numbers by passage: the best of every question first, then the second of every one."""
    numbers: dict[str, int] = {}
    for rank in range(EACH):
        for one, result in zip(asked, results, strict=True):
            for passage in result.passages[rank : rank + 1]:
                if _fits(passage, one, names) and len(numbers) < MOST:
                    numbers.setdefault(passage.id, len(numbers) + 1)
    return numbers


def _fits(passage: Passage, asked: Asked, names: dict[str, str]) -> bool:
    """A page of another product answers another question, unless it speaks of this one, too."""
    if not passage.sku or not asked.skus or passage.sku in asked.skus:
        return True
    return any(names.get(sku, "\0") in passage.text for sku in asked.skus)


async def _plates(
    skus: Sequence[str], kept: Iterable[Passage], first: int, frame: Frame
) -> list[Evidence]:
    """The rating plates of the products in question, unless the search has found them."""
    there = {(p.sku, p.anchor) for p in kept}
    found: list[Evidence] = []
    for sku in skus:
        view = await content.product(sku, frame.language)
        if view is None or not view.facts or (sku, "facts") in there:
            continue
        section = "Technical data" if view.language == "en" else "Technische Daten"
        found.append(
            Evidence(
                n=first + len(found),
                kind="product",
                title=view.name,
                section=section,
                url=f"{view.url}#facts",
                anchor="facts",
                quote="\n".join(f"{fact.label}: {fact.value}" for fact in view.facts),
                language=view.language,
                skus=(sku,),
            )
        )
    return found


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


def _live_skus(question: Question, found: Sequence[Evidence]) -> list[str]:
    if question.skus:
        return list(question.skus)[:4]
    if not question.wants or not found:
        return []
    return list(found[0].skus)


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
