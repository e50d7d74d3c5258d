"""Holding a room for a change, and what several changes have in common."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chat.services import thread_use
from chat.services.common import locked
from hub.errors import NotAllowed, NotFound
from hub.realtime.models import Log, Participant
from hub.registry.streams import Principal
from webinars import rights, telling
from webinars.models import Room, RoomParticipant
from webinars.rights import Deed
from webinars.selectors import rooms

#: A planned meeting begins with the first who comes, from so long before its time.
EARLY = timedelta(minutes=30)


def new_logs() -> tuple[Log, Log]:
    """A room's two logs: for everybody, and for its hosts."""
    return Log.objects.create(audience="public"), Log.objects.create(audience="hosts")


def held(room_id: UUID) -> Room:
    """The room, locked until the commit. Raises `NotFound`."""
    if not Room.objects.select_for_update().filter(pk=room_id).exists():
        raise NotFound
    return rooms.room(room_id)


def actor(who: Principal, room: Room, deed: Deed) -> RoomParticipant:
    """Who does it, if they may. Raises `NotFound`, `RemovedFromRoom`,
    `RegistrationWithdrawn`, `NotAllowed`."""
    participant = rooms.participant(who, room.id)
    participant.room = room
    require(participant, room, deed)
    return participant


def require(participant: RoomParticipant, room: Room, deed: Deed) -> None:
    """Raises `NotAllowed`."""
    if not rights.may(deed, room, participant):
        raise NotAllowed


def target(room: Room, participant_id: UUID) -> RoomParticipant:
    """Somebody in the room, locked. Raises `NotFound`."""
    found = (
        RoomParticipant.objects.select_for_update(of=("self",))
        .select_related("registration")
        .filter(room=room, pk=participant_id)
        .first()
    )
    if found is None:
        raise NotFound
    found.room = room
    return found


def system(log_id: UUID) -> UUID:
    """The participant under which the system writes in a log."""
    found = Participant.objects.filter(log_id=log_id, kind="system").first()
    if found is None:
        found = Participant.objects.create(log_id=log_id, kind="system", can_write=False)
    return found.id


def go_live_with_the_first(room: Room) -> bool:
    """Begin a meeting that was planned for about now; whether it did."""
    now = timezone.now()
    if room.kind != Room.Kind.MEETING or room.state != Room.State.PLANNED:
        return False
    if room.starts_at is not None and now < room.starts_at - EARLY:
        return False
    with transaction.atomic():
        begun = Room.objects.filter(pk=room.id, state=Room.State.PLANNED).update(
            state=Room.State.LIVE, opened_at=now, live_at=now
        )
        settle_thread(room)
        telling.state(room.id)
        telling.meetings()
        tell_all_who_may_speak(room)
    return bool(begun)


def settle_thread(room: Room) -> None:
    """A meeting has begun or ended: the thread of its conversation, which may be closed, opens or
    closes with it. Before anything is written there: whoever closes a conversation holds it before
    its log.
    """
    if room.conversation_id is not None:
        thread_use.settle(locked(room.conversation_id))


def tell_all_who_may_speak(room: Room) -> None:
    """In a room where everybody speaks, that they may now: it has gone live."""
    if rights.everybody_speaks(room):
        for one in rooms.here(room.id).filter(role=RoomParticipant.Role.ATTENDEE):
            telling.me(one.id)
