"""A meeting with colleagues: their mails, their calendars, and what may still be changed."""

from datetime import datetime, timedelta
from email.message import Message
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django import Settings

from hub.accounts.models import Staff
from hub.accounts.permissions import principal
from hub.errors import BadInput, NotAllowed, NotFound
from hub.realtime.models import Entry
from hub.registry.streams import Principal
from hub.sites.models import Site
from hub.threads import in_thread
from tests.clients import Client
from tests.people import make_site, make_staff, session_of
from tests.serving import Web
from tests.webinars.events.test_ics import lines
from tests.webinars.events.test_mails import Inbox, inbox, parts
from tests.webinars.rooms.people import make_room
from tests.webinars.rooms.test_api import Api
from tests.webinars.rooms.test_meetings import begin
from webinars.errors import MeetingAgreed, MeetingBegun, RoomOver
from webinars.models import MeetingInvitation, MeetingMail, Room, RoomParticipant
from webinars.services import meetings, replanning, sending, stepping
from webinars.services.rooms import go_live_with_the_first

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["inbox"]


@pytest.fixture
def brandt(transactional_db: None, site: Site) -> Staff:
    return make_staff("Jonas Brandt")


@pytest.fixture
def fuchs(transactional_db: None, site: Site) -> Staff:
    made = make_staff("Lena Fuchs", "manager")
    made.language, made.time_zone = "en", "America/New_York"
    made.save()
    return made


def tomorrow() -> datetime:
    return timezone.now().replace(microsecond=0) + timedelta(days=1)


def plan(by: Staff, site: Site, *invited: Staff, **more: Any) -> Room:
    return meetings.plan(
        who=principal(by),
        room_id=more.pop("id", None) or uuid4(),
        site=site,
        title=more.pop("title", "Angebote der Woche"),
        starts_at=more.pop("starts_at", tomorrow()),
        invited=[one.id for one in invited],
    )


def change(by: Staff, room: Room, **given: Any) -> Room:
    return replanning.change(who=principal(by), room_id=room.id, **given)


def new(inbox: Inbox) -> dict[str, Message]:
    """What goes out now, by the receiver's first name."""
    inbox.mails.clear()
    sending.send_due()
    return {str(mail["To"]).split(".")[0]: mail for mail in inbox.mails}


def calendar(mail: Message) -> list[str]:
    return lines(parts(mail)["application/ics"].encode())


def value(calendar: list[str], name: str) -> str:
    return next(line for line in calendar if line.startswith(name)).split(":", 1)[1]


def test_each_is_told_in_their_language_and_zone_and_so_is_who_planned_it(
    inbox: Inbox, settings: Settings, site: Site, keller: Staff, brandt: Staff, fuchs: Staff
) -> None:
    room = plan(keller, site, brandt, fuchs)
    mails = new(inbox)
    assert set(mails) == {"miriam", "jonas", "lena"}
    assert mails["jonas"]["Subject"] == "Besprechung: Angebote der Woche"
    assert mails["jonas"]["Reply-To"] == keller.email
    said = parts(mails["jonas"])
    address = f"{settings.STAFF_ORIGIN}/rooms/{room.id}"
    assert "Miriam Keller lädt Sie zu einer Besprechung ein." in said["text/plain"]
    assert address in said["text/plain"] and address in said["text/html"]
    assert "Webinar" not in said["text/plain"] + said["text/html"]
    english = parts(mails["lena"])["text/plain"]
    assert "Miriam Keller invites you" in english and "New York" in english
    assert "geplant haben" in parts(mails["miriam"])["text/plain"]
    assert mails["miriam"]["Reply-To"] is None
    entry = calendar(mails["jonas"])
    invitation = MeetingInvitation.objects.get(staff=brandt.id)
    assert f"UID:{invitation.id}@hub.example" in entry and "METHOD:REQUEST" in entry
    assert "SEQUENCE:0" in entry and f"LOCATION:{address}" in entry
    assert any("PARTSTAT=NEEDS-ACTION" in line and brandt.email in line for line in entry)
    assert any("PARTSTAT=ACCEPTED" in line for line in calendar(mails["miriam"]))
    assert new(inbox) == {}


