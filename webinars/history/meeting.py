"""A meeting with somebody, in their contact history: one entry, whoever else was there."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hub.contacts.models import HistoryEntry
from hub.realtime.models import Entry
from hub.registry.entries import entry_kinds
from hub.registry.history import HistoryKind, register_history
from webinars import minutes
from webinars.history.attendance import forget
from webinars.models import Room, RoomParticipant
from webinars.selectors import attendance, rooms
from webinars.services import stepping


def _room(entry: HistoryEntry) -> Room:
    return rooms.room(entry.subject_id)


def title(entry: HistoryEntry, lang: str) -> str:
    room = _room(entry)
    length = stepping.seconds(room)
    n = minutes.minutes(length)
    with translation.override(lang):
        if room.state == Room.State.PLANNED:
            return _("Meeting, planned")
        if room.state == Room.State.LIVE:
            return _("Meeting, running")
        if not length:
            return _("Meeting did not take place")
        return ngettext("Meeting, %(n)d min", "Meeting, %(n)d min", n) % {"n": n}


def text(entry: HistoryEntry, lang: str) -> str:
    """Its title, and who was there for how long, a line each."""
    room = _room(entry)
    lines = [room.title]
    with translation.override(lang):
        for one, time in _people(room):
            n = minutes.minutes(time.seconds)
            said = ngettext("%(name)s, %(n)d minute", "%(name)s, %(n)d minutes", n)
            lines.append(said % {"name": one.name, "n": n})
    return "\n".join(lines)


def _people(room: Room) -> list[tuple[RoomParticipant, attendance.Attended]]:
    times = attendance.attended(room)
    people = RoomParticipant.objects.filter(room=room, pk__in=list(times)).order_by("created_at")
    return [(one, times[one.id]) for one in people if times[one.id].seconds]


def payload(entry: HistoryEntry) -> dict[str, Any]:
    """Complete, as it is now. `seconds` is the time in which at least two people were there."""
    room = _room(entry)
    length = stepping.seconds(room)
    return {
        "room": str(room.id),
        "conversation": str(room.conversation_id) if room.conversation_id else None,
        "title": room.title,
        "state": room.state,
        "language": room.language,
        "planned_for": room.starts_at.isoformat() if room.starts_at else None,
        "started_at": room.live_at.isoformat() if room.live_at else None,
        "ended_at": room.ended_at.isoformat() if room.ended_at else None,
        "minutes": minutes.minutes(length),
        "seconds": length,
        "participants": [
            {
                "name": one.name,
                "company": one.company,
                "side": "staff" if one.staff else "guest",
                "seconds": time.seconds,
                "joined_at": time.first_at.isoformat() if time.first_at else None,
                "left_at": time.last_at.isoformat() if time.last_at else None,
            }
            for one, time in _people(room)
        ],
    }


def erase(entry: HistoryEntry) -> None:
    """The room stays as a length; its title, its guests and what hosts noted go."""
    room = _room(entry)
    for one in RoomParticipant.objects.filter(room=room, staff__isnull=True):
        forget(one)
    for row in Entry.objects.filter(log_id=room.hosts_log_id):
        kind = entry_kinds.get(row.kind)
        body = kind.erase(row.body) if kind else {}
        Entry.objects.filter(log_id=row.log_id, seq=row.seq).update(body=body)
    room.title = "…"
    room.save(update_fields=["title"])


def register() -> None:
    register_history(
        HistoryKind(name="meeting", version=1, title=title, text=text, payload=payload, erase=erase)
    )
