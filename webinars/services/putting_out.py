"""Out of a room at once: whom a host removes, and who withdraws their registration."""

from django.db.models import QuerySet

from hub.realtime.fanout import expel
from hub.realtime.models import Participant
from webinars import telling
from webinars.media.contract import Readmit, Remove
from webinars.models import Registration, RoomParticipant
from webinars.services import media
from webinars.services.rooms import held, target


def put_out(one: RoomParticipant) -> None:
    """Off the stage, their line and their words refused; they are told, nobody else is disturbed.

    In the transaction that holds their room and made them `is_out`.
    """
    room = one.room
    one.has_floor, one.hand_raised_at = False, None
    one.save(update_fields=["has_floor", "hand_raised_at"])
    _as_writer(one).update(can_write=False)
    telling.me(one.id)  # before the line is cut
    expel(one.staff or one.id, f"room:{room.id}")
    telling.places(room.id)
    telling.state(room.id)
    telling.hosts(room.id)
    telling.presence(room.id)
    media.tell(room, Remove(room=room.id, participant=one.id))


def withdrawn(registration: Registration) -> None:
    """Whoever came by it leaves, now that it is withdrawn. In the same transaction."""
    for one in registration.participants.filter(removed_at=None):
        put_out(target(held(one.room_id), one.id))


def taken_back(registration: Registration) -> None:
    """They may come in again, and write. In the transaction that takes the withdrawal back."""
    for one in registration.participants.select_related("room").filter(removed_at=None):
        _as_writer(one).update(can_write=True)
        media.tell(one.room, Readmit(room=one.room_id, participant=one.id))


def _as_writer(one: RoomParticipant) -> "QuerySet[Participant]":
    return Participant.objects.filter(
        log_id__in=[one.room.public_log_id, one.room.hosts_log_id],
        kind="staff" if one.staff else "visitor",
        subject=one.staff or one.id,
    )
