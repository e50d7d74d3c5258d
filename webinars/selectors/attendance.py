"""Who came, how long, and what they did."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection
from django.utils import timezone

from hub.errors import NotFound
from hub.realtime.models import Entry
from hub.registry.streams import Principal
from webinars import minutes
from webinars.minutes import Span
from webinars.models import AttendanceInterval, Registration, Room, RoomParticipant
from webinars.selectors import rooms


class Did(msgspec.Struct):
    """What somebody did in a room. Anonymous questions are nobody's."""

    messages: int = 0
    questions: list[str] = []
    hands: int = 0
    floor: int = 0


class Attended(msgspec.Struct):
    """One person's time in a room: `spans` within the live time, without overlaps."""

    spans: list[Span] = []
    seconds: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    #: How many connections it was, lobby included.
    connections: int = 0
    here: bool = False


class AttendanceRow(msgspec.Struct, omit_defaults=True):
    """One person who registered, came, or both."""

    name: str
    role: str = "attendee"
    company: str = ""
    email: str = ""
    language: str = ""
    participant: UUID | None = None
    registration: UUID | None = None
    contact: UUID | None = None
    attended: bool = False
    here: bool = False
    seconds: int = 0
    minutes: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    #: When they were there while it was live: [start, end], without overlaps, in order.
    spans: list[Span] = []
    rejoins: int = 0
    messages: int = 0
    questions: list[str] = []
    hands: int = 0
    floor: int = 0


class AttendanceReport(msgspec.Struct, omit_defaults=True):
    """`seconds` is how long it was live; `average_seconds` of those who attended, staff apart."""

    room: UUID
    kind: str
    title: str
    state: str
    language: str = "de"
    starts_at: datetime | None = None
    live_at: datetime | None = None
    ended_at: datetime | None = None
    seconds: int = 0
    registered: int = 0
    attended: int = 0
    came_unregistered: int = 0
    average_seconds: int = 0
    peak: int = 0
    peak_at: datetime | None = None
    people: list[AttendanceRow] = []


def spans_of(
    room: Room, participants: Iterable[UUID] | None = None, now: datetime | None = None
) -> dict[UUID, list[tuple[Span, bool]]]:
    """Every interval by participant, as it is known now, and whether it still lasts."""
    now = now or timezone.now()
    rows = AttendanceInterval.objects.filter(participant__room=room)
    if participants is not None:
        rows = rows.filter(participant__in=list(participants))
    found: dict[UUID, list[tuple[Span, bool]]] = defaultdict(list)
    for who, joined, seen, left in rows.order_by("joined_at").values_list(
        "participant_id", "joined_at", "seen_at", "left_at"
    ):
        lasts = left is None and seen > now - rooms.GONE_AFTER
        end = left or (max(now, joined) if lasts else max(seen, joined))
        found[who].append((Span(joined, end), lasts))
    return found


def attended(
    room: Room, participants: Iterable[UUID] | None = None, now: datetime | None = None
) -> dict[UUID, Attended]:
    """By participant: the union of their intervals within the time in which it was live."""
    found = {}
    for who, intervals in spans_of(room, participants, now).items():
        spans = minutes.union(
            minutes.clip((span for span, _ in intervals), room.live_at, room.ended_at)
        )
        found[who] = Attended(
            spans=spans,
            seconds=minutes.seconds(spans),
            first_at=spans[0].start if spans else None,
            last_at=spans[-1].end if spans else None,
            connections=len(intervals),
            here=any(lasts for _, lasts in intervals),
        )
    return found


_SAID = """
SELECT p.kind, p.subject, e.kind, CASE WHEN e.kind = 'question' THEN e.body->>'text' END
FROM realtime_entry e JOIN realtime_participant p ON p.id = e.participant_id
WHERE e.log_id = %s AND e.seq > %s AND p.subject IS NOT NULL
    AND (e.kind = 'message'
        OR (e.kind = 'question' AND (e.body->>'anonymous') IS DISTINCT FROM 'true'))
ORDER BY e.seq
"""


