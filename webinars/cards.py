"""The invitation card in a conversation, and what pressing it does."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from chat import selectors as chat
from chat.models import Conversation
from hub.accounts.permissions import require
from hub.contacts.models import Identity
from hub.errors import BadInput
from hub.realtime.models import Entry, Participant
from hub.registry.cards import CardAction, register_card_action
from hub.registry.entries import EntryKind, register_entry
from hub.registry.streams import Principal, StreamLog
from hub.threads import in_thread
from hub.web import rate_limit
from webinars import letters
from webinars.errors import UnknownWebinar, WebinarOver
from webinars.models import Registration, Room, Webinar
from webinars.public_api import limits
from webinars.selectors import public, webinars
from webinars.services import links, outcomes, registering

#: Registrations that one visitor can press for.
PRESSES_AN_HOUR = 10

Short = Annotated[str, msgspec.Meta(max_length=300)]


class CardSpeaker(msgspec.Struct):
    name: str
    title: str
    face: str


class WebinarCard(msgspec.Struct, omit_defaults=True):
    """Sent with `webinar` alone (and the language); the server completes the rest, as it is then.
    A client that shows it later asks `GET webinars/{slug}` for how it stands now."""

    webinar: Annotated[str, msgspec.Meta(max_length=36)]
    language: Annotated[str, msgspec.Meta(max_length=5)] = "de"
    slug: Short = ""
    title: Short = ""
    summary: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    time_zone: Short = ""
    url: Short = ""
    #: The language that is spoken.
    spoken: Short = ""
    speakers: list[CardSpeaker] = []


class WebinarRegister(msgspec.Struct):
    """Empty for somebody who is known here; else what the answer's `need` asked for."""

    name: Annotated[str, msgspec.Meta(max_length=400)] = ""
    email: Annotated[str, msgspec.Meta(max_length=400)] = ""
    time_zone: Annotated[str, msgspec.Meta(max_length=60)] = ""


class RegisterAnswer(msgspec.Struct, omit_defaults=True):
    """`need` lists what has to be given first: email, name. `join` is there when the room is open
    and this conversation made the registration: a personal link."""

    registered: bool = False
    need: list[str] = []
    join: str = ""


async def complete(who: Principal, log_id: UUID, card: WebinarCard) -> WebinarCard:
    """Raises `NotAllowed`, `UnknownWebinar`, `WebinarOver`."""
    return await in_thread(_complete, who, log_id, card)


def _complete(who: Principal, log_id: UUID, card: WebinarCard) -> WebinarCard:
    conversation = Conversation.objects.filter(public_log_id=log_id).first()
    webinar = _published(card.webinar)
    if conversation is None:
        raise BadInput
    require(who, "webinar.invite", conversation.site_id)
    if not who.may("webinar.invite", webinar.site_id):
        raise UnknownWebinar
    view = public.view(webinar, card.language if card.language in ("de", "en") else "")
    if view.state in ("past", "cancelled"):
        raise WebinarOver
    return WebinarCard(
        webinar=str(webinar.id),
        language=card.language,
        slug=view.slug,
        title=view.title,
        summary=view.summary,
        starts_at=view.starts_at,
        ends_at=view.ends_at,
        time_zone=view.time_zone,
        url=view.url,
        spoken=view.language,
        speakers=[CardSpeaker(s.name, s.title, s.face) for s in view.speakers],
    )


def _published(webinar_id: str) -> Webinar:
    try:
        wanted = UUID(webinar_id)
    except ValueError:
        raise BadInput(field="webinar") from None
    found = Webinar.objects.filter(pk=wanted, state=Webinar.State.PUBLISHED).first()
    if found is None:
        raise UnknownWebinar
    return public.find(found.slug)