def test_a_change_is_told_to_who_heard_of_it_and_the_others_hear_it_as_it_is(
    inbox: Inbox, site: Site, keller: Staff, brandt: Staff, fuchs: Staff
) -> None:
    room = plan(keller, site, brandt)
    first = new(inbox)["jonas"]
    later = tomorrow() + timedelta(hours=2)
    change(keller, room, invited=[brandt.id, fuchs.id])
    change(keller, room, title="Angebote", starts_at=later, duration_minutes=45)
    mails = new(inbox)
    assert mails["jonas"]["Subject"] == "Geändert: Angebote"
    assert mails["lena"]["Subject"] == "Meeting: Angebote"
    entry = calendar(mails["jonas"])
    assert value(entry, "UID") == value(calendar(first), "UID")
    assert "SEQUENCE:1" in entry and "METHOD:REQUEST" in entry
    assert value(entry, "DTSTART") == f"{later:%Y%m%dT%H%M%SZ}"
    assert value(calendar(mails["lena"]), "DTSTART") == f"{later:%Y%m%dT%H%M%SZ}"
    assert set(mails) == {"miriam", "jonas", "lena"}
    # The same again is no change; several changes before the mails go out are one mail.
    change(keller, room, title="Angebote", starts_at=later)
    assert new(inbox) == {}
    change(keller, room, title="A")
    change(keller, room, title="B")
    assert [m["Subject"] for m in new(inbox).values()].count("Geändert: B") == 2
    assert MeetingMail.objects.filter(sent_at=None).count() == 0


def test_who_is_let_off_hears_it_and_can_be_asked_again(
    inbox: Inbox, site: Site, keller: Staff, brandt: Staff, fuchs: Staff
) -> None:
    room = plan(keller, site, brandt)
    new(inbox)
    change(keller, room, invited=[])
    (mail,) = new(inbox).values()
    assert mail["Subject"] == "Ohne Sie: Angebote der Woche"
    off = calendar(mail)
    assert "METHOD:CANCEL" in off and "SEQUENCE:1" in off and "STATUS:CANCELLED" in off
    change(fuchs, room, invited=[brandt.id])
    (mail,) = new(inbox).values()
    again = calendar(mail)
    assert "METHOD:REQUEST" in again and "SEQUENCE:2" in again
    assert value(again, "UID") == value(off, "UID")
    assert mail["Reply-To"] == fuchs.email
    # Whoever planned it stays asked, whoever changes it.
    assert room.invitations.filter(staff=keller.id, withdrawn_at=None).exists()


def test_who_was_let_off_and_does_not_know_yet_that_they_are_asked_again_gets_one_mail_or_none(
    inbox: Inbox, site: Site, keller: Staff, brandt: Staff
) -> None:
    room = plan(keller, site, brandt)
    new(inbox)
    change(keller, room, invited=[])
    new(inbox)
    change(keller, room, invited=[brandt.id])
    change(keller, room, title="Angebote")
    sending.send_due()
    told = [mail["Subject"] for mail in inbox.mails if mail["To"] == brandt.email]
    assert told == ["Ohne Sie: Angebote der Woche", "Besprechung: Angebote"]
    change(keller, room, invited=[])
    new(inbox)
    change(keller, room, invited=[brandt.id])
    replanning.cancel(who=principal(keller), room_id=room.id)
    assert set(new(inbox)) == {"miriam"}


def test_cancelling_tells_who_heard_of_it_and_nobody_else(
    inbox: Inbox, site: Site, keller: Staff, brandt: Staff, fuchs: Staff
) -> None:
    room = plan(keller, site, brandt)
    new(inbox)
    change(keller, room, invited=[brandt.id, fuchs.id])
    replanning.cancel(who=principal(keller), room_id=room.id)
    replanning.cancel(who=principal(keller), room_id=room.id)
    mails = new(inbox)
    assert set(mails) == {"miriam", "jonas"}
    assert mails["jonas"]["Subject"] == "Abgesagt: Angebote der Woche"
    assert "METHOD:CANCEL" in calendar(mails["jonas"])
    room.refresh_from_db()
    assert room.state == Room.State.ENDED and room.live_at is None
    assert new(inbox) == {}


def test_one_whose_doors_were_opened_but_that_never_began_is_cancelled_like_any_other(
    inbox: Inbox, site: Site, keller: Staff, brandt: Staff
) -> None:
    room = plan(keller, site, brandt)
    new(inbox)
    Room.objects.filter(pk=room.id).update(state=Room.State.OPEN, opened_at=timezone.now())
    replanning.cancel(who=principal(brandt), room_id=room.id)
    assert set(new(inbox)) == {"miriam", "jonas"}


def test_what_is_in_hand_while_it_is_cancelled_is_not_sent(
    inbox: Inbox, site: Site, keller: Staff
) -> None:
    room = plan(keller, site)
    held = sending._claim()
    assert isinstance(held, MeetingMail)
    replanning.cancel(who=principal(keller), room_id=room.id)
    with sending._mailer() as mailer:
        assert sending._send(held, mailer) is False
    assert not inbox.mails


