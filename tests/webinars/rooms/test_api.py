"""Rooms and meetings over HTTP, on the staff origin."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import pytest
from django.test import Client as Http
from django.utils import timezone
from pytest_django import Settings

from chat.services import assignment
from hub.accounts.models import Staff
from hub.accounts.permissions import principal
from hub.contacts.models import HistoryEntry
from hub.contacts.services import erase, identify
from hub.realtime.models import Entry
from hub.sites.models import Site
from tests.people import make_site, make_staff, session_of
from tests.webinars.rooms.people import ago, let_in, make_room, make_webinar
from tests.webinars.rooms.test_meetings import begin
from webinars.models import AttendanceInterval, Room, RoomParticipant

pytestmark = pytest.mark.django_db


class Api:
    """The staff API as somebody who is signed in."""

    def __init__(self, staff: Staff | None, settings: Settings) -> None:
        self.http = Http(headers={"host": urlsplit(settings.STAFF_ORIGIN).netloc})
        if staff is not None:
            self.http.cookies["__Host-staff"] = session_of(staff)
        self.origin = settings.STAFF_ORIGIN

    def get(self, path: str, status: int = 200) -> Any:
        answer = self.http.get(f"/api/v1/{path}")
        assert answer.status_code == status, answer.content
        return answer.json()

    def post(self, path: str, data: Any, status: int = 201) -> Any:
        return self._send("post", path, data, status)

    def patch(self, path: str, data: Any, status: int = 200) -> Any:
        return self._send("patch", path, data, status)

    def _send(self, method: str, path: str, data: Any, status: int) -> Any:
        self.http.get("/api/v1/me")
        token = self.http.cookies.get("__Host-csrf") or self.http.cookies.get("csrftoken")
        answer = getattr(self.http, method)(
            f"/api/v1/{path}",
            data,
            content_type="application/json",
            headers={
                "origin": self.origin,
                **({"x-csrftoken": token.value} if token else {}),
            },
        )
        assert answer.status_code == status, answer.content
        return answer.json()


def test_rooms_are_listed_to_those_who_may_see_them(
    site: Site, keller: Staff, settings: Settings
) -> None:
    live, draft = make_room(site, state="live", live_at=ago(60)), make_room(site)
    make_webinar(live)
    make_webinar(draft, state="draft")
    over = make_room(site, state="ended")
    make_webinar(make_room(site), starts_at=ago(24 * 3600))  # planned, and never held
    make_room(site, kind="meeting", starts_at=ago(24 * 3600))
    one, _ = let_in(live, "Anna")
    AttendanceInterval.objects.create(participant=one, joined_at=ago(30), seen_at=ago(1))
    elsewhere = make_staff("Lea Fuchs", site=make_site("other"))
    api = Api(keller, settings)
    [row] = api.get("rooms")
    assert row["id"] == str(live.id)
    assert (row["state"], row["here"], row["kind"]) == ("live", 1, "webinar")
    assert row["title"] == "Auspumpzeiten richtig rechnen"
    assert api.get("rooms?lang=en")[0]["title"] == "Pump-down times"
    assert [r["id"] for r in api.get("rooms?state=ended")] == [str(over.id)]
    assert api.get("rooms?kind=meeting") == []
    assert api.get(f"rooms/{live.id}")["id"] == str(live.id)
    for wrong in ("state=gone", "kind=party"):
        assert api.get(f"rooms?{wrong}", 422)["error"]["code"] == "bad_input"
    other = Api(elsewhere, settings)
    assert other.get("rooms?state=planned,open,live,ended") == []
    for path in (f"rooms/{live.id}", f"rooms/{live.id}/attendance", f"rooms/{uuid4()}"):
        assert other.get(path, 404)["error"]["code"] == "not_found"
    Api(None, settings).get("rooms", 401)


def test_a_meeting_from_a_conversation_and_one_among_staff(
    site: Site, keller: Staff, settings: Settings
) -> None:
    conversation = begin(site, keller)
    identify(conversation.visitor.identity, name="Anna Maier")
    api, own = Api(keller, settings), str(uuid4())
    data = {"id": own, "conversation": str(conversation.id)}
    row = api.post("meetings", data)
    assert row == api.post("meetings", data)
    assert (row["id"], row["state"], row["kind"]) == (own, "live", "meeting")
    assert (row["title"], row["guest"], row["by"]) == ("Besprechung", "Anna Maier", keller.name)
    at = (timezone.now() + timedelta(days=1)).replace(microsecond=0)
    planned = api.post(
        "meetings",
        {
            "id": str(uuid4()),
            "title": "Wochenrunde",
            "starts_at": at.isoformat(),
            "duration_minutes": 45,
        },
    )
    assert (planned["state"], planned["title"]) == ("planned", "Wochenrunde")
    assert [r["id"] for r in api.get("rooms?kind=meeting")] == [own, planned["id"]]
    assert [r["id"] for r in api.get(f"rooms?conversation={conversation.id}")] == [own]
    for wrong, field in (
        ({"starts_at": "2030-01-01T10:00:00"}, "starts_at"),  # without a zone
        ({"duration_minutes": 9999}, "duration_minutes"),
        ({"site": "nirgends"}, "site"),
    ):
        error = api.post("meetings", {"id": str(uuid4()), **wrong}, 422)["error"]
        assert error["field"] == field
    error = api.post("meetings", {"id": own}, 409)["error"]
    assert error["code"] == "conflict"
    admin = Api(make_staff("Ada Admin", role="admin"), settings)
    refused = admin.post("meetings", {"id": str(uuid4()), "site": site.key}, 422)
    assert refused["error"]["field"] == "site"  # there is none where she may
    stranger = make_staff("Jens Wolf")
    waiting = begin(site)
    error = Api(stranger, settings).post(
        "meetings", {"id": str(uuid4()), "conversation": str(waiting.id)}, 409
    )["error"]
    assert (
        error
        == {
            "code": "take_first",
            "message": "Übernehmen Sie zuerst das Gespräch.",
        }
        or error["code"] == "take_first"
    )


def test_erasing_somebody_erases_their_meetings(
    site: Site, keller: Staff, settings: Settings
) -> None:
    from webinars.services import meetings

    conversation = begin(site, keller)
    contact = identify(conversation.visitor.identity, name="Anna Maier")
    room = meetings.start(
        who=principal(keller),
        room_id=uuid4(),
        conversation_id=conversation.id,
        title="Beratung Anna Maier",
    )
    from hub.registry.streams import Principal

    visitor = Principal(kind="visitor", id=conversation.visitor_id, site=site.id)
    meetings.join_link(who=visitor, conversation=conversation, room_id=room.id)
    erase(contact_id=contact.id)
    room.refresh_from_db()
    assert room.title == "…"
    assert set(RoomParticipant.objects.filter(room=room).values_list("name", flat=True)) == {"…"}
    said = str(list(Entry.objects.filter(log_id=room.public_log_id).values_list("body")))
    assert "Maier" not in said
    entry = HistoryEntry.objects.get(kind="meeting")
    assert entry.erased_at is not None
    assert not Room.objects.get(pk=room.id).links.filter(revoked_at=None).exists()


def test_a_conversation_that_waits_is_taken_first(site: Site, keller: Staff) -> None:
    from webinars.errors import TakeFirst
    from webinars.services import meetings

    conversation = begin(site)

    def start(room: UUID) -> Room:
        return meetings.start(who=principal(keller), room_id=room, conversation_id=conversation.id)

    with pytest.raises(TakeFirst):
        start(uuid4())
    assignment.take(who=principal(keller), conversation_id=conversation.id)
    assert start(uuid4()).state == "live"
