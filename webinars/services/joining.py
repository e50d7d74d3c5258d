"""What a personal link is good for: looking whose it is; joining as them or as somebody else."""

from datetime import datetime
from typing import Literal
from uuid import UUID, uuid4, uuid5

import msgspec
from django.db import transaction

from hub.contacts import names
from hub.contacts.models import Identity
from hub.contacts.services import identify
from hub.realtime import tokens
from hub.sites.models import Site
from webinars.errors import (
    LinkUnknown,
    RegistrationWithdrawn,
    RemovedFromRoom,
    WebinarCancelled,
)
from webinars.events import Role
from webinars.models import JoinLink, Registration, Room, RoomParticipant, Webinar
from webinars.selectors.webinars import ends_at, is_over, title
from webinars.services import links, registering
from webinars.services.admitting import admit


class Look(msgspec.Struct, omit_defaults=True):
    """Whose link it is, as initials, and of which room. Nothing that a stranger may not read.

    `starts_at`, `ends_at`, `time_zone` and `webinar` (its slug) are there for a webinar.
    `may_change`: withdrawing is offered now or, where it was `withdrawn`, registering again."""

    initials: str
    role: Role
    room: UUID
    kind: Literal["webinar", "meeting"]
    title: str
    language: str
    state: Literal["planned", "open", "live", "ended"]
    site: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    time_zone: str = ""
    webinar: str = ""
    withdrawn: bool = False
    may_change: bool = False


class Admission(msgspec.Struct):
    """A session for the room's socket: `token` goes into the `hello` frame of `/ws/visitor`."""

    token: str
    expires_at: datetime
    participant: UUID
    room: UUID
    name: str
    role: Role


def look(token: str, lang: str = "") -> Look:
    """Changes nothing: a mail scanner may do it. Raises `LinkUnknown`, `LinkExpired`,
    `WebinarCancelled`, `RemovedFromRoom`."""
    link = usable(token)
    room, registration = link.room, link.registration
    webinar = registration.webinar if registration else None
    name = registration.name if registration else _participant(link).name
    role = registration.role if registration else _participant(link).role
    return Look(
        initials=". ".join(names.initials(name)) + ("." if names.initials(name) else ""),
        role=role,  # type: ignore[arg-type]
        room=room.id,
        kind=room.kind,  # type: ignore[arg-type]
        title=title(webinar, lang) if webinar else room.title,
        language=room.language,
        state=room.state,  # type: ignore[arg-type]
        site=room.site.name,
        starts_at=webinar.starts_at if webinar else None,
        ends_at=ends_at(webinar) if webinar else None,
        time_zone=webinar.time_zone if webinar else "",
        webinar=webinar.slug if webinar else "",
        withdrawn=registration is not None and registration.cancelled_at is not None,
        may_change=registration is not None and _may_change(registration, room),
    )


def join_as_me(token: str) -> Admission:
    """The one whom the link was sent to: the same participant on each device.

    Raises what `look` raises, `RegistrationWithdrawn`, and `RoomOver` and `RoomFull` of `admit`.
    """
    with transaction.atomic():
        link = _to_join(token)
        registration = link.registration
        if registration is None:
            return _admitted(_participant(link))
        return _admitted(
            admit(
                room=link.room,
                registration=registration,
                identity=registration.identity,
                name=registration.name,
                company=registration.company,
                role=registration.role,
                language=registration.language,
            )
        )


