"""What drafting works with: frozen structs, JSON-able by msgspec, without a model inside."""

from datetime import datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

import msgspec

SourceKind = Literal["page", "product", "live"]
LiveField = Literal["price", "stock", "delivery"]
Provenance = Literal["extractive", "model"]


class Live(msgspec.Struct, frozen=True):
    """What the ERP said about one article. `price` is net of VAT; None: it does not say.

    `as_of` is UTC. `stale`: the last known value, since the ERP could not be reached.
    """

    sku: str
    name: str
    price: Decimal | None
    currency: str
    stock: int | None
    location: str
    delivery_days: int | None
    as_of: datetime
    stale: bool = False


class Evidence(msgspec.Struct, frozen=True):
    """One numbered source, as it was when the draft was made. `n` counts from 1.

    `quote` is the passage's text (for `live` how it reads). `skus` are the articles that the whole
    of it is about: one for a product's page, none for an article on a subject.
    """

    n: int
    kind: SourceKind
    title: str
    section: str = ""
    url: str = ""
    anchor: str = ""
    quote: str = ""
    language: str = "de"
    skus: tuple[str, ...] = ()
    changed_at: datetime | None = None
    live: Live | None = None


class Proposed(msgspec.Struct, frozen=True):
    """A sentence as whoever drafted it would have it, with the numbers of its sources."""

    text: str
    sources: tuple[int, ...] = ()


class Reason(msgspec.Struct, frozen=True):
    """Why a sentence was struck: a code of `guard.reasons`, and what is missing."""

    code: str
    what: str = ""


class Slot(msgspec.Struct, frozen=True):
    """Where a live figure's price or time stands in a sentence's text, and which source says it."""

    start: int
    end: int
    n: int
    kind: Literal["price", "as_of"]


class Sentence(msgspec.Struct, frozen=True):
    """A sentence after the guard. A struck one keeps its words, so that it can be read."""

    text: str
    sources: tuple[int, ...] = ()
    struck: bool = False
    reason: Reason | None = None
    #: Numbers of the live sources that it takes a figure from.
    live: tuple[int, ...] = ()
    slots: tuple[Slot, ...] = ()


class KnownProduct(msgspec.Struct, frozen=True):
    """A product of the content base, with its name in every language."""

    sku: str
    names: tuple[str, ...]


class Frame(msgspec.Struct, frozen=True):
    """What the guard has to know beside the evidence.

    `language` is the draft's, `zone` the site's time zone, `now` UTC. `person` is how the visitor
    may be addressed ("Herr Höfler"), or empty.
    """

    language: str
    zone: str
    now: datetime
    products: tuple[KnownProduct, ...] = ()
    person: str = ""


class SourceView(msgspec.Struct, frozen=True):
    """A source as a screen shows it. `as_of` and `stale` are for live ones."""

    n: int
    kind: SourceKind
    title: str
    url: str
    anchor: str
    quote: str
    changed_at: datetime | None
    as_of: datetime | None
    stale: bool


class SentenceView(msgspec.Struct, frozen=True):
    """A sentence as a screen shows it; `reason` is a sentence in the reader's language."""

    text: str
    sources: tuple[int, ...]
    struck: bool
    reason: str | None
    live: tuple[int, ...]


class Draft(msgspec.Struct, frozen=True):
    """A draft as the console shows it. `text` is what stands, without what was struck.

    `question` is the seq of the newest visitor's message that it answers. `note` says why a
    configured model was not used, or is None.
    """

    id: UUID
    question: int
    sentences: tuple[SentenceView, ...]
    sources: tuple[SourceView, ...]
    text: str
    provenance: Provenance
    language: str
    made_at: datetime
    note: str | None = None


class NoDraft(msgspec.Struct, frozen=True):
    """There is nothing to draft from: no evidence, or nothing of it survived the guard."""

    reason: Literal["no_evidence", "no_question"]
    question: int | None = None


class LiveChange(msgspec.Struct, frozen=True):
    """A live figure that is another one than when the draft was made, both as they read.

    `now` is None where the ERP does not say it any more.
    """

    sku: str
    name: str
    field: LiveField
    was: str
    now: str | None


class Final(msgspec.Struct, frozen=True):
    """The text to send, with prices as of now. `sendable` is False while one of them is gone."""

    text: str
    changes: tuple[LiveChange, ...]
    sendable: bool
