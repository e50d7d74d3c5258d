"""The timeline shows when somebody was there, as the report does."""

from datetime import datetime
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from hub.contacts.models import HistoryEntry
from hub.contacts.selectors import timelines
from hub.contacts.services import erase
from hub.registry.history import Presence
from hub.sites.models import Site
from tests.webinars.rooms.people import ago, let_in, make_room, make_webinar, register
from webinars.models import AttendanceInterval, Room, RoomParticipant
from webinars.services import attending, stepping
from webinars.services.attending import Came
from webinars.services.rooms import held

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def room(site: Site) -> Room:
    """Live for ten minutes."""
    made = make_room(site, state="live", live_at=ago(600))
    make_webinar(made)
    return made


def was_there(one: RoomParticipant, *times: tuple[float, float]) -> None:
    """Each from so many seconds ago to so many seconds ago."""
    for since, until in times:
        AttendanceInterval.objects.create(
            participant=one, joined_at=ago(since), seen_at=ago(until), left_at=ago(until)
        )


def finish(room: Room) -> None:
    with transaction.atomic():
        stepping.end(held(room.id))


def told(one: RoomParticipant) -> Presence | None:
    entries = list(HistoryEntry.objects.filter(kind="attendance", subject_id=one.id))
    return timelines.views(entries, "de")[0].presence


def seconds(at: datetime, since: datetime) -> int:
    return round((at - since).total_seconds())


def test_two_devices_are_one_stay_and_a_dropped_line_is_a_gap(room: Room) -> None:
    anna, _token = let_in(room, "Anna", registration=register(room.webinar, "Anna"))
    # In the lobby before it was live; on two devices; away for two minutes; back.
    was_there(anna, (700, 480), (500, 420), (300, 60))
    finish(room)
    found = told(anna)
    assert found is not None and room.live_at is not None
    assert seconds(found.start, room.live_at) == 0
    assert abs(seconds(found.end, timezone.now())) < 5
    stays = [(seconds(s.start, found.start), seconds(s.end, found.start)) for s in found.stays]
    assert stays == [(0, 180), (300, 540)]


def test_while_it_runs_the_bar_ends_now(room: Room) -> None:
    anna, _token = let_in(room, "Anna", registration=register(room.webinar, "Anna"))
    attending.record([Came(uuid4(), anna.id, ago(120))], [])
    found = told(anna)
    assert found is not None
    assert abs(seconds(found.end, timezone.now())) < 5
    assert seconds(found.end, found.stays[-1].end) < 5


def test_of_an_erased_person_nothing_is_shown(room: Room) -> None:
    registration = register(room.webinar, "Anna")
    anna, _token = let_in(room, "Anna", registration=registration)
    was_there(anna, (500, 100))
    finish(room)
    contact = HistoryEntry.objects.get(kind="attendance").identity.contact_id
    assert contact is not None
    erase(contact_id=contact)
    assert told(anna) is None
