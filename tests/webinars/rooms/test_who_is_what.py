"""What somebody is in a room follows from who they are, and is looked up each time."""

import asyncio
from typing import Any

import pytest

from hub.accounts.models import RoleAssignment, Staff
from hub.accounts.permissions import principal
from hub.errors import NotAllowed, NotFound
from hub.registry.streams import Principal, Resolved
from hub.sites.models import Site
from tests.people import make_staff
from tests.webinars.rooms.people import guest, let_in, make_room, make_webinar, register
from webinars import streams
from webinars.errors import NobodySpeaks, RoomNotOpen
from webinars.models import Room, RoomParticipant, Speaker
from webinars.services import floor, stepping

pytestmark = pytest.mark.django_db(transaction=True)


def come(who: Principal, room: Room) -> Resolved:
    return asyncio.run(streams.resolve(who, f"room:{room.id}"))


def topics(who: Principal, room: Room) -> set[str]:
    found = asyncio.run(streams.own_topics(who, f"room:{room.id}"))
    return {topic.partition(":")[0] for topic in found}


def audiences(found: Resolved) -> list[str]:
    return [held.audience for held in found.logs]


@pytest.fixture
def room(site: Site) -> Room:
    made = make_room(site, state="open")
    make_webinar(made)
    return made


def test_who_may_host_is_a_host(room: Room, keller: Staff) -> None:
    found = come(principal(keller), room)
    assert found.state.me.role == "host"
    assert audiences(found) == ["public", "hosts"]
    assert topics(principal(keller), room) == {"room-participant", "room-hosts"}


def test_who_may_only_read_webinars_is_in_the_audience(room: Room) -> None:
    admin = principal(make_staff("Ada Admin", role="admin"))
    found = come(admin, room)
    assert (found.state.me.role, found.state.me.may_publish) == ("attendee", [])
    assert audiences(found) == ["public"]
    assert topics(admin, room) == {"room-participant"}
    with pytest.raises(NotAllowed):
        stepping.step(who=admin, room_id=room.id, step="live")


def test_a_planned_speaker_of_the_staff_is_backstage(room: Room) -> None:
    admin = make_staff("Ada Admin", role="admin")
    Speaker.objects.create(
        webinar=room.webinar, staff=admin, name=admin.name, title={"de": "Entwicklung"}
    )
    found = come(principal(admin), room)
    assert found.state.me.role == "speaker"
    assert audiences(found) == ["public", "hosts"]
    assert topics(principal(admin), room) == {"room-participant"}  # not who the guests are
    [on_stage] = found.state.stage
    assert on_stage.name == "Ada Admin"
    assert on_stage.title == {"de": "Entwicklung", "en": "Entwicklung"}


def test_a_speaker_from_outside_is_backstage_by_their_link(room: Room) -> None:
    registration = register(room.webinar, "Prof. Weber", role="speaker")
    Speaker.objects.create(
        webinar=room.webinar,
        name="Prof. Weber",
        title={"de": "Hochschule", "en": "University"},
        email=registration.email,
        face="/faces/weber.svg",
    )
    one, _ = let_in(room, "Prof. Weber", registration=registration, role="speaker")
    who = guest(one)
    found = come(who, room)
    assert audiences(found) == ["public", "hosts"]
    assert all(held.participant for held in found.logs)
    assert set(found.state.me.may_publish) == {"camera", "microphone", "screen", "screen-audio"}
    assert topics(who, room) == {"room-participant"}
    assert found.state.stage[0].title == {"de": "Hochschule", "en": "University"}
    assert found.state.stage[0].face == "/faces/weber.svg"
    assert found.state.title == {
        "de": "Auspumpzeiten richtig rechnen",
        "en": "Pump-down times",
    }


@pytest.mark.parametrize(
    ("planned", "general", "told"),
    [
        (
            {"de": "Moderation"},
            {"de": "Vertrieb", "en": "Sales"},
            {"de": "Moderation", "en": "Sales"},
        ),
        ({}, {"de": "Vertrieb", "en": "Sales"}, {"de": "Vertrieb", "en": "Sales"}),
        ({"de": "", "en": "Host"}, {}, {"de": "Host", "en": "Host"}),
        ({}, {"fr": "Ventes"}, {"de": "Ventes", "en": "Ventes"}),
        ({}, {}, {}),
    ],
)
def test_everybody_is_told_what_a_host_does_in_their_language(
    room: Room,
    keller: Staff,
    planned: dict[str, str],
    general: dict[str, str],
    told: dict[str, str],
) -> None:
    keller.title = general
    keller.save()
    Speaker.objects.create(webinar=room.webinar, staff=keller, name=keller.name, title=planned)
    [on_stage] = come(principal(keller), room).state.stage
    assert on_stage.title == told


def test_a_right_that_was_taken_is_gone_in_the_room(room: Room, keller: Staff) -> None:
    come(principal(keller), room)
    RoleAssignment.objects.filter(staff=keller).delete()
    with pytest.raises(NotFound):
        stepping.step(who=principal(keller), room_id=room.id, step="live")
    RoleAssignment.objects.create(staff=keller, role="admin")
    with pytest.raises(NotFound):
        floor.mute(
            *(),
            who=principal(keller),
            room_id=room.id,
            participant_id=None,
            source="camera",
            muted=True,
        )  # as a host; subscribing again makes them what they are now
    assert come(principal(keller), room).state.me.role == "attendee"
    assert RoomParticipant.objects.filter(room=room, staff=keller.id).count() == 1


def test_a_hand_where_only_hosts_speak(site: Site) -> None:
    room = make_room(site, state="live", may_speak="hosts")
    one, _ = let_in(room, "Anna")
    with pytest.raises(NobodySpeaks):
        floor.raise_hand(who=guest(one), room_id=room.id, action_id=one.id, up=True)


def test_a_room_where_everybody_speaks_needs_no_hands(site: Site, keller: Staff) -> None:
    room = make_room(site, state="live", may_speak="all")
    one, _ = let_in(room, "Anna")
    come(principal(keller), room)
    assert "camera" in come(guest(one), room).state.me.may_publish
    with pytest.raises(NotAllowed):
        floor.raise_hand(who=guest(one), room_id=room.id, action_id=one.id, up=True)
    with pytest.raises(NotAllowed):
        floor.give_floor(
            *(),
            who=principal(keller),
            room_id=room.id,
            participant_id=one.id,
            action_id=one.id,
            give=True,
        )


def test_before_the_lobby_opens_nobody_writes(site: Site) -> None:
    room = make_room(site)
    one, _ = let_in(room, "Anna")
    [held] = come(guest(one), room).logs
    assert held.participant is None

    def write(body: Any) -> Any:
        return asyncio.run(
            streams.become_writer(guest(one), f"room:{room.id}", held.log, "message", body)
        )

    with pytest.raises(RoomNotOpen):
        write({"text": "x"})
    Room.objects.filter(pk=room.id).update(state="open")
    assert write({"text": "x"}).lasting
    assert come(guest(one), room).logs[0].participant is not None