def join_as_other(
    token: str,
    *,
    attempt_id: UUID | None = None,
    name: str,
    email: str = "",
    company: str = "",
    language: str = "",
    time_zone: str = "",
) -> Admission:
    """A colleague: an attendee of their own, never merged with whom the link was sent to.

    `attempt_id` is the client's, so that pressing twice lets in one. An address that is given is
    registered of its own, and gets its own confirmation; one that was registered before gets its
    link again, and this participant is nobody's but their own. Raises `BadInput` (name, email), and
    what `join_as_me` raises.
    """
    name = registering.person_name(name)
    said = None
    if email.strip():
        said = registering.who(
            name=name, email=email, company=company, language=language, time_zone=time_zone
        )
    with transaction.atomic():
        link = _to_join(token)
        JoinLink.objects.select_for_update().get(pk=link.pk)  # one press at a time
        own_id = uuid5(link.id, str(attempt_id)) if attempt_id else uuid4()
        registration = Registration.objects.filter(pk=own_id).first()
        if registration is not None and registration.cancelled_at is not None:
            raise RegistrationWithdrawn
        identity = _own_identity(own_id, registration)
        if identity is None and said is not None and link.registration is not None:
            registration, identity = _registered(said, link.registration.webinar, own_id)
        elif identity is None:
            identity = _make_identity(own_id, link.room.site, said)
        return _admitted(
            admit(
                room=link.room,
                registration=registration,
                identity=identity,
                name=name,
                company=company[: registering.COMPANY],
                role=RoomParticipant.Role.ATTENDEE,
                language=language or link.room.language,
            )
        )


def _registered(
    said: registering.Who, webinar: Webinar, own_id: UUID
) -> tuple[Registration | None, Identity]:
    """Their registration, if it is a new one, and what evidences them: an address that is known
    already proves nothing, so then it is an identity of their own, and a proposal to merge."""
    strangers = not Identity.objects.filter(kind="email", value=said.email).exists()
    done = registering.register(
        webinar_id=webinar.id,
        registration_id=own_id,
        who=said,
        source=Registration.Source.ROOM,
    )
    ours = done.registration if done.made or done.registration.id == own_id else None
    if ours is not None and strangers:
        return ours, ours.identity
    return ours, _make_identity(own_id, webinar.site, said)


def _own_identity(own_id: UUID, registration: Registration | None) -> Identity | None:
    """What an earlier press of the same button made."""
    made = Identity.objects.filter(kind=Identity.Kind.REGISTRATION, value=str(own_id)).first()
    return made or (registration.identity if registration else None)


def _make_identity(own_id: UUID, site: Site, said: registering.Who | None) -> Identity:
    """Their own; it belongs to nobody yet where they gave a name alone."""
    identity = Identity.objects.create(
        kind=Identity.Kind.REGISTRATION, value=str(own_id), source="room", site=site
    )
    if said is not None:
        identify(
            identity,
            email=said.email,
            name=said.name,
            company=said.company,
            source="room",
            language=said.language,
        )
    return identity


def usable(token: str) -> JoinLink:
    """Raises what `look` raises."""
    link = links.find(token)
    registration = link.registration
    if registration is not None:
        if registration.webinar.state == Webinar.State.CANCELLED:
            raise WebinarCancelled
        if registration.webinar.state != Webinar.State.PUBLISHED:
            raise LinkUnknown
        if registration.participants.filter(room=link.room, removed_at__isnull=False).exists():
            raise RemovedFromRoom
    elif _participant(link).removed_at is not None:
        raise RemovedFromRoom
    return link


def _to_join(token: str) -> JoinLink:
    """Raises what `look` raises, and `RegistrationWithdrawn`: also for a colleague, who has it from
    somebody who does not come."""
    link = usable(token)
    if link.registration is not None and link.registration.cancelled_at is not None:
        raise RegistrationWithdrawn
    return link


def _may_change(registration: Registration, room: Room) -> bool:
    """While it is live one comes in first, whoever registered; speakers agree with the hosts."""
    if is_over(registration.webinar):
        return False
    if registration.cancelled_at is not None:
        return True
    attends = registration.role == RoomParticipant.Role.ATTENDEE
    return attends and room.state != Room.State.LIVE


def _participant(link: JoinLink) -> RoomParticipant:
    assert link.participant is not None
    return link.participant


def _admitted(participant: RoomParticipant) -> Admission:
    token, expires_at = tokens.make(participant.id, participant.room.site_id)
    return Admission(
        token=token,
        expires_at=expires_at,
        participant=participant.id,
        room=participant.room_id,
        name=participant.name,
        role=participant.role,  # type: ignore[arg-type]
    )
