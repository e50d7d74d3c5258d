"""What the visitor wants to know, and what it is about, out of a conversation."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

import msgspec

from chat.assistant.guard import courtesy
from chat.assistant.guard.names import names_of
from chat.assistant.guard.text import clause_spans, sentences, tidy
from chat.assistant.types import Frame
from hub.realtime.selectors import EntryRow

#: Messages of the visitor that are read together, and characters of a question.
TOGETHER = 6
LONGEST = 1_000
#: Questions in one go that are looked up by themselves.
PARTS = 3

_WHEN = re.compile(
    r"\b(?:wann|wie (?:schnell|lange dauert)|liefer\w*|lead time|when|how soon|deliver\w*)\b",
    re.IGNORECASE,
)
_PRICE = re.compile(
    r"\b(?:preis\w*|kostet|kosten|was kost\w*|wie teuer|angebot\w*|price\w*|costs?|how much)\b",
    re.IGNORECASE,
)
_STOCK = re.compile(
    r"\b(?:lager\w*|vorrätig|verfügbar|lieferbar|in stock|available|availability)\b", re.IGNORECASE
)


class Asked(msgspec.Struct, frozen=True):
    """One of the questions: `skus` are the products that it is about, the surest first, and
    `wants` the live figures that it asks for: price, delivery, stock."""

    text: str
    skus: tuple[str, ...]
    wants: frozenset[str]


class Question(msgspec.Struct, frozen=True):
    """`seq` is the newest message that is answered; `text` all of them; `asked` what they ask.

    `first`: nobody has answered in this conversation yet.
    """

    seq: int
    text: str
    asked: tuple[Asked, ...]
    first: bool

    @property
    def wants(self) -> frozenset[str]:
        return frozenset(want for one in self.asked for want in one.wants)

    @property
    def skus(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(sku for one in self.asked for sku in one.skus))

    def wanted_of(self, sku: str) -> frozenset[str]:
        """The live figures that are asked for of one product."""
        return frozenset(want for one in self.asked if sku in one.skus for want in one.wants)


def question_of(
    rows: Sequence[EntryRow], seq: int | None, pages: dict[str, str], page: str, frame: Frame
) -> Question | None:
    """The visitor's messages that wait for an answer, up to `seq` (or the newest).

    `pages` are the products' skus by address, `page` is where the visitor is. None when the
    visitor said nothing since they were answered last.
    """
    upto = [row for row in rows if seq is None or row.seq <= seq]
    open_ones: list[EntryRow] = []
    for row in reversed(upto):
        if row.kind == "message" and row.by_kind == "staff" and open_ones:
            break
        if row.kind == "message" and row.by_kind == "visitor":
            open_ones.insert(0, row)
        elif row.kind == "message" and seq is None:
            break
    open_ones = open_ones[-TOGETHER:]
    if not open_ones:
        return None
    texts = [tidy(str(row.body.get("text", ""))) for row in open_ones]
    text = "\n".join(texts)[-LONGEST:]
    before = [row for row in upto if row.seq < open_ones[0].seq]
    spoken_of = _of_page(pages, page) or _last(before, frame)
    asked: list[Asked] = []
    for part in _parts(text):
        skus = _skus(part, spoken_of, frame) or _skus(text, [], frame)
        asked.append(Asked(part, skus, _wants(part)))
        spoken_of = list(skus) or spoken_of
    return Question(
        seq=open_ones[-1].seq,
        text=text,
        asked=tuple(asked),
        first=not any(row.by_kind == "staff" and row.kind == "message" for row in upto),
    )


def _parts(text: str) -> tuple[str, ...]:
    said = [piece for piece in sentences(text) if not courtesy.courteous(piece, "")]
    asked = [piece for piece in said if piece.endswith("?")]
    return tuple((asked or said)[-PARTS:]) or (text,)


def _wants(text: str) -> frozenset[str]:
    found = {"price": _PRICE, "delivery": _WHEN, "stock": _STOCK}
    return frozenset(name for name, words in found.items() if words.search(text))


def _skus(part: str, about: list[str], frame: Frame) -> tuple[str, ...]:
    """Named in it; else what the talk is about.

    A variant that is named without its product ("die Ausführung mit Akku") is one of the product
    that the talk is about.
    """
    named = _named(part, frame)
    return tuple(dict.fromkeys(named or _variants(part, about, frame) or about))[:3]


def _named(text: str, frame: Frame) -> list[str]:
    mentions = names_of(frame.products).find(text, clause_spans(text))
    return [sku for m in mentions if m.kind == "product" for sku in sorted(m.skus)]


def _of_page(pages: dict[str, str], page: str) -> list[str]:
    path = urlsplit(page).path.rstrip("/")
    return [sku for url, sku in pages.items() if path and urlsplit(url).path.rstrip("/") == path]


def _last(before: Sequence[EntryRow], frame: Frame) -> list[str]:
    for row in reversed(before):
        if row.kind == "card.product" and row.body.get("sku"):
            return [str(row.body["sku"])]
        if row.kind == "message" and (named := _named(str(row.body.get("text", "")), frame)):
            return named[-1:]
    return []


def _variants(text: str, about: list[str], frame: Frame) -> list[str]:
    words = set(re.findall(r"[^\W\d_]+", text.lower()))
    names = {product.sku: product.names for product in frame.products}
    found: list[str] = []
    for base in about:
        for name in names.get(base, ()):
            for sku, others in names.items():
                rests = [o[len(name) :].lower().split() for o in others if o.startswith(name + " ")]
                if sku != base and any(rest and set(rest) <= words for rest in rests):
                    found.append(sku)
    return found