def did(room: Room, participants: Iterable[RoomParticipant]) -> dict[UUID, Did]:
    """By participant: what their logs say that they did."""
    wanted = list(participants)
    by_subject = {
        ("staff", one.staff) if one.staff else ("visitor", one.id): one.id for one in wanted
    }
    if room.conversation_id is not None and room.conversation is not None:
        visitor = room.conversation.visitor
        for one in wanted:
            if one.identity_id is not None and one.identity_id == visitor.identity_id:
                by_subject["visitor", visitor.id] = one.id
    found: dict[UUID, Did] = {one.id: Did(questions=[]) for one in wanted}
    with connection.cursor() as cursor:
        cursor.execute(_SAID, [room.public_log_id, room.public_from])
        for kind, subject, what, text in cursor.fetchall():
            who = by_subject.get((kind, subject))
            if who is None:
                continue
            if what == "question":
                found[who].questions.append(text or "")
            else:
                found[who].messages += 1
    deeds = Entry.objects.filter(log_id=room.hosts_log_id, kind__in=["hand", "floor"])
    for kind, body in deeds.values_list("kind", "body"):
        _count(found, kind, body)
    return found


def _count(found: dict[UUID, Did], kind: str, body: dict[str, Any]) -> None:
    try:
        who = UUID(str(body.get("participant", "")))
    except ValueError:
        return  # erased
    if who in found and body.get("up" if kind == "hand" else "given"):
        if kind == "hand":
            found[who].hands += 1
        else:
            found[who].floor += 1


def report(who: Principal, room_id: UUID, lang: str) -> AttendanceReport:
    """Who came, how long, what they did; and who registered and did not come. Raises `NotFound`."""
    room = visible(who, room_id)
    people = list(
        RoomParticipant.objects.select_related("identity", "registration")
        .filter(room=room)
        .order_by("name", "id")
    )
    times, deeds = attended(room), did(room, people)
    rows = [_row(one, times.get(one.id) or Attended(), deeds[one.id]) for one in people]
    rows += _missing(room, {one.registration_id for one in people})
    rows.sort(key=lambda row: (not row.attended, -row.seconds, row.name.casefold()))
    guests = [row for row in rows if row.attended and row.role == "attendee"]
    most, most_at = minutes.peak(one.spans for one in times.values())
    length = room.ended_at or timezone.now()
    return AttendanceReport(
        room=room.id,
        kind=room.kind,
        title=rooms.title(room, lang),
        state=room.state,
        language=room.language,
        starts_at=rooms.times(room)[0],
        live_at=room.live_at,
        ended_at=room.ended_at,
        seconds=round((length - room.live_at).total_seconds()) if room.live_at else 0,
        registered=registered(room),
        attended=len(guests),
        came_unregistered=sum(row.registration is None for row in guests),
        average_seconds=round(sum(row.seconds for row in guests) / len(guests)) if guests else 0,
        peak=most,
        peak_at=most_at,
        people=rows,
    )


def visible(who: Principal, room_id: UUID, action: str = "webinar.read") -> Room:
    """A room that a member of staff may read about. Raises `NotFound`."""
    room = rooms.room(room_id)
    if who.kind != "staff" or not who.may(action, room.site_id):
        raise NotFound
    return room


def registered(room: Room) -> int:
    webinar = rooms.webinar_of(room)
    if webinar is None:
        return 0
    return Registration.objects.filter(
        webinar=webinar, cancelled_at__isnull=True, erased_at__isnull=True
    ).count()


def _row(one: RoomParticipant, time: Attended, deeds: Did) -> AttendanceRow:
    return AttendanceRow(
        name=one.name,
        role=one.role,
        company=one.company,
        email=one.registration.email if one.registration else "",
        language=one.language,
        participant=one.id,
        registration=one.registration_id,
        contact=one.identity.contact_id if one.identity else None,
        attended=time.seconds > 0,
        here=time.here,
        seconds=time.seconds,
        minutes=minutes.minutes(time.seconds),
        first_at=time.first_at,
        last_at=time.last_at,
        spans=time.spans,
        rejoins=max(0, len(time.spans) - 1),
        messages=deeds.messages,
        questions=deeds.questions,
        hands=deeds.hands,
        floor=deeds.floor,
    )


def _missing(room: Room, came: set[UUID | None]) -> list[AttendanceRow]:
    webinar = rooms.webinar_of(room)
    if webinar is None:
        return []
    rows = Registration.objects.select_related("identity").filter(
        webinar=webinar, cancelled_at__isnull=True, erased_at__isnull=True
    )
    return [
        AttendanceRow(
            name=one.name,
            role=one.role,
            company=one.company,
            email=one.email,
            language=one.language,
            registration=one.id,
            contact=one.identity.contact_id,
        )
        for one in rows.exclude(pk__in=[pk for pk in came if pk is not None])
    ]
