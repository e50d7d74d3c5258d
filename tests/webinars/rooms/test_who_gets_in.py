"""Names that are none, rooms that are full or over, and who comes again."""

import pytest

from hub.errors import BadInput
from hub.sites.models import Site
from tests.webinars.rooms.people import let_in, make_room, make_webinar, register
from webinars.errors import RemovedFromRoom, RoomFull, RoomOver
from webinars.models import Room, RoomParticipant
from webinars.services import admitting

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["", "   ", "\x00", "\u2028\u200b", "\x1b"])
def test_a_name_that_is_none(name: str, site: Site) -> None:
    with pytest.raises(BadInput) as wrong:
        let_in(make_room(site), name)
    assert wrong.value.field == "name"


def test_a_name_is_one_line_and_bounded(site: Site) -> None:
    one, _ = let_in(make_room(site), "Anna\x00\nMaier \u202e" + "x" * 100_000, company="\x07" * 9)
    assert one.name.startswith("Anna Maier x")
    assert (len(one.name), one.company) == (120, "")


def test_a_room_takes_so_many_and_no_more(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admitting, "CAPACITY", 2)
    room = make_room(site)
    webinar = make_webinar(room)
    registration = register(webinar, "Anna")
    anna, _ = let_in(room, "Anna", registration=registration)
    let_in(room, "Bernd")
    with pytest.raises(RoomFull):
        let_in(room, "Carla")
    assert let_in(room, "Anna", registration=registration)[0].id == anna.id


def test_who_comes_again_is_the_same_and_who_was_removed_stays_out(site: Site) -> None:
    room = make_room(site)
    registration = register(make_webinar(room), "Anna")
    anna, _ = let_in(room, "Anna", registration=registration)
    again, _ = let_in(room, "Anna Maier", registration=registration)
    assert (again.id, again.name) == (anna.id, "Anna Maier")
    RoomParticipant.objects.filter(pk=anna.id).update(removed_at=anna.created_at)
    with pytest.raises(RemovedFromRoom):
        let_in(room, "Anna", registration=registration)
    Room.objects.filter(pk=room.id).update(state="ended", ended_at=anna.created_at)
    room.refresh_from_db()
    with pytest.raises(RoomOver):
        let_in(room, "Neu")