def press(
    principal: Principal,
    log_id: UUID,
    seq: int,
    action_id: UUID,
    data: WebinarRegister,
    card: Mapping[str, Any],
) -> RegisterAnswer:
    """Register whoever the conversation is with. Pressed again, it answers the same."""
    found = (
        Conversation.objects.select_related("site", "visitor__identity")
        .filter(public_log_id=log_id)
        .first()
    )
    if found is None or principal.kind != "visitor":
        raise BadInput
    conversation = chat.get(principal, found.id)
    known = _known(conversation)
    name, email = known.name or data.name, known.email or data.email
    need = [field for field, value in (("email", email), ("name", name)) if not value.strip()]
    if need:
        return RegisterAnswer(need=need)
    said = registering.who(
        name=name,
        email=email,
        company=known.company,
        language=conversation.language,
        time_zone=data.time_zone,
    )
    webinar_id = UUID(card["webinar"])
    registered = Registration.objects.filter(
        webinar=webinar_id,
        email_key=said.email,
        conversation=conversation,
        cancelled_at=None,
    ).select_related("webinar__room")
    if (own := registered.first()) is not None:
        return RegisterAnswer(registered=True, join=_join(own, conversation))
    rate_limit.require(f"webinar-press:{principal.id}", PRESSES_AN_HOUR, 3600)
    limits.mailbox(said.email)
    with transaction.atomic():
        identity = known.identity or _identity(conversation, said)
        done = registering.register(
            webinar_id=webinar_id,
            registration_id=action_id,
            who=said,
            source=Registration.Source.CHAT,
            conversation=conversation,
            identity=identity,
            invited_by=_inviter(log_id, seq),
        )
        title = str(card.get("title", ""))
        outcomes.pressed(conversation=conversation, webinar_id=webinar_id, card=seq, title=title)
        return RegisterAnswer(registered=True, join=_join(done.registration, conversation))


class _Known(msgspec.Struct, frozen=True):
    name: str = ""
    email: str = ""
    company: str = ""
    identity: Identity | None = None


def _known(conversation: Conversation) -> _Known:
    """What the conversation's contact has: the verified address, else the one given last."""
    contact = conversation.visitor.identity.contact
    if contact is None:
        return _Known()
    addresses = list(contact.identities.filter(kind=Identity.Kind.EMAIL).order_by("-created_at"))
    address = next((a for a in addresses if a.verified_at), addresses[0] if addresses else None)
    return _Known(
        name=contact.name,
        email=address.value if address else "",
        company=contact.company,
        identity=address,
    )


def _identity(conversation: Conversation, said: registering.Who) -> Identity:
    """The visitor gives a name and an address: they are this conversation's person from now on."""
    from hub.contacts.services import identify

    contact = identify(
        conversation.visitor.identity,
        email=said.email,
        name=said.name,
        source="webinar",
        language=conversation.language,
    )
    return contact.identities.get(kind=Identity.Kind.EMAIL, value=said.email)


def _inviter(log_id: UUID, seq: int) -> UUID | None:
    entry = Entry.objects.filter(log_id=log_id, seq=seq).first()
    author = Participant.objects.filter(pk=entry.participant_id).first() if entry else None
    return author.subject if author is not None and author.kind == "staff" else None


def _join(registration: Registration, conversation: Conversation) -> str:
    """Only to the conversation that made the registration: whoever types somebody's address into a
    chat does not get their link."""
    room = registration.webinar.room
    soon = registration.webinar.starts_at <= timezone.now()
    if registration.conversation_id != conversation.id:
        return ""
    if room.state in (Room.State.OPEN, Room.State.LIVE) or (
        soon and not webinars.is_over(registration.webinar)
    ):
        return links.address(links.for_registration(registration))
    return ""


def _pressed(*args: Any) -> RegisterAnswer:
    with translation.override(args[0].lang):
        return press(*args)


async def _handle(
    principal: Principal,
    held: StreamLog,
    seq: int,
    action_id: UUID,
    data: WebinarRegister,
    card: dict[str, Any],
) -> Any:
    return await in_thread(_pressed, principal, held.log, seq, action_id, data, card)


def _card_text(body: Mapping[str, Any], lang: str) -> str:
    """For mail, CRM and transcript: title, time in the webinar's zone, address."""
    with translation.override(lang):
        lines = [_("Invitation to the webinar: %(title)s") % {"title": body.get("title", "")}]
    if body.get("starts_at") and body.get("ends_at"):
        starts = datetime.fromisoformat(str(body["starts_at"]))
        ends = datetime.fromisoformat(str(body["ends_at"]))
        lines.append(", ".join(letters.when(starts, ends, str(body["time_zone"]), lang)))
    if body.get("url"):
        lines.append(str(body["url"]))
    return "\n".join(lines)


def register() -> None:
    register_entry(
        EntryKind(
            "card.webinar",
            WebinarCard,
            _card_text,
            writers=frozenset({"staff"}),
            prepare=complete,
            erase=lambda body: dict(body),
        )
    )
    register_card_action(
        CardAction(
            name="webinar.register", card="card.webinar", data=WebinarRegister, handle=_handle
        )
    )
