"""Every cell of the table: role × state × deed, and what somebody may publish and watch."""

from itertools import product

import pytest

from webinars import rights
from webinars.models import Room, RoomParticipant

ROLES = ("host", "speaker", "attendee")
STATES = ("planned", "open", "live", "ended")

#: deed → role → the states in which that role may: written down a second time, by hand.
EXPECTED = {
    "step": {"host": "planned open live ended"},
    "floor": {"host": "live"},
    "floor.return": {"attendee": "live"},
    "remove": {"host": "planned open live"},
    "mute.others": {"host": "planned open live"},
    "question.state": {"host": "open live"},
    "backstage": {"host": "planned open live ended", "speaker": "planned open live ended"},
    "hand": {"attendee": "live"},
    "write": {"host": "open live", "speaker": "open live", "attendee": "open live"},
}
ALL = {"microphone", "camera", "screen", "screen-audio"}


def room(state: str, kind: str = "webinar", may_speak: str = "raised") -> Room:
    return Room(state=state, kind=kind, may_speak=may_speak)


def person(role: str, *, floor: bool = False, removed: bool = False) -> RoomParticipant:
    from django.utils import timezone

    return RoomParticipant(
        role=role, has_floor=floor, removed_at=timezone.now() if removed else None
    )


def test_every_deed_is_in_the_table() -> None:
    assert set(EXPECTED) == set(rights.TABLE)


@pytest.mark.parametrize(("deed", "role", "state"), list(product(EXPECTED, ROLES, STATES)))
def test_a_cell(deed: str, role: str, state: str) -> None:
    allowed = state in EXPECTED[deed].get(role, "").split()
    assert rights.may(deed, room(state), person(role)) is allowed  # type: ignore[arg-type]
    assert not rights.may(deed, room(state), person(role, removed=True))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("role", "state", "floor", "kind", "may_speak"),
    list(
        product(
            ROLES,
            STATES,
            (False, True),
            ("webinar", "meeting"),
            ("hosts", "raised", "all"),
        )
    ),
)
def test_what_somebody_may_publish(
    role: str, state: str, floor: bool, kind: str, may_speak: str
) -> None:
    where = room(state, kind, may_speak)
    expected: set[str] = set()
    if role != "attendee" and state != "ended":
        expected = ALL
    elif role == "attendee" and state == "live":
        if kind == "meeting" or may_speak == "all":
            expected = ALL
        elif floor:
            expected = {"microphone", "camera"}
    assert set(rights.may_publish(where, person(role, floor=floor))) == expected
    assert not rights.may_publish(where, person(role, floor=floor, removed=True))


@pytest.mark.parametrize(("role", "state"), list(product(ROLES, STATES)))
def test_who_sees_the_stage(role: str, state: str) -> None:
    expected = state != "ended" and (role != "attendee" or state == "live")
    assert rights.may_watch(room(state), person(role)) is expected
    assert not rights.may_watch(room(state), person(role, removed=True))