def test_a_meeting_to_which_nobody_came_sends_no_cancellation(
    inbox: Inbox, site: Site, keller: Staff, brandt: Staff
) -> None:
    room = plan(keller, site, brandt)
    new(inbox)
    Room.objects.filter(pk=room.id).update(starts_at=timezone.now() - timedelta(hours=5))
    assert stepping.end_what_is_over() == 1
    assert new(inbox) == {}


def test_whoever_left_the_house_gets_nothing(
    inbox: Inbox, site: Site, keller: Staff, brandt: Staff
) -> None:
    room = plan(keller, site, brandt)
    Staff.objects.filter(pk=brandt.id).update(is_active=False)
    assert set(new(inbox)) == {"miriam"}
    # They can be kept in the list, and taken off it.
    change(keller, room, invited=[brandt.id])
    change(keller, room, invited=[])


def test_a_colleague_is_asked_into_a_meeting_that_runs(
    inbox: Inbox, site: Site, keller: Staff, brandt: Staff
) -> None:
    conversation = begin(site, keller)
    room = meetings.start(
        who=principal(keller), room_id=uuid4(), conversation_id=conversation.id, invited=[keller.id]
    )
    assert new(inbox) == {}
    change(keller, room, invited=[brandt.id])
    (mail,) = new(inbox).values()
    said = parts(mail)
    assert "Miriam Keller bittet Sie in eine Besprechung, die schon läuft." in said["text/plain"]
    assert "text/calendar" not in said
    with pytest.raises(MeetingBegun):
        change(keller, room, title="Anders")
    with pytest.raises(MeetingBegun):
        replanning.cancel(who=principal(keller), room_id=room.id)


async def test_an_open_console_hears_of_meetings_and_asks_which_are_its_own(
    web: Web, settings: Settings, site: Site, keller: Staff, brandt: Staff
) -> None:
    api = await in_thread(Api, brandt, settings)
    session = await in_thread(session_of, brandt)

    def running() -> list[bool]:
        rows = api.get("rooms?kind=meeting&state=live")
        return [str(brandt.id) in [one["id"] for one in row.get("invited", [])] for row in rows]

    async with Client.staff(web, session) as console:
        await console.subscribe("inbox")
        room = await in_thread(lambda: plan(keller, site, starts_at=None))
        await console.expect("event", kind="meetings")
        assert await in_thread(running) == [False]
        await in_thread(lambda: change(keller, room, invited=[brandt.id]))
        await console.expect("event", kind="meetings")
        assert await in_thread(running) == [True]
        await in_thread(lambda: stepping.step(who=_host(keller, room), room_id=room.id, step="end"))
        await console.expect("event", kind="meetings")
        assert await in_thread(running) == []
        planned = await in_thread(
            lambda: plan(keller, site, brandt, starts_at=timezone.now() + timedelta(minutes=5))
        )
        await console.expect("event", kind="meetings")
        assert await in_thread(running) == []
        await in_thread(lambda: go_live_with_the_first(planned))
        await console.expect("event", kind="meetings")
        assert await in_thread(running) == [True]


def _host(staff: Staff, room: Room) -> Principal:
    RoomParticipant.objects.create(room=room, staff=staff.id, name=staff.name, role="host")
    return principal(staff)


def test_with_a_visitor_only_the_colleagues_can_be_changed(
    inbox: Inbox, site: Site, keller: Staff, brandt: Staff
) -> None:
    conversation = begin(site, keller)
    room = meetings.start(
        who=principal(keller),
        room_id=uuid4(),
        conversation_id=conversation.id,
        starts_at=tomorrow(),
        invited=[brandt.id],
    )
    assert set(new(inbox)) == {"miriam", "jonas"}
    for given in ({"title": "Anders"}, {"starts_at": tomorrow()}, {"duration_minutes": 60}):
        with pytest.raises(MeetingAgreed):
            change(keller, room, **given)
    change(keller, room, invited=[])
    assert new(inbox)["jonas"]["Subject"].startswith("Ohne Sie")
    replanning.cancel(who=principal(keller), room_id=room.id)
    ended = Entry.objects.get(log_id=conversation.public_log_id, kind="room.ended")
    assert ended.body["cancelled"] is True
    assert set(new(inbox)) == {"miriam"}
    with pytest.raises(RoomOver):
        change(keller, room, invited=[brandt.id])


