"""Registering for a webinar: on its page, by a card in the chat, or at the room's door."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chat.models import Conversation
from chat.services.start import bare_url
from hub.contacts import names
from hub.contacts.history import touch_history, wake_history
from hub.contacts.models import HistoryEntry, Identity
from hub.contacts.services import identify
from hub.errors import BadInput
from hub.followup import consents
from hub.followup.forms import GivenConsent
from webinars import zones
from webinars.consents import ASKED
from webinars.errors import UnknownWebinar, WebinarCancelled, WebinarOver
from webinars.models import Registration, RoomParticipant, Webinar
from webinars.selectors.webinars import is_over
from webinars.services import mailing, outcomes, putting_out

Source = Registration.Source
Role = RoomParticipant.Role

#: What no name has, and what a mail with our sender should never carry for somebody.
_NO_NAME = re.compile(r"://|www\.|@|[<>]", re.IGNORECASE)
NAME, COMPANY, EMAIL = 120, 200, 254


@dataclass(frozen=True, slots=True)
class Who:
    """What somebody says of themselves, tidied by `who`."""

    name: str
    email: str
    company: str = ""
    language: str = "de"
    time_zone: str = ""


@dataclass(frozen=True, slots=True)
class Registered:
    """`made` is false where the address was registered already. No answer tells it to anybody."""

    registration: Registration
    made: bool


def who(
    *, name: str, email: str, company: str = "", language: str = "", time_zone: str = ""
) -> Who:
    """Raises `BadInput` with the field (name, email, company) and a plain sentence."""
    return Who(
        name=person_name(name),
        email=email_address(email),
        company=_short(company, COMPANY, "company"),
        language=language if language in dict(settings.LANGUAGES) else "",
        time_zone=time_zone[:60],
    )


def person_name(given: str) -> str:
    name = _short(given, NAME, "name")
    if not name:
        raise BadInput(_("Please fill this in."), field="name")
    if _NO_NAME.search(name):
        raise BadInput(_("Please give your name alone."), field="name")
    return name


def email_address(given: str) -> str:
    """In lower case. Raises `BadInput` (field email) that says what is missing."""
    address = given.strip()
    if not address:
        raise BadInput(_("Please fill this in."), field="email")
    if len(address) > EMAIL:
        raise BadInput(_("This is too long."), field="email")
    before, at, after = address.partition("@")
    if not at:
        raise BadInput(_("The @ is missing."), field="email")
    if not before:
        raise BadInput(_("Something is still missing before the @."), field="email")
    if "." not in after.strip("."):
        raise BadInput(_("Something is still missing after the @."), field="email")
    return names.email_address(address)


def origin(referrer: str, campaign: str, landing_page: str) -> dict[str, str]:
    """Where somebody came from, without queries and fragments: they carry personal data."""
    return {
        "referrer": bare_url(referrer),
        "campaign": names.tidy(campaign, 120),
        "landing_page": bare_url(landing_page),
    }


def register(
    *,
    webinar_id: UUID,
    registration_id: UUID,
    who: Who,
    source: Source = Source.PAGE,
    given: Sequence[GivenConsent] = (),
    origin: dict[str, Any] | None = None,
    conversation: Conversation | None = None,
    identity: Identity | None = None,
    invited_by: UUID | None = None,
) -> Registered:
    """Register an address once. The same id again changes nothing: it is what was sent before. The
    same address again sends the link again, and takes a withdrawal back.

    `identity` is what evidences the person, else the address's own. An address proves nothing: it
    merges nobody. Raises `UnknownWebinar`, `WebinarCancelled`, `WebinarOver`.
    """
    with transaction.atomic():
        webinar = open_for_registration(webinar_id)
        known = Registration.objects.filter(pk=registration_id, webinar=webinar).first()
        if known is not None:
            return Registered(known, made=False)
        known = webinar.registrations.filter(email_key=who.email.casefold()).first()
        language = who.language or webinar.language
        if known is not None:
            _once_more(known, webinar, given, language)
            return Registered(known, made=False)
        identity = identity or address_identity(who, webinar, source)
        now = timezone.now()
        registration = Registration.objects.create(
            id=registration_id,
            webinar=webinar,
            identity=identity,
            email=who.email,
            email_key=who.email.casefold(),
            name=who.name,
            company=who.company or _known_company(identity),
            language=language,
            time_zone=zones.known(who.time_zone, webinar.time_zone),
            source=source,
            conversation=conversation,
            invited_by=invited_by,
            registered_at=now,
        )
        stored = consents.store(
            identity=identity, given=given, allowed=ASKED, language=language, at=now
        )
        tell(registration, webinar, origin=origin or {}, consents=stored)
        mailing.registered(registration, webinar)
        return Registered(registration, made=True)


def send_link_again(*, webinar_id: UUID, email: str) -> None:
    """The link once more, to an address that is registered. Says nothing of whether it is."""
    with transaction.atomic():
        webinar = open_for_registration(webinar_id)
        registration = webinar.registrations.filter(
            email_key=email.casefold(), cancelled_at=None, erased_at=None
        ).first()
        if registration is not None:
            mailing.again(registration, webinar)


def invite_speakers(webinar: Webinar) -> None:
    """Guests who speak and have an address get a link that makes them speakers, also after they
    withdrew as attendees. Who speaks no more attends. In the transaction that holds the webinar."""
    guests = {s.email.casefold(): s for s in webinar.speakers.exclude(email="")}
    speaking = webinar.registrations.filter(role=Role.SPEAKER)
    speaking.exclude(email_key__in=guests).update(role=Role.ATTENDEE)
    for key, speaker in guests.items():
        known = webinar.registrations.filter(email_key=key).first()
        if known is None:
            made = register(
                webinar_id=webinar.id,
                registration_id=uuid4(),
                who=Who(speaker.name, speaker.email, "", webinar.language, webinar.time_zone),
            )
            known = made.registration
        if known.role != Role.SPEAKER:
            known.role = Role.SPEAKER
            known.save(update_fields=["role"])
            take_back(known, webinar)


def take_back(registration: Registration, webinar: Webinar) -> bool:
    """A withdrawn registration counts again, and its owner is told; whether it was one.

    In the transaction that holds the webinar.
    """
    if registration.cancelled_at is None or registration.erased_at is not None:
        return False
    tell(registration, webinar)
    registration.cancelled_at = None
    registration.sequence += 1
    registration.save(update_fields=["cancelled_at", "sequence"])
    mailing.taken_back(registration, webinar)
    putting_out.taken_back(registration)
    outcomes.changed(registration)
    return True


def tell_history(webinar: Webinar) -> None:
    """The entries of everybody who registered are another version now."""
    entries = HistoryEntry.objects.filter(
        kind="registration", subject_id__in=webinar.registrations.values("id")
    )
    entries.update(revision=F("revision") + 1, touched_at=Now())
    wake_history(entries.values_list("id", flat=True))


def open_for_registration(webinar_id: UUID) -> Webinar:
    """The published webinar, locked until the commit, so that nobody misses a change of time."""
    webinar = (
        Webinar.objects.select_for_update(of=("self",), no_key=True)
        .select_related("site", "room")
        .filter(pk=webinar_id)
        .exclude(state=Webinar.State.DRAFT)
        .first()
    )
    if webinar is None:
        raise UnknownWebinar
    if webinar.state == Webinar.State.CANCELLED:
        raise WebinarCancelled
    if is_over(webinar):
        raise WebinarOver
    return webinar


def address_identity(who: Who, webinar: Webinar, source: str) -> Identity:
    """The identity of an address: the verified one, else the first that somebody gave."""
    lock = hashlib.sha256(b"webinars.address\0" + who.email.encode()).digest()[:8]
    with connection.cursor() as cursor:
        number = int.from_bytes(lock, "big", signed=True)
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
    found = (
        Identity.objects.filter(kind=Identity.Kind.EMAIL, value=who.email)
        .order_by(F("verified_at").asc(nulls_last=True), "created_at")
        .first()
    )
    if found is None:
        found = Identity.objects.create(
            kind=Identity.Kind.EMAIL, value=who.email, source="webinar", site=webinar.site
        )
    identify(
        found,
        email=who.email,
        name=who.name,
        company=who.company,
        source="webinar",
        language=who.language,
    )
    return found


def _known_company(identity: Identity) -> str:
    """What we know of somebody who gives a name and an address alone, for the host's list."""
    contact = identity.contact
    return contact.company[:COMPANY] if contact is not None else ""


def _once_more(
    registration: Registration, webinar: Webinar, given: Sequence[GivenConsent], language: str
) -> None:
    """Consents can be added by registering again, never taken back by a stranger."""
    added = [consent for consent in given if consent.given]
    consents.store(
        identity=registration.identity,
        given=added,
        allowed=ASKED,
        language=language,
        at=timezone.now(),
    )
    if not take_back(registration, webinar):
        mailing.again(registration, webinar)


def tell(
    registration: Registration,
    webinar: Webinar,
    *,
    origin: dict[str, Any] | None = None,
    consents: list[dict[str, object]] | None = None,
) -> None:
    """Its entry in the history is another version now."""
    touch_history(
        kind="registration",
        subject_id=registration.id,
        identity=registration.identity,
        site=webinar.site,
        occurred_at=registration.registered_at,
        ended_at=registration.registered_at,
        origin=origin,
        payload=None if consents is None else {"consents": consents},
    )


def _short(value: str, most: int, field: str) -> str:
    if len(value) > most:
        raise BadInput(_("This is too long."), field=field)
    return names.tidy(value, most)
