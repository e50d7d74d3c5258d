"""A webinar that somebody attended, in the contact history."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hub.contacts.models import HistoryEntry
from hub.realtime.models import Entry, Log, Participant
from hub.registry.entries import entry_kinds
from hub.registry.erasers import erasers
from hub.registry.history import HistoryKind, Presence, Stay, register_history
from webinars.minutes import minutes
from webinars.models import RoomParticipant
from webinars.selectors import attendance, rooms
from webinars.selectors.attendance import Attended, Did


def _participant(entry: HistoryEntry) -> RoomParticipant:
    return RoomParticipant.objects.select_related(
        "room__webinar", "room__site", "room__conversation__visitor", "registration"
    ).get(pk=entry.subject_id)


def _facts(participant: RoomParticipant) -> tuple[Attended, Did]:
    time = attendance.attended(participant.room, [participant.id]).get(participant.id)
    return time or Attended(), attendance.did(participant.room, [participant])[participant.id]


def title(entry: HistoryEntry, lang: str) -> str:
    participant = _participant(entry)
    n = minutes(_facts(participant)[0].seconds)
    named = {"title": rooms.title(participant.room, lang), "n": n}
    with translation.override(lang):
        if entry.ended_at is None:
            return _("Attending: %(title)s") % named
        return (
            ngettext("Attended, %(n)d min: %(title)s", "Attended, %(n)d min: %(title)s", n) % named
        )


def text(entry: HistoryEntry, lang: str) -> str:
    """How long, and what they did, a line each."""
    participant = _participant(entry)
    time, deeds = _facts(participant)
    n = minutes(time.seconds)
    lines = []
    with translation.override(lang):
        lines.append(ngettext("%(n)d minute", "%(n)d minutes", n) % {"n": n})
        if deeds.floor:
            lines.append(_("Spoke on the stage"))
        elif deeds.hands:
            lines.append(_("Raised a hand"))
        if deeds.messages:
            said = ngettext(
                "%(n)d message in the chat", "%(n)d messages in the chat", deeds.messages
            )
            lines.append(said % {"n": deeds.messages})
        lines += [_("Asked: %(text)s") % {"text": asked} for asked in deeds.questions]
    return "\n".join(lines)


def presence(entry: HistoryEntry) -> Presence | None:
    """When they were there, of the time in which it was live."""
    participant = _participant(entry)
    live_at, time = participant.room.live_at, _facts(participant)[0]
    if live_at is None or not time.spans:
        return None
    stays = [Stay(span.start, span.end) for span in time.spans]
    return Presence(live_at, participant.room.ended_at or timezone.now(), stays)


def payload(entry: HistoryEntry) -> dict[str, Any]:
    """Complete, as it is now. Times in ISO 8601 UTC; `seconds` are the union of the intervals
    within the live time. Anonymous questions are in nobody's."""
    participant = _participant(entry)
    room, (time, deeds) = participant.room, _facts(participant)
    webinar = rooms.webinar_of(room)
    return {
        "room": str(room.id),
        "webinar": {
            "id": str(webinar.id),
            "slug": webinar.slug,
            "title": rooms.title(room, webinar.language),
            "starts_at": webinar.starts_at.isoformat(),
        }
        if webinar
        else None,
        "registration": str(participant.registration_id) if participant.registration_id else None,
        "name": participant.name,
        "company": participant.company,
        "role": participant.role,
        "language": participant.language,
        "minutes": minutes(time.seconds),
        "seconds": time.seconds,
        "joined_at": time.first_at.isoformat() if time.first_at else None,
        "left_at": time.last_at.isoformat() if time.last_at else None,
        "intervals": [
            {"from": span.start.isoformat(), "to": span.end.isoformat()} for span in time.spans
        ],
        "messages": deeds.messages,
        "questions": deeds.questions,
        "hands": deeds.hands,
        "floor": deeds.floor,
        "running": entry.ended_at is None,
    }


def erase(entry: HistoryEntry) -> None:
    """The intervals stay as a count; name, company and what was written go."""
    forget(_participant(entry))


def forget(participant: RoomParticipant) -> None:
    """Tombstones for what a person left in a room: name, entries, and entries about them."""
    room = participant.room
    logs = [room.public_log_id, room.hosts_log_id]
    list(Log.objects.select_for_update().filter(pk__in=logs).order_by("pk"))
    own = Participant.objects.filter(log_id__in=logs, subject=participant.id, kind="visitor")
    theirs = Q(participant_id__in=list(own.values_list("id", flat=True)))
    about = Q(body__participant=str(participant.id))
    for row in Entry.objects.filter(theirs | about, log_id__in=logs):
        kind = entry_kinds.get(row.kind)
        body = kind.erase(row.body) if kind else {}
        Entry.objects.filter(log_id=row.log_id, seq=row.seq).update(body=body)
    own.exclude(name="").update(name="…")
    participant.name, participant.company = "…", ""
    participant.save(update_fields=["name", "company"])
    participant.links.filter(revoked_at__isnull=True).update(revoked_at=timezone.now())


def _erase_people(
    contact: UUID | None, identities: Sequence[UUID], entries: Sequence[UUID]
) -> None:
    """Also whoever was let into a room and never attended."""
    people = RoomParticipant.objects.select_related("room").filter(identity__in=identities)
    for participant in people.order_by("pk"):
        forget(participant)


def register() -> None:
    erasers.register("webinars.rooms", _erase_people)
    register_history(
        HistoryKind(
            name="attendance",
            version=1,
            title=title,
            text=text,
            payload=payload,
            erase=erase,
            presence=presence,
        )
    )