def test_nobody_is_asked_who_may_not_come_and_then_nothing_is_planned(
    site: Site, keller: Staff, brandt: Staff
) -> None:
    elsewhere = make_staff("Otto Weit", site=make_site("other"))
    gone = make_staff("Alt Gegangen")
    Staff.objects.filter(pk=gone.id).update(is_active=False)
    crowd = [make_staff(f"Nr {n}") for n in range(3)]
    for invited in ([elsewhere.id], [gone.id], [uuid4()], [brandt.id, uuid4()]):
        with pytest.raises(BadInput) as refused:
            meetings.plan(
                who=principal(keller),
                room_id=uuid4(),
                site=site,
                starts_at=tomorrow(),
                invited=invited,
            )
        assert refused.value.field == "invited"
    with pytest.raises(BadInput):
        meetings.plan(
            who=principal(keller),
            room_id=uuid4(),
            site=site,
            starts_at=tomorrow(),
            invited=[uuid4() for _ in range(51)],
        )
    assert not Room.objects.exists() and not MeetingMail.objects.exists()
    # Twice the same is once.
    room = plan(keller, site, brandt, brandt, *crowd)
    assert room.invitations.count() == 5


def test_who_may_not_start_meetings_changes_none(site: Site, keller: Staff, brandt: Staff) -> None:
    room = plan(keller, site)
    elsewhere = make_staff("Otto Weit", site=make_site("other"))
    for somebody in (elsewhere, make_staff("Ada Amt", "admin")):
        with pytest.raises(NotAllowed):
            change(somebody, room, title="Meine")
        with pytest.raises(NotAllowed):
            replanning.cancel(who=principal(somebody), room_id=room.id)
    for missing in (uuid4(), make_room(site).id):
        with pytest.raises(NotFound):
            replanning.cancel(who=principal(keller), room_id=missing)


@pytest.mark.parametrize(
    "given",
    [
        {"title": " \u200b "},
        {"duration_minutes": 4},
        {"duration_minutes": 721},
        {"starts_at": timezone.now() - timedelta(hours=1)},
        {"starts_at": timezone.now() + timedelta(days=1000)},
        {"starts_at": datetime(2030, 1, 1)},
    ],
)
def test_what_does_not_fit_changes_nothing(
    given: dict[str, Any], site: Site, keller: Staff, brandt: Staff
) -> None:
    room = plan(keller, site)
    before = Room.objects.values().get(pk=room.id)
    with pytest.raises(BadInput) as refused:
        change(keller, room, **given, invited=[brandt.id])
    assert refused.value.field == next(iter(given))
    assert Room.objects.values().get(pk=room.id) == before
    assert room.invitations.count() == 1


def test_over_http_and_what_a_list_shows(
    inbox: Inbox, settings: Settings, site: Site, keller: Staff, brandt: Staff, fuchs: Staff
) -> None:
    api = Api(keller, settings)
    plan_in = {"id": str(uuid4()), "title": "Woche", "starts_at": tomorrow().isoformat()}
    made = api.post("meetings", {**plan_in, "invited": [str(brandt.id), str(fuchs.id)]})
    assert made["invited"] == [
        {"id": str(brandt.id), "name": "Jonas Brandt", "mail": "due"},
        {"id": str(fuchs.id), "name": "Lena Fuchs", "mail": "due"},
        {"id": str(keller.id), "name": "Miriam Keller", "mail": "due", "planner": True},
    ]
    inbox.refuse = "lena"
    new(inbox)
    (row,) = api.get("rooms?kind=meeting")
    states = {one["name"]: (one["mail"], one.get("error")) for one in row["invited"]}
    assert states["Jonas Brandt"] == ("sent", None)
    assert states["Lena Fuchs"] == ("failed", "550 No such mailbox")
    changed = api.patch(f"meetings/{made['id']}", {"title": "Monat", "invited": []})
    assert changed["title"] == "Monat"
    assert [one["name"] for one in changed["invited"]] == ["Miriam Keller"]
    for bad in ({"invited": ["x"]}, {"starts_at": "2030-01-01T10:00"}, {"title": "x" * 1001}):
        answer = api.patch(f"meetings/{made['id']}", bad, status=422)
        assert answer["error"]["code"] == "bad_input"
    assert api.post(f"meetings/{made['id']}/cancel", {}, status=200)["state"] == "ended"
    api.patch(f"meetings/{made['id']}", {"title": "x"}, status=409)
    Api(None, settings).post(f"meetings/{made['id']}/cancel", {}, status=401)
