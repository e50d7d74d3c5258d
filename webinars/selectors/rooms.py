"""What people in a room are told about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from hub.accounts.models import Staff
from hub.errors import NotFound
from hub.registry.streams import Principal
from webinars import rights
from webinars.errors import RegistrationWithdrawn, RemovedFromRoom
from webinars.events import Me, RoomState, StagePerson
from webinars.media.contract import SLOTS
from webinars.models import AttendanceInterval, Room, RoomParticipant, Speaker, Webinar

#: A connection that was not seen for so long is gone, whatever became of its process.
GONE_AFTER = timedelta(seconds=45)
#: Those of whom `is_out` is false.
NOT_OUT = Q(removed_at__isnull=True, registration__cancelled_at__isnull=True)


def room(room_id: UUID) -> Room:
    """Raises `NotFound`."""
    found = (
        Room.objects.select_related("webinar", "site", "conversation__visitor")
        .filter(pk=room_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def webinar_of(room: Room) -> Webinar | None:
    found: Webinar | None = getattr(room, "webinar", None)
    return found


def may_see(who: Principal, room: Room) -> bool:
    """Whether a member of staff may be in the room or read about it."""
    return who.kind == "staff" and (
        who.may("room.host", room.site_id) or who.may("webinar.read", room.site_id)
    )


def participant(who: Principal, room_id: UUID) -> RoomParticipant:
    """Who that is in the room, with the room. Raises `NotFound`, `RemovedFromRoom`, or
    `RegistrationWithdrawn`."""
    rows = RoomParticipant.objects.select_related(
        "room__webinar", "room__site", "room__conversation__visitor", "registration"
    ).filter(room_id=room_id)
    found = rows.filter(**{"pk" if who.kind == "visitor" else "staff": who.id}).first()
    if found is None or (who.kind == "staff") != (found.staff is not None):
        raise NotFound
    if found.removed_at is not None:
        raise RemovedFromRoom
    if found.withdrew:
        raise RegistrationWithdrawn
    if (
        who.kind == "staff"
        and found.role == RoomParticipant.Role.HOST
        and not who.may("room.host", found.room.site_id)
    ):
        raise NotFound  # what made them a host was taken from them
    return found


def here(room_id: UUID | None = None) -> "QuerySet[RoomParticipant]":
    """Those who are there now."""
    rows = RoomParticipant.objects.filter(NOT_OUT, Exists(_open_intervals()))
    return rows if room_id is None else rows.filter(room_id=room_id)


def _open_intervals() -> "QuerySet[AttendanceInterval]":
    return AttendanceInterval.objects.filter(
        participant=OuterRef("pk"),
        left_at__isnull=True,
        seen_at__gt=timezone.now() - GONE_AFTER,
    )


def hands(room_id: UUID) -> list[RoomParticipant]:
    """Raised hands of those who are there, the first on top."""
    raised = here(room_id).filter(hand_raised_at__isnull=False)
    return list(raised.select_related("registration").order_by("hand_raised_at", "id"))


def times(room: Room) -> tuple[datetime | None, datetime | None]:
    """When it is planned to begin and to end."""
    webinar = webinar_of(room)
    starts = webinar.starts_at if webinar else room.starts_at
    length = webinar.duration_minutes if webinar else room.duration_minutes
    ends = starts + timedelta(minutes=length) if starts and length else None
    return starts, ends


def title(room: Room, lang: str) -> str:
    webinar = webinar_of(room)
    texts = webinar.texts.get(lang) or {} if webinar else {}
    return str(texts.get("title") or room.title)


def state(room: Room, me: RoomParticipant | None = None) -> RoomState:
    """Everything that a client in the room has to know. With `me`: as an answer to that one."""
    starts_at, ends_at = times(room)
    audio, video = SLOTS[room.kind]
    up = hands(room.id)
    return RoomState(
        id=room.id,
        kind=room.kind,  # type: ignore[arg-type]
        title={lang: title(room, lang) for lang in _languages()},
        language=room.language,
        state=room.state,  # type: ignore[arg-type]
        may_speak=room.may_speak,  # type: ignore[arg-type]
        now=timezone.now(),
        starts_at=starts_at,
        ends_at=ends_at,
        live_at=room.live_at,
        ended_at=room.ended_at,
        stage=stage(room, me),
        here=here(room.id).count(),
        hands=len(up),
        epoch=room.media_epoch,
        audio_slots=audio,
        video_slots=video,
        conversation=room.conversation_id,
        me=me_of(room, me, up) if me else None,
    )


def me_of(room: Room, me: RoomParticipant, up: list[RoomParticipant] | None = None) -> Me:
    up = hands(room.id) if up is None else up
    place = next((n for n, one in enumerate(up, 1) if one.id == me.id), 0)
    if not place and me.hand_raised_at is not None:
        place = len(up) + 1  # not seen as being there yet
    return Me(
        participant=me.id,
        name=me.name,
        role=me.role,  # type: ignore[arg-type]
        may_publish=sorted(rights.may_publish(room, me)),
        muted=sorted(rights.muted(me)),
        hand=place,
        removed=me.removed_at is not None,
        withdrawn=me.withdrew,
    )


def stage(room: Room, me: RoomParticipant | None) -> list[StagePerson]:
    """Hosts who are there, speakers (there or not), who has the floor, and all of a meeting."""
    present = Q(is_here=True) | Q(pk=me.id if me else None)
    wanted = Q(role=RoomParticipant.Role.SPEAKER) | (
        present & (Q(role=RoomParticipant.Role.HOST) | Q(has_floor=True))
    )
    if rights.everybody_speaks(room):
        wanted = present
    people = list(
        RoomParticipant.objects.select_related("registration")
        .annotate(is_here=Exists(_open_intervals()))
        .filter(NOT_OUT, wanted, room=room)
        .order_by("created_at", "id")[:100]
    )
    people.sort(key=lambda one: ("host", "speaker", "attendee").index(one.role))
    described = _described(room, people)
    return [
        StagePerson(
            participant=one.id,
            name=one.name,
            role=one.role,  # type: ignore[arg-type]
            title=described[one.id].title,
            face=described[one.id].face,
            has_floor=one.has_floor,
            here=one.is_here or (me is not None and one.id == me.id),
        )
        for one in people
    ]


@dataclass(frozen=True)
class Described:
    #: Language → what they do.
    title: dict[str, str]
    face: str


def _described(room: Room, people: Iterable[RoomParticipant]) -> dict[UUID, Described]:
    """participant → what they do, and their face, from the planned speakers and from the staff."""
    webinar = webinar_of(room)
    planned = list(Speaker.objects.filter(webinar=webinar)) if webinar else []
    by_staff = {one.staff_id: one for one in planned if one.staff_id}
    by_email = {one.email.casefold(): one for one in planned if one.email}
    staff = {
        one.id: one
        for one in Staff.objects.filter(pk__in=[p.staff for p in people if p.staff is not None])
    }
    found: dict[UUID, Described] = {}
    for one in people:
        speaker = by_staff.get(one.staff) if one.staff else None
        if speaker is None and one.registration is not None:
            speaker = by_email.get(one.registration.email_key)
        known = [who for who in (speaker, staff.get(one.staff) if one.staff else None) if who]
        found[one.id] = Described(
            title=_in_each_language([who.title for who in known]),
            face=next((who.face for who in known if who.face), ""),
        )
    return found


def _in_each_language(titles: list[dict[str, str]]) -> dict[str, str]:
    """What is planned comes before what somebody is in general, and any language before none."""
    anything = [text for texts in titles for text in (texts.get("de"), *texts.values())]
    said = {
        lang: next(filter(None, [*(texts.get(lang) for texts in titles), *anything]), "")
        for lang in _languages()
    }
    return {lang: text for lang, text in said.items() if text}


def _languages() -> list[str]:
    return [code for code, _ in settings.LANGUAGES]


def role_of(who: Principal, room: Room) -> str:
    """What a member of staff is in the room: a host, a planned speaker, or somebody who looks."""
    if who.may("room.host", room.site_id):
        return "host"
    webinar = webinar_of(room)
    planned = webinar and Speaker.objects.filter(webinar=webinar, staff_id=who.id).exists()
    return "speaker" if planned else "attendee"
