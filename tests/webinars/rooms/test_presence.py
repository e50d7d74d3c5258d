"""What is told of who is here, while people come and the database is slow or away."""

from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from asgiref.sync import sync_to_async
from django.db import OperationalError

from tests.people import make_site
from tests.webinars.rooms.people import let_in, make_room, make_webinar
from webinars import telling
from webinars.models import AttendanceInterval, Room
from webinars.presence import Attendance, Here
from webinars.services import attending

pytestmark = pytest.mark.django_db(transaction=True)

#: What a tick wants of the process.
PROCESS: Any = SimpleNamespace(draining=False, connections=set())


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many were there, each time that it was told."""
    said: list[int] = []

    def presence(room: UUID) -> None:
        there = AttendanceInterval.objects.filter(participant__room=room, left_at=None)
        said.append(there.count())

    monkeypatch.setattr(telling, "presence", presence)
    return said


def a_room_with(count: int) -> tuple[Room, list[Here]]:
    room = make_room(make_site(), state="live")
    make_webinar(room)
    people = [let_in(room, f"Gast {n}")[0] for n in range(count)]
    return room, [Here(uuid4(), one.id, room.id, on_stage=False) for one in people]


async def test_who_comes_while_others_are_written_is_told_with_the_next(
    told: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, (first, second) = await sync_to_async(a_room_with)(2)
    here, record = Attendance(), attending.record

    def slowly(came: Any, went: Any) -> Any:
        if not told:
            here._enter((2, "room"), second)
        return record(came, went)

    monkeypatch.setattr(attending, "record", slowly)
    here._enter((1, "room"), first)
    await here.tick(PROCESS)
    await here.tick(PROCESS)
    await here.tick(PROCESS)
    assert told == [1, 2]


async def test_what_could_not_be_told_is_told_with_the_next(
    told: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, (first,) = await sync_to_async(a_room_with)(1)
    here, presence = Attendance(), telling.presence

    def away(room: UUID) -> None:
        raise OperationalError

    monkeypatch.setattr(telling, "presence", away)
    here._enter((1, "room"), first)
    with pytest.raises(OperationalError):
        await here.tick(PROCESS)
    monkeypatch.setattr(telling, "presence", presence)
    await here.tick(PROCESS)
    assert told == [1]
