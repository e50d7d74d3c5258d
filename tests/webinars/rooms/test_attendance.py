"""Who was there, how long: whatever dies, nobody twice, and the history says the same."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hub.accounts.models import Staff
from hub.accounts.permissions import principal
from hub.audit.models import AuditEntry
from hub.contacts.models import HistoryEntry
from hub.contacts.services import erase
from hub.errors import NotAllowed, NotFound
from hub.realtime.append import append, join
from hub.realtime.models import Entry
from hub.sites.models import Site
from tests.people import make_site, make_staff
from tests.webinars.rooms.people import ago, let_in, make_room, make_webinar, register
from webinars import export
from webinars.history import attendance as history
from webinars.models import AttendanceInterval, Room, RoomParticipant
from webinars.selectors import attendance
from webinars.services import attending, stepping
from webinars.services.attending import Came, Went
from webinars.services.rooms import held

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(site: Site) -> Room:
    """Live for ten minutes."""
    made = make_room(site, state="live", live_at=ago(600))
    make_webinar(made)
    return made


def come(room: Room, name: str, **more: Any) -> RoomParticipant:
    return let_in(room, name, registration=register(room.webinar, name), **more)[0]


def there(one: RoomParticipant, since: float, until: float | None = None) -> UUID:
    """An interval from so many seconds ago; without an end it lasts and was just seen."""
    return AttendanceInterval.objects.create(
        participant=one,
        joined_at=ago(since),
        seen_at=ago(until or 0),
        left_at=None if until is None else ago(until),
    ).id


def entry(one: RoomParticipant) -> HistoryEntry:
    return HistoryEntry.objects.get(kind="attendance", subject_id=one.id)


def finish(room: Room) -> None:
    from django.db import transaction

    with transaction.atomic():
        stepping.end(held(room.id))


def test_two_devices_and_a_dropped_line_are_one_attendance(room: Room) -> None:
    anna = come(room, "Anna")
    first, second = uuid4(), uuid4()
    attending.record([Came(first, anna.id, ago(300)), Came(second, anna.id, ago(250))], [])
    made = entry(anna)
    assert made.ended_at is None
    assert abs(made.occurred_at - ago(300)) < timedelta(seconds=5)
    attending.record([], [Went(first, ago(200)), Went(second, ago(180))])
    attending.record([Came(uuid4(), anna.id, ago(60))], [])
    finish(room)
    assert HistoryEntry.objects.filter(kind="attendance").count() == 1
    told = history.payload(entry(anna))
    assert 178 <= told["seconds"] <= 182
    assert told["minutes"] == 3
    assert len(told["intervals"]) == 2
    assert entry(anna).revision > made.revision
    assert history.title(entry(anna), "de").startswith("Teilgenommen")


def test_recording_the_same_again_changes_nothing(room: Room) -> None:
    anna = come(room, "Anna")
    came, went = [Came(uuid4(), anna.id, ago(100))], [Went(uuid4(), ago(1))]
    went = [Went(came[0].interval, ago(50))]
    for _ in range(3):
        attending.record(came, went)
    [interval] = AttendanceInterval.objects.all()
    assert interval.left_at == went[0].at
    assert entry(anna).revision == 1


def test_an_interval_whose_process_died_ends_when_it_was_seen_last(room: Room) -> None:
    anna, bernd = come(room, "Anna"), come(room, "Bernd")
    lost, alive = there(anna, 500, 100), there(bernd, 500)
    AttendanceInterval.objects.filter(pk=lost).update(left_at=None)
    assert attending.beat([alive]).alive == {alive}
    assert attending.sweep() == {room.id}
    seen = AttendanceInterval.objects.get(pk=lost)
    assert seen.left_at == seen.seen_at
    assert AttendanceInterval.objects.get(pk=alive).left_at is None
    finish(room)
    assert 398 <= history.payload(entry(anna))["seconds"] <= 402
    assert 498 <= history.payload(entry(bernd))["seconds"] <= 502


def test_who_was_seen_alone_by_a_process_that_died_has_an_entry(room: Room) -> None:
    anna = come(room, "Anna")
    there(anna, 400, 100)
    assert not HistoryEntry.objects.filter(kind="attendance").exists()
    attending.sweep()
    assert entry(anna).ended_at is None  # it is live still: it may go on
    attending.sweep()  # away for more than a minute
    assert entry(anna).ended_at is not None


def test_a_rejoin_after_it_ended_makes_the_entry_due_again(room: Room) -> None:
    anna = come(room, "Anna")
    attending.record([Came(uuid4(), anna.id, ago(300))], [])
    first = AttendanceInterval.objects.get().id
    attending.record([], [Went(first, ago(200))])
    attending.sweep()
    ended = entry(anna)
    assert ended.ended_at is not None
    attending.record([Came(uuid4(), anna.id, ago(50))], [])
    again = entry(anna)
    assert (again.id, again.ended_at) == (ended.id, None)
    assert again.revision == ended.revision + 1


def test_a_short_drop_makes_no_new_version(room: Room) -> None:
    anna = come(room, "Anna")
    attending.record([Came(uuid4(), anna.id, ago(300))], [])
    before = entry(anna).revision
    for n in range(5):
        interval = AttendanceInterval.objects.get(left_at=None).id
        attending.record([], [Went(interval, ago(30 - n))])
        attending.record([Came(uuid4(), anna.id, ago(30 - n))], [])
        attending.sweep()
    assert entry(anna).revision == before


def test_waiting_in_the_lobby_is_not_attending(site: Site) -> None:
    room = make_room(site, state="open")
    make_webinar(room)
    anna, bernd = come(room, "Anna"), come(room, "Bernd")
    left, stays = uuid4(), uuid4()
    attending.record([Came(left, anna.id, ago(100)), Came(stays, bernd.id, ago(100))], [])
    attending.record([], [Went(left, ago(50))])
    assert not HistoryEntry.objects.filter(kind="attendance").exists()
    Room.objects.filter(pk=room.id).update(state="live", live_at=ago(20))
    attending.beat([stays])
    assert entry(bernd)
    room.refresh_from_db()
    finish(room)
    assert 18 <= history.payload(entry(bernd))["seconds"] <= 22
    assert not HistoryEntry.objects.filter(subject_id=anna.id).exists()


def test_nobody_attends_a_room_that_has_ended(room: Room) -> None:
    anna = come(room, "Anna")
    finish(room)
    late = Came(uuid4(), anna.id, timezone.now())
    assert attending.record([late], []) == {late.interval}
    assert not AttendanceInterval.objects.exists()
    # Told late of somebody who came before the end:
    ended = Room.objects.get(pk=room.id).ended_at
    assert ended is not None
    attending.record([Came(uuid4(), anna.id, ended - timedelta(seconds=30))], [])
    attending.sweep()
    assert history.payload(entry(anna))["seconds"] == 30


def test_a_beat_says_who_was_removed(room: Room) -> None:
    anna, bernd = come(room, "Anna"), come(room, "Bernd")
    one, other = there(anna, 100), there(bernd, 100)
    RoomParticipant.objects.filter(pk=anna.id).update(removed_at=timezone.now())
    beat = attending.beat([one, other, uuid4()])
    assert (beat.alive, beat.out) == ({other}, {one})


def test_a_beat_is_one_statement_whatever_the_number(room: Room) -> None:
    anna = come(room, "Anna")
    attending.record([Came(uuid4(), anna.id, ago(10)) for _ in range(50)], [])
    ids = list(AttendanceInterval.objects.values_list("pk", flat=True))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        attending.beat(ids)
    assert len(queries) <= 2  # the other looks for missing entries


def test_staff_and_meetings_leave_no_attendance(site: Site, room: Room, keller: Staff) -> None:
    host = RoomParticipant.objects.create(room=room, staff=keller.id, name="M", role="host")
    meeting = make_room(site, state="live", kind="meeting", live_at=ago(100))
    guest, _ = let_in(meeting, "Gast")
    attending.record([Came(uuid4(), host.id, ago(50)), Came(uuid4(), guest.id, ago(50))], [])
    attending.beat(AttendanceInterval.objects.values_list("pk", flat=True))
    attending.sweep()
    finish(room)
    finish(meeting)
    assert not HistoryEntry.objects.filter(kind="attendance").exists()


def test_a_webinar_that_nobody_ended_ended_with_the_last_who_left(room: Room) -> None:
    anna = come(room, "Anna")
    room.webinar.starts_at = ago(7200)
    room.webinar.save()
    last = there(anna, 3000, 2000)
    Room.objects.filter(pk=room.id).update(live_at=ago(3600))
    assert stepping.end_what_is_over() == 1
    room.refresh_from_db()
    assert room.ended_at == AttendanceInterval.objects.get(pk=last).left_at
    assert entry(anna).ended_at is not None


# --- the report -----------------------------------------------------------------------------------


def say(room: Room, one: RoomParticipant, kind: str, **body: Any) -> None:
    from django.db import transaction

    with transaction.atomic():
        writer = join(log=room.public_log_id, kind="visitor", subject=one.id, name=one.name)
        append(log=room.public_log_id, participant=writer.id, kind=kind, body=body)


def test_the_report_has_who_came_and_who_did_not(room: Room, keller: Staff, site: Site) -> None:
    anna = come(room, "Anna", company="Kunde GmbH")
    register(room.webinar, "Bernd")
    walked_in, _ = let_in(room, "Carla")
    there(anna, 500, 300)
    there(anna, 200, 100)
    there(walked_in, 150, 50)
    say(room, anna, "message", text="Guten Tag")
    say(room, anna, "question", text="Was kostet das?")
    say(room, anna, "question", text="Peinlich", anonymous=True)
    finish(room)
    report = attendance.report(principal(keller), room.id, "de")
    assert [row.name for row in report.people] == ["Anna", "Carla", "Bernd"]
    first, second, third = report.people
    assert (first.seconds, first.minutes, first.rejoins) == (300, 5, 1)
    assert (first.messages, first.questions) == (1, ["Was kostet das?"])
    assert first.company == "Kunde GmbH"
    assert first.contact is not None
    assert (second.registration, second.contact) == (None, None)
    assert (third.attended, third.seconds, third.participant) == (False, 0, None)
    assert (report.registered, report.attended, report.came_unregistered) == (2, 2, 1)
    assert (report.peak, report.average_seconds) == (2, 200)


def test_who_may_read_and_take_the_report(room: Room, site: Site, keller: Staff) -> None:
    elsewhere = make_staff("Lea Fuchs", site=make_site("other"))
    with pytest.raises(NotFound):
        attendance.report(principal(elsewhere), room.id, "de")
    with pytest.raises(NotFound):
        attendance.report(principal(keller), uuid4(), "de")


def test_the_file_carries_out_nothing_and_breaks_nothing(room: Room, keller: Staff) -> None:
    evil = come(room, "=HYPERLINK(1)", company='Kunde";"GmbH')
    there(evil, 100, 50)
    say(room, evil, "question", text="-1+1\r\nzweite Zeile; mit Semikolon")
    report = attendance.report(principal(keller), room.id, "de")
    lines = b"".join(export.csv_lines(report, "Europe/Berlin")).decode()
    assert lines.startswith("\ufeff")
    assert len(lines.split("\r\n")) == 3  # headings, one person, the end
    assert "'=HYPERLINK(1)" in lines
    assert "'-1+1 zweite Zeile; mit Semikolon" in lines


def test_the_api_gives_the_file_to_those_who_may(
    room: Room, keller: Staff, client: Any, settings: Any
) -> None:
    from tests.people import session_of

    manager = make_staff("Petra Lang", role="manager")
    anna = come(room, "Anna")
    there(anna, 100, 50)
    for staff, status in ((keller, 403), (manager, 200)):
        client.cookies["__Host-staff"] = session_of(staff)
        answer = client.get(
            f"/api/v1/rooms/{room.id}/attendance.csv", headers={"host": _host(settings)}
        )
        assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "Anna" in answer.content.decode("utf-8-sig")
    noted = AuditEntry.objects.filter(action="attendance.exported")
    assert [(one.actor, one.facts["rows"]) for one in noted] == [(manager.id, 1)]


def _host(settings: Any) -> str:
    from urllib.parse import urlsplit

    return str(urlsplit(settings.STAFF_ORIGIN).netloc)


def test_erasing_somebody_keeps_the_minutes_and_nothing_else(room: Room, keller: Staff) -> None:
    anna = come(room, "Anna Maier", company="Kunde GmbH")
    there(anna, 100, 50)
    say(room, anna, "message", text="Hier ist Anna Maier, 0831 572014")
    say(room, anna, "question", text="Anna fragt", anonymous=True)
    finish(room)
    made = entry(anna)
    contact = made.identity.contact_id
    assert contact is not None
    erase(contact_id=contact)
    anna.refresh_from_db()
    assert anna.name == "…"
    assert anna.company == ""
    said = str(list(Entry.objects.filter(log_id=room.public_log_id).values_list("body")))
    assert "Anna" not in said
    assert "0831" not in said
    assert AttendanceInterval.objects.filter(participant=anna).exists()
    assert entry(anna).payload == {}
    report = str(attendance.report(principal(keller), room.id, "de"))
    assert "Maier" not in report


def test_no_right_no_deed(room: Room) -> None:
    anna = come(room, "Anna")
    from tests.webinars.rooms.people import guest

    with pytest.raises(NotAllowed):
        stepping.step(who=guest(anna), room_id=room.id, step="end")
