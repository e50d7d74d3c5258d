"""The kinds of entry in a conversation, and how each reads as plain text."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any

import msgspec
from django.utils import translation
from django.utils.translation import gettext as _

from hub.content import figures
from hub.registry.entries import Audience, EntryKind, Writer, register_entry

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]
Short = Annotated[str, msgspec.Meta(max_length=300)]

INTERNAL: frozenset[Audience] = frozenset({"internal"})
BOTH_SIDES: frozenset[Writer] = frozenset({"visitor", "staff"})
STAFF: frozenset[Writer] = frozenset({"staff"})


class Message(msgspec.Struct, forbid_unknown_fields=True):
    text: Text


class Name(msgspec.Struct, omit_defaults=True):
    name: Short = ""
    #: Who had it before (assigned).
    before: Short = ""


class By(msgspec.Struct):
    #: visitor, staff or system.
    by: str


class FileCard(msgspec.Struct, omit_defaults=True):
    """A file that was uploaded before; all but `file` is filled in by the server. A client asks
    for its links when it shows it (`GET files/{id}`): they expire."""

    file: Annotated[str, msgspec.Meta(max_length=36)]
    name: Short = ""
    size: int = 0
    type: Short = ""
    #: Whether there is a small picture of it.
    picture: bool = False


class Live(msgspec.Struct):
    """What the ERP said, and when. `price` is None where it is too old to be shown."""

    price: Decimal | None
    currency: str
    as_of: datetime
    stale: bool
    stock: int | None = None
    location: str = ""
    delivery_days: int | None = None


class ProductCard(msgspec.Struct, omit_defaults=True):
    """Sent with `sku` alone; the server completes it with the live figures."""

    sku: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    name: Short = ""
    teaser: str = ""
    url: str = ""
    image: str = ""
    language: Annotated[str, msgspec.Meta(max_length=5)] = "de"
    live: Live | None = None


class Field(msgspec.Struct):
    name: str
    label: str
    type: str
    required: bool


class ConsentAsked(msgspec.Struct):
    key: str
    version: int
    text: str


class FormCard(msgspec.Struct, omit_defaults=True):
    """Sent with `form` alone; the server completes title, fields and consents."""

    form: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    title: str = ""
    fields: list[Field] = []
    consents: list[ConsentAsked] = []
    language: str = "de"


class FormSubmitted(msgspec.Struct):
    """Names of what was filled in, not the values: those stand with the contact."""

    card: int
    fields: list[str]


class Empty(msgspec.Struct):
    pass


class Rated(msgspec.Struct, omit_defaults=True):
    stars: Annotated[int, msgspec.Meta(ge=1, le=5)]
    text: str = ""


class DraftFate(msgspec.Struct):
    draft: str
    fate: str
    question: int


class Origin(msgspec.Struct, omit_defaults=True):
    referrer: str = ""
    campaign: str = ""
    landing_page: str = ""
    page_url: str = ""
    page_title: str = ""


def _in(lang: str, make: Any) -> str:
    with translation.override(lang):
        return str(make())


def _body_text(body: Mapping[str, Any], lang: str) -> str:
    return str(body.get("text", ""))


def _product_text(body: Mapping[str, Any], lang: str) -> str:
    lines = [str(body.get("name") or body.get("sku", ""))]
    live = body.get("live") or {}
    if live.get("price"):
        # Fixed to the day and to UTC: this text is kept, and must not change with its reader.
        at = datetime.fromisoformat(live["as_of"]).astimezone(UTC)
        amount = figures.money(Decimal(live["price"]), live["currency"], lang)
        lines.append(f"{amount} ({at:%d.%m.%Y %H:%M} UTC)")
    if body.get("url"):
        lines.append(str(body["url"]))
    return "\n".join(lines)


def _say(sentence: str, **names: str) -> Any:
    """A text function that translates `sentence` and fills in fields of the body."""

    def text(body: Mapping[str, Any], lang: str) -> str:
        return _in(lang, lambda: _(sentence) % {k: body.get(v, "") for k, v in names.items()})

    return text


def _keep(*names: str) -> Any:
    """After erasure only these fields remain."""
    return lambda body: {name: body[name] for name in names if name in body}


def register() -> None:
    """All kinds that a conversation knows."""
    from chat.cards import complete_form, complete_product
    from chat.files import complete_file

    kinds = [
        EntryKind(
            "message",
            Message,
            _body_text,
            writers=BOTH_SIDES,
            audiences=frozenset({"public", "hosts"}),
            erase=lambda body: {"text": "…"},
        ),
        EntryKind(
            "note",
            Message,
            _body_text,
            writers=STAFF,
            audiences=INTERNAL,
            erase=lambda body: {"text": "…"},
        ),
        EntryKind("joined", Name, _say("%(name)s joined", name="name"), erase=_keep()),
        EntryKind("left", Name, _say("%(name)s left", name="name"), erase=_keep()),
        EntryKind("assigned", Name, _say("%(name)s takes over", name="name"), erase=_keep()),
        EntryKind("closed", By, _say("Conversation closed"), erase=_keep("by")),
        EntryKind("reopened", By, _say("Conversation reopened"), erase=_keep("by")),
        EntryKind(
            "file",
            FileCard,
            _say("File: %(name)s", name="name"),
            writers=BOTH_SIDES,
            prepare=complete_file,
            erase=lambda body: {"file": "", "name": "…"},
        ),
        EntryKind(
            "card.product",
            ProductCard,
            _product_text,
            writers=STAFF,
            prepare=complete_product,
            erase=lambda body: dict(body),
        ),
        EntryKind(
            "card.form",
            FormCard,
            _say("Form: %(title)s", title="title"),
            writers=STAFF,
            prepare=complete_form,
            erase=lambda body: dict(body),
        ),
        EntryKind("form.submitted", FormSubmitted, _say("Form filled in"), erase=lambda b: dict(b)),
        EntryKind("card.rating", Empty, _say("How was this conversation?"), notifies=False),
        EntryKind(
            "rated", Rated, _say("Rating: %(stars)s of 5", stars="stars"), erase=_keep("stars")
        ),
        EntryKind("card.transcript", Empty, _say("Transcript by e-mail"), notifies=False),
        EntryKind(
            "draft",
            DraftFate,
            _say("Draft: %(fate)s", fate="fate"),
            audiences=INTERNAL,
            erase=lambda body: dict(body),
        ),
        EntryKind(
            "origin",
            Origin,
            _say("Came from %(referrer)s", referrer="referrer"),
            audiences=INTERNAL,
        ),
    ]
    for kind in kinds:
        register_entry(kind)
