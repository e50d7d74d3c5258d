"""Hands and the floor: who comes onto the stage, who leaves it, and who has to go."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from hub.errors import NotAllowed
from hub.realtime.append import append
from hub.registry.streams import Principal
from hub.web import rate_limit
from webinars import rights, telling
from webinars.entries import FloorNoted, HandNoted, RemovedNoted
from webinars.errors import NobodySpeaks, StageFull
from webinars.media.contract import Allow, Mute
from webinars.media.contract import Source as MediaSource
from webinars.models import Room, RoomParticipant
from webinars.selectors import rooms
from webinars.services import media
from webinars.services.putting_out import put_out
from webinars.services.rooms import actor, held, require, system, target

#: Times in a minute that somebody may raise or lower their hand.
HANDS_A_MINUTE = 12
#: People on the stage by the floor at once.
ON_STAGE = 12


def raise_hand(*, who: Principal, room_id: UUID, action_id: UUID, up: bool) -> int:
    """Raise or lower one's own hand; its place, from 1, or 0.

    Raises `NotAllowed` (hosts, speakers, before it is live), `NobodySpeaks`, `TooMany`.
    """
    rate_limit.require(f"room.hand:{who.id}", HANDS_A_MINUTE, 60)
    with transaction.atomic():
        me = actor(who, rooms.room(room_id), "hand")
        room = me.room
        if room.may_speak == Room.MaySpeak.HOSTS:
            raise NobodySpeaks
        if rights.everybody_speaks(room):
            raise NotAllowed
        me = target(room, me.id)
        if me.has_floor and up:
            raise NotAllowed
        if (me.hand_raised_at is not None) != up:
            _set_hand(me, up, action_id)
    return rooms.me_of(room, me).hand


def _set_hand(one: RoomParticipant, up: bool, action_id: UUID) -> None:
    one.hand_raised_at = timezone.now() if up else None
    one.save(update_fields=["hand_raised_at"])
    _places_changed(one)
    _note(one.room, "hand", HandNoted(participant=str(one.id), name=one.name, up=up), action_id)


def _places_changed(one: RoomParticipant) -> None:
    telling.me(one.id)
    telling.places(one.room_id)
    telling.state(one.room_id)
    telling.hosts(one.room_id)


def give_floor(
    *, who: Principal, room_id: UUID, participant_id: UUID, action_id: UUID, give: bool
) -> None:
    """Give an attendee camera and microphone, or take them back; nobody else notices in the
    picture. Hosts do it; an attendee may give back their own, and nothing else.

    Raises `NotAllowed`, `NotFound`, `NobodySpeaks`, `StageFull`.
    """
    with transaction.atomic():
        room = held(room_id)
        me = rooms.participant(who, room.id)
        own = not give and me.id == participant_id
        require(me, room, "floor.return" if own else "floor")
        one = target(room, participant_id)
        if one.role != RoomParticipant.Role.ATTENDEE or rights.everybody_speaks(room):
            raise NotAllowed
        if give and (room.may_speak == Room.MaySpeak.HOSTS or one.is_out):
            raise NobodySpeaks
        if one.has_floor == give:
            return
        if give and room.participants.filter(has_floor=True).count() >= ON_STAGE:
            raise StageFull
        one.has_floor = give
        one.hand_raised_at = None
        if give:
            one.muted_by_host = []
        one.save(update_fields=["has_floor", "hand_raised_at", "muted_by_host"])
        _places_changed(one)
        allowed = rights.may_publish(room, one)
        media.tell(room, Allow(room=room.id, participant=one.id, may_publish=allowed))
        noted = FloorNoted(
            participant=str(one.id), name=one.name, given=give, by="" if own else me.name
        )
        _note(room, "floor", noted, action_id)


def remove(*, who: Principal, room_id: UUID, participant_id: UUID, action_id: UUID) -> None:
    """Put somebody out: their line, their link, their words are refused from now on. Not a host.

    Raises `NotAllowed`, `NotFound`.
    """
    with transaction.atomic():
        room = held(room_id)
        me = actor(who, room, "remove")
        one = target(room, participant_id)
        if one.id == me.id or one.role == RoomParticipant.Role.HOST:
            raise NotAllowed
        if one.removed_at is not None:
            return
        one.removed_at = timezone.now()
        one.save(update_fields=["removed_at"])
        one.links.filter(revoked_at__isnull=True).update(revoked_at=one.removed_at)
        put_out(one)
        _note(room, "removed", RemovedNoted(participant=str(one.id), name=one.name), action_id)


def mute(
    *,
    who: Principal,
    room_id: UUID,
    participant_id: UUID | None,
    source: MediaSource,
    muted: bool,
) -> None:
    """Mute or unmute one's own source; a host may mute anybody's, never unmute it. What a host
    muted stays so until its owner unmutes it, whatever dies or is reloaded meanwhile.

    Raises `NotAllowed`, `NotFound`.
    """
    with transaction.atomic():
        me = rooms.participant(who, room_id)
        own = participant_id in (None, me.id)
        if own and me.room.state == Room.State.ENDED:
            raise NotAllowed
        if not own and not (muted and rights.may("mute.others", me.room, me)):
            raise NotAllowed
        one = target(me.room, participant_id or me.id)
        by_host = set(one.muted_by_host)
        if not own:
            by_host.add(source)
        elif not muted:
            by_host.discard(source)
        if by_host != set(one.muted_by_host):
            one.muted_by_host = sorted(by_host)
            one.save(update_fields=["muted_by_host"])
            telling.me(one.id)
        media.tell(me.room, Mute(room=room_id, participant=one.id, source=source, muted=muted))


def _note(
    room: Room, kind: str, body: HandNoted | FloorNoted | RemovedNoted, action_id: UUID
) -> None:
    append(
        log=room.hosts_log_id,
        participant=system(room.hosts_log_id),
        kind=kind,
        body=body,
        client_id=action_id,
    )
