"""Attendance: intervals in PostgreSQL, and the history entries that follow from them.

A web process tells who came and who went (`record`), and every ten seconds who is still there
(`beat`). What a process could not tell, since it died, the sweep makes good: an interval that
nobody has seen for 45 s ended when it was seen last.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest
from django.utils import timezone

from hub.contacts.history import Touched, touch_many
from hub.contacts.models import HistoryEntry
from webinars.models import AttendanceInterval, Room, RoomParticipant
from webinars.selectors import attendance
from webinars.selectors.rooms import GONE_AFTER

#: Whoever is away for so long has left; before that it was a dropped line.
AWAY_AFTER = timedelta(seconds=60)
#: When a room ends, whoever was not seen for so long had gone before.
MISSED_A_BEAT = timedelta(seconds=15)


class Came(NamedTuple):
    interval: UUID
    participant: UUID
    at: datetime


class Went(NamedTuple):
    interval: UUID
    at: datetime


class Beat(NamedTuple):
    """What became of the intervals that a process believes to be open."""

    #: Still open.
    alive: set[UUID]
    #: Their participants were removed, or withdrew: (interval).
    out: set[UUID]


def record(came: Iterable[Came], went: Iterable[Went]) -> set[UUID]:
    """Store who came and who went. Safe to repeat. Nobody attends a room that has ended: such
    intervals are not stored; gives them."""
    arrivals, departures = list(came), list(went)
    gone, now = {one.interval for one in departures}, timezone.now()
    with transaction.atomic():
        people = {
            one.id: one
            for one in RoomParticipant.objects.select_related("room", "identity", "room__site")
            .filter(pk__in=[one.participant for one in arrivals])
            .order_by("pk")
        }
        fresh: list[AttendanceInterval] = []
        over: set[UUID] = set()
        for one in arrivals:
            person = people.get(one.participant)
            ended = person.room.ended_at if person else None
            if person is None or (ended is not None and ended <= one.at):
                over.add(one.interval)
                continue
            fresh.append(
                AttendanceInterval(
                    id=one.interval,
                    participant=person,
                    joined_at=one.at,
                    seen_at=one.at if one.interval in gone else max(one.at, now),
                    left_at=ended,
                )
            )
        AttendanceInterval.objects.bulk_create(fresh, ignore_conflicts=True)
        for left in departures:
            AttendanceInterval.objects.filter(pk=left.interval, left_at__isnull=True).update(
                left_at=Greatest(F("joined_at"), left.at)
            )
        came_in = {interval.participant_id for interval in fresh}
        _are_there([one for one_id, one in people.items() if one_id in came_in])
    return over


_BEAT = """
UPDATE webinars_attendanceinterval AS i SET seen_at = GREATEST(i.seen_at, %s)
FROM webinars_roomparticipant AS p
LEFT JOIN webinars_registration AS r ON r.id = p.registration_id
WHERE p.id = i.participant_id AND i.id = ANY(%s) AND i.left_at IS NULL
RETURNING i.id, p.id, p.removed_at IS NOT NULL OR r.cancelled_at IS NOT NULL
"""


def beat(intervals: Iterable[UUID]) -> Beat:
    """Say that these are still open; one statement, whatever their number.

    Whoever is there by now in a room that went live meanwhile gets their history entry.
    """
    wanted = list(intervals)
    if not wanted:
        return Beat(set(), set())
    with connection.cursor() as cursor:
        cursor.execute(_BEAT, [timezone.now(), wanted])
        rows = cursor.fetchall()
    new = _without_entry(RoomParticipant.objects.filter(pk__in=[who for _, who, _ in rows]))
    if new:
        with transaction.atomic():
            _touch(new, ended=False)
    return Beat(
        alive={interval for interval, _, out in rows if not out},
        out={interval for interval, _, out in rows if out},
    )


def _has_history() -> Q:
    """Guests of webinars: staff have none, and a meeting is one entry for all."""
    return Q(staff__isnull=True, identity__isnull=False, room__kind=Room.Kind.WEBINAR)


def _without_entry(people: "QuerySet[RoomParticipant]") -> list[RoomParticipant]:
    entry = HistoryEntry.objects.filter(kind="attendance", subject_id=OuterRef("pk"))
    return list(
        people.filter(~Exists(entry), _has_history(), room__state=Room.State.LIVE)
        .select_related("room__site", "identity")
        .order_by("pk")
    )


def _are_there(people: Iterable[RoomParticipant]) -> None:
    """The history entries of those who are there while it is live: made, or running again."""
    guests = [
        one
        for one in people
        if one.staff is None
        and one.room.kind == Room.Kind.WEBINAR
        and one.room.state == Room.State.LIVE
    ]
    running = set(
        HistoryEntry.objects.filter(
            kind="attendance", subject_id__in=[one.id for one in guests], ended_at__isnull=True
        ).values_list("subject_id", flat=True)
    )
    _touch([one for one in guests if one.id not in running], ended=False)


def _touch(people: Iterable[RoomParticipant], *, ended: bool) -> None:
    """Make or revise entries as the intervals are now; none for who never attended."""
    by_room: dict[UUID, list[RoomParticipant]] = {}
    for one in people:
        by_room.setdefault(one.room_id, []).append(one)
    touched = []
    for those in by_room.values():
        times = attendance.attended(those[0].room, [one.id for one in those])
        for one in those:
            time = times.get(one.id)
            if one.identity is None or time is None or not (time.spans or time.here):
                continue
            touched.append(
                Touched(
                    subject_id=one.id,
                    identity=one.identity,
                    site=one.room.site,
                    occurred_at=time.first_at or timezone.now(),
                    ended_at=time.last_at if ended else None,
                )
            )
    touch_many("attendance", touched)


def close_all(room: Room, at: datetime) -> None:
    """Everybody's intervals end with the room; their entries become due. In its transaction."""
    stale = at - MISSED_A_BEAT
    open_ones = AttendanceInterval.objects.filter(participant__room=room, left_at__isnull=True)
    open_ones.filter(seen_at__lt=stale).update(left_at=Greatest(F("joined_at"), F("seen_at")))
    open_ones.update(left_at=Greatest(F("joined_at"), at), seen_at=Greatest(F("seen_at"), at))
    people = list(
        RoomParticipant.objects.filter(_has_history(), room=room, intervals__isnull=False)
        .select_related("room__site", "identity")
        .order_by("pk")
        .distinct()
    )
    for participant in people:
        participant.room = room
    _touch(people, ended=True)


