"""Hands and the floor: places, races, and what it costs when many raise theirs."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hub.accounts.models import Staff
from hub.accounts.permissions import principal
from hub.errors import NotAllowed
from hub.realtime.models import Entry
from hub.sites.models import Site
from tests.webinars.rooms.people import guest, let_in, make_room
from webinars import telling
from webinars.errors import StageFull
from webinars.models import AttendanceInterval, Room, RoomParticipant
from webinars.selectors import rooms
from webinars.services import floor
from webinars.services.admitting import admit

pytestmark = pytest.mark.django_db(transaction=True)


def audience(room: Room, count: int) -> list[RoomParticipant]:
    people = [let_in(room, f"Gast {n}")[0] for n in range(count)]
    now = timezone.now()
    AttendanceInterval.objects.bulk_create(
        AttendanceInterval(participant=one, joined_at=now, seen_at=now) for one in people
    )
    return people


def host_of(room: Room, staff: Staff) -> None:
    admit(room=room, staff=staff.id, name=staff.name, role="host", language="de")


def hand(one: RoomParticipant, up: bool = True) -> int:
    return floor.raise_hand(who=guest(one), room_id=one.room_id, action_id=uuid4(), up=up)


def test_who_raised_first_is_first_and_the_others_move_up(site: Site) -> None:
    first, second, third = audience(make_room(site, state="live"), 3)
    assert [hand(one) for one in (first, second, third)] == [1, 2, 3]
    assert hand(second) == 2  # once more changes nothing
    assert hand(first, up=False) == 0
    third.refresh_from_db()
    room = rooms.room(third.room_id)
    assert rooms.me_of(room, third).hand == 2
    assert rooms.state(room).hands == 2


def test_who_has_gone_holds_no_place(site: Site) -> None:
    first, second = audience(make_room(site, state="live"), 2)
    assert (hand(first), hand(second)) == (1, 2)
    long_ago = timezone.now() - timedelta(minutes=2)
    AttendanceInterval.objects.filter(participant=first).update(
        joined_at=long_ago, seen_at=long_ago
    )
    second.refresh_from_db()
    assert rooms.me_of(rooms.room(second.room_id), second).hand == 1


def test_two_hosts_at_once_give_the_floor_once(site: Site, keller: Staff) -> None:
    room = make_room(site, state="live")
    [one] = audience(room, 1)
    host_of(room, keller)
    hand(one)

    def give(_: int) -> None:
        try:
            floor.give_floor(
                who=principal(keller),
                room_id=room.id,
                participant_id=one.id,
                action_id=uuid4(),
                give=True,
            )
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(give, range(4)))
    one.refresh_from_db()
    assert (one.has_floor, one.hand_raised_at) == (True, None)
    assert Entry.objects.filter(log_id=room.hosts_log_id, kind="floor").count() == 1
    with pytest.raises(NotAllowed):
        hand(one)  # has the floor already


def test_the_stage_has_an_end(site: Site, keller: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(floor, "ON_STAGE", 1)
    room = make_room(site, state="live")
    first, second = audience(room, 2)
    host_of(room, keller)

    def give(one: RoomParticipant, give: bool = True) -> None:
        floor.give_floor(
            who=principal(keller),
            room_id=room.id,
            participant_id=one.id,
            action_id=uuid4(),
            give=give,
        )

    give(first)
    with pytest.raises(StageFull):
        give(second)
    give(first, give=False)
    give(second)


def test_many_hands_are_told_in_one_look(site: Site) -> None:
    room = make_room(site, state="live")
    for one in audience(room, 30):
        RoomParticipant.objects.filter(pk=one.id).update(hand_raised_at=timezone.now())
    with CaptureQueriesContext(connection) as queries:
        telling.places(room.id)
    assert len(queries) <= 3


def test_taking_the_floor_asks_once_who_it_is(site: Site, keller: Staff) -> None:
    room = make_room(site, state="live")
    (one,) = audience(room, 1)
    host_of(room, keller)
    given: dict[str, Any] = {"who": principal(keller), "room_id": room.id, "participant_id": one.id}
    floor.give_floor(**given, action_id=uuid4(), give=True)
    with CaptureQueriesContext(connection) as queries:
        floor.give_floor(**given, action_id=uuid4(), give=False)
    assert len([q for q in queries if keller.id.hex in q["sql"]]) == 1
