"""What hosts see beside the stage."""

from datetime import timedelta

from django.utils import timezone

from webinars import minutes
from webinars.events import Hand, HostsView, RoomPerson
from webinars.models import Room, RoomParticipant
from webinars.selectors import attendance, rooms
from webinars.selectors.attendance import Attended

#: People in the list at most; the count is complete.
MOST = 500
#: Who left within so long is counted as having left recently.
RECENTLY = timedelta(minutes=5)


def view(room: Room) -> HostsView:
    """Everybody who came, those who are there on top; hands; how many there were at most."""
    now = timezone.now()
    intervals = attendance.spans_of(room, now=now)
    people = list(
        RoomParticipant.objects.select_related("registration")
        .filter(room=room, pk__in=list(intervals))
        .order_by("name", "id")
    )
    times = attendance.attended(room, now=now)
    deeds = attendance.did(room, people)
    rows = []
    for one in people:
        time, did = times.get(one.id) or Attended(), deeds[one.id]
        rows.append(
            RoomPerson(
                participant=one.id,
                name=one.name,
                role=one.role,  # type: ignore[arg-type]
                company=one.company,
                here=time.here and not one.is_out,
                seconds=time.seconds,
                questions=len(did.questions),
                messages=did.messages,
                rejoins=max(0, len(time.spans) - 1),
                hand=one.hand_raised_at is not None,
                has_floor=one.has_floor,
            )
        )
    rows.sort(key=lambda row: (not row.here, row.role != "host", row.role == "attendee"))
    most, at = minutes.peak([span for span, _ in spans] for spans in intervals.values())
    last = {who: max(span.end for span, _ in spans) for who, spans in intervals.items()}
    return HostsView(
        hands=[
            Hand(
                participant=one.id,
                name=one.name,
                company=one.company,
                raised_at=one.hand_raised_at,
            )
            for one in rooms.hands(room.id)
            if one.hand_raised_at is not None
        ],
        people=rows[:MOST],
        registered=attendance.registered(room),
        peak=most,
        peak_at=at,
        left_recently=sum(not row.here and last[row.participant] > now - RECENTLY for row in rows),
    )