def sweep(now: datetime | None = None) -> set[UUID]:
    """Close what nobody has seen, end the entries of those who left, and make those that a process
    could not make any more. The rooms in which somebody was closed."""
    now = now or timezone.now()
    with transaction.atomic():
        stale = AttendanceInterval.objects.filter(
            left_at__isnull=True, seen_at__lt=now - GONE_AFTER
        ).select_for_update(skip_locked=True)
        rows = list(stale.values_list("pk", "participant__room_id"))
        AttendanceInterval.objects.filter(pk__in=[pk for pk, _ in rows]).update(
            left_at=Greatest(F("joined_at"), F("seen_at"))
        )
    with transaction.atomic():
        _touch(_left_for_good(now), ended=True)
    forgotten = _forgotten()
    for over in (False, True):
        with transaction.atomic():
            _touch(
                [one for one in forgotten if (one.room.state == Room.State.ENDED) is over],
                ended=over,
            )
    return {room for _, room in rows}


def _left_for_good(now: datetime) -> list[RoomParticipant]:
    """Whose entry runs although they have been away for a while."""
    open_ones = AttendanceInterval.objects.filter(
        participant=OuterRef("subject_id"), left_at__isnull=True
    )
    running = HistoryEntry.objects.filter(
        ~Exists(open_ones), kind="attendance", ended_at__isnull=True, erased_at__isnull=True
    )
    people = RoomParticipant.objects.filter(pk__in=running.values("subject_id"))
    return list(
        people.annotate(last=Max("intervals__left_at"))
        .filter(last__lt=now - AWAY_AFTER)
        .select_related("room__site", "identity")
        .order_by("pk")[:200]
    )


def _forgotten() -> list[RoomParticipant]:
    """Who attended and has no entry, since the process that saw them died before it made one."""
    entry = HistoryEntry.objects.filter(kind="attendance", subject_id=OuterRef("pk"))
    while_live = AttendanceInterval.objects.filter(
        participant=OuterRef("pk"), left_at__gt=OuterRef("room__live_at")
    ).filter(
        Q(participant__room__ended_at__isnull=True)
        | Q(joined_at__lt=F("participant__room__ended_at"))
    )
    since = timezone.now() - timedelta(days=2)
    return list(
        RoomParticipant.objects.filter(
            ~Exists(entry), Exists(while_live), _has_history(), room__live_at__gt=since
        )
        .select_related("room__site", "identity")
        .order_by("pk")[:200]
    )
