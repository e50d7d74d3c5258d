"""Live figures over HTTP, on the public origin. No cookies, no account, nothing kept."""

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import Router

from hub.content import figures, live
from hub.content.types import LiveFact
from hub.errors import BadInput
from hub.web import rate_limit
from hub.web.client_address import client_address
from hub.web.json import respond

router = Router(tags=["content"])

#: Articles a call, and calls from one address per minute.
MOST = 20
CALLS_A_MINUTE = 120


class FigureTexts(msgspec.Struct):
    """The figures as a person reads them, in the language that was asked for."""

    price: str
    delivery: str
    stock: str
    as_of: str


class Figure(LiveFact, frozen=True):
    """What the ERP says about one article, and how that reads."""

    texts: FigureTexts


@router.get("/live")
def live_figures(request: HttpRequest, sku: str, lang: str = "de") -> HttpResponse:
    """`{"figures": {sku: Figure | null}}` for `?sku=A,B`; null for what nobody knows."""
    rate_limit.require(f"content.live:{client_address(request)}", CALLS_A_MINUTE, 60)
    skus = [part for part in sku[:2000].split(",") if part]
    if not skus or len(skus) > MOST:
        raise BadInput(field="sku")
    language = lang if lang in ("de", "en") else "de"
    facts = live.live_facts_sync(skus)
    return respond({"figures": {name: figure(fact, language) for name, fact in facts.items()}})


def figure(fact: LiveFact | None, language: str) -> Figure | None:
    if fact is None:
        return None
    return Figure(
        **msgspec.structs.asdict(fact),
        texts=FigureTexts(
            price=figures.price(fact, language),
            delivery=figures.delivery(fact, language),
            stock=figures.stock(fact, language),
            as_of=figures.as_of(fact, language),
        ),
    )
