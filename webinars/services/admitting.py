"""Letting somebody into a room: one participant a person, however often and wherever they come."""

from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from hub.contacts import names
from hub.contacts.models import Identity
from hub.errors import BadInput
from webinars.errors import RemovedFromRoom, RoomFull, RoomOver
from webinars.models import Registration, Room, RoomParticipant

#: People in one room at most, whoever is there now or was.
CAPACITY = 1000


def admit(
    *,
    room: Room,
    registration: Registration | None = None,
    identity: Identity | None = None,
    name: str,
    company: str = "",
    role: str = RoomParticipant.Role.ATTENDEE,
    language: str,
    staff: UUID | None = None,
) -> RoomParticipant:
    """The participant for a registration, an identity or a member of staff; made at first.

    Whoever has none of the three ("I am somebody else", with a name alone) is a new participant at
    each call, evidenced by an identity of their own that belongs to nobody yet. A name that changed
    is taken over. Raises `BadInput` (name), `RemovedFromRoom`, `RoomFull`, and `RoomOver` for a
    newcomer in a room that has ended.
    """
    name, company = names.tidy(name, 120), names.tidy(company, 200)
    if not name:
        raise BadInput(field="name")
    if identity is None and registration is not None:
        identity = registration.identity
    given: dict[str, Any] = {
        "name": name,
        "company": company,
        "role": role,
        "language": language if language in dict(settings.LANGUAGES) else room.language,
    }
    for attempt in (1, 2):
        known = _known(room, registration, identity, staff)
        if known is not None:
            return _again(known, given)
        try:
            with transaction.atomic():
                return _first(room, registration, identity, staff, given)
        except IntegrityError:  # the same person twice at once: the second finds the first
            if attempt == 2:
                raise
    raise AssertionError


def _known(
    room: Room, registration: Registration | None, identity: Identity | None, staff: UUID | None
) -> RoomParticipant | None:
    if staff is not None:
        same = Q(staff=staff)
    elif registration is not None:
        same = Q(registration=registration) | Q(identity=identity)
    elif identity is not None:
        same = Q(identity=identity)
    else:
        return None
    return RoomParticipant.objects.filter(same, room=room).order_by("created_at").first()


def _again(participant: RoomParticipant, given: dict[str, Any]) -> RoomParticipant:
    if participant.removed_at is not None:
        raise RemovedFromRoom
    changed = {key: value for key, value in given.items() if getattr(participant, key) != value}
    if changed:
        for key, value in changed.items():
            setattr(participant, key, value)
        participant.save(update_fields=list(changed))
    return participant


def _first(
    room: Room,
    registration: Registration | None,
    identity: Identity | None,
    staff: UUID | None,
    given: dict[str, Any],
) -> RoomParticipant:
    if room.state == Room.State.ENDED:
        raise RoomOver
    if RoomParticipant.objects.filter(room=room).count() >= CAPACITY:
        raise RoomFull
    participant = RoomParticipant(
        id=uuid4(), room=room, registration=registration, staff=staff, **given
    )
    if staff is None:
        participant.identity = identity or Identity.objects.create(
            kind=Identity.Kind.REGISTRATION,
            value=str(participant.id),
            source="room",
            site_id=room.site_id,
        )
    participant.save(force_insert=True)
    return participant
