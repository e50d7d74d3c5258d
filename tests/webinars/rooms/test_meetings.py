"""A meeting out of a conversation: one click, one thread, one entry in the history."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import pytest
from asgiref.sync import sync_to_async
from django.db import connections
from django.utils import timezone

from chat.models import Conversation
from chat.services import assignment, closing
from hub.accounts.models import Staff
from hub.accounts.permissions import principal
from hub.contacts.models import HistoryEntry
from hub.errors import BadInput, Conflict, NotAllowed, NotFound
from hub.realtime.errors import LogClosed
from hub.realtime.models import Entry, Log
from hub.registry.entries import as_text
from hub.registry.streams import Principal
from hub.sites.models import Site
from hub.threads import in_thread
from tests.clients import Client, post, start_conversation
from tests.people import make_site, make_staff, session_of
from tests.serving import Web
from tests.webinars.rooms.people import ago, public_of
from webinars import streams
from webinars.errors import TakeFirst
from webinars.history import meeting
from webinars.models import AttendanceInterval, Room, RoomParticipant
from webinars.services import meetings, stepping

pytestmark = pytest.mark.django_db(transaction=True)


def begin(site: Site, staff: Staff | None = None) -> Conversation:
    from chat.services.start import start_conversation as start
    from tests.clients import new_key

    began = start(
        site_key=site.key,
        conversation_id=uuid4(),
        key=new_key(),
        client_id=uuid4(),
        text="Guten Tag",
        language="de",
    )
    if staff is not None:
        assignment.take(who=principal(staff), conversation_id=began.conversation)
    return Conversation.objects.get(pk=began.conversation)


async def test_a_meeting_has_one_thread_with_its_conversation(
    web: Web, site: Site, keller: Staff
) -> None:
    began = await asyncio.to_thread(start_conversation, web.public, site.key, "Nur für Sie: 4711")
    session = await in_thread(session_of, keller)
    conversation = f"conversation:{began['conversation']}"

    def meet() -> Room:
        who = principal(keller)
        cid = UUID(began["conversation"])
        assignment.take(who=who, conversation_id=cid)
        return meetings.start(who=who, room_id=uuid4(), conversation_id=cid)

    async with (
        Client.visitor(web, began["token"]) as widget,
        Client.staff(web, session) as console,
    ):
        await widget.subscribe(conversation)
        await console.subscribe(conversation)
        room = await in_thread(meet)
        while (card := (await widget.expect("entry"))["entry"])["kind"] != "card.meeting":
            pass
        assert card["body"]["room"] == str(room.id)
        own = str(uuid4())
        await widget.send(
            *(), t="act", id=own, log=began["log"], seq=card["seq"], action="meeting.join"
        )
        url = urlsplit((await widget.expect("done", id=own))["result"]["url"])
        assert url.path == "/room/"
        status, joined = await asyncio.to_thread(
            post, f"{web.public}/api/v1/public/rooms/join", {"token": url.fragment, "as": "me"}
        )
        assert status == 200, joined

        host = await console.subscribe(f"room:{room.id}")
        assert host["state"]["state"] == "live"
        assert host["state"]["conversation"] == began["conversation"]
        async with Client.visitor(web, joined["token"]) as guest:
            seen = await guest.subscribe(f"room:{room.id}")
            assert set(seen["state"]["me"]["may_publish"]) >= {"camera", "microphone", "screen"}
            # The tab may be a colleague's: it does not read what was said before.
            assert "4711" not in str(seen)
            assert public_of(seen)["log"] == began["log"]
            assert [e["kind"] for e in public_of(seen)["entries"]] == ["card.meeting"]
            with pytest.raises(TimeoutError):
                await guest.send(t="sub", ref=conversation, after={})
                await guest.expect("subbed", seconds=1, ref=conversation)
            own = await guest.say(began["log"], "Ich sehe den Bildschirm")
            await guest.expect("ok", id=own)
            for other in (widget, console):
                while (heard := (await other.expect("entry"))["entry"])["id"] != own:
                    pass
            # The same person, in the widget and in the meeting.
            mine = public_of(await widget.subscribe(conversation))["me"]
            assert heard["by"] == mine
            answer = await console.say(began["log"], "Schön")
            while (await guest.expect("entry"))["entry"]["id"] != answer:
                pass
            await asyncio.sleep(2.2)
        own = str(uuid4())
        await console.send(t="room.step", id=own, room=str(room.id), step="end")
        await console.expect("done", id=own)
        while (await widget.expect("entry"))["entry"]["kind"] != "room.ended":
            pass
        # The conversation goes on.
        own = await widget.say(began["log"], "Danke!")
        assert await widget.expect("ok", id=own)

    def afterwards() -> None:
        [entry] = HistoryEntry.objects.filter(kind="meeting")
        conversation = Conversation.objects.get(pk=began["conversation"])
        assert entry.identity_id == conversation.visitor.identity_id
        payload = meeting.payload(entry)
        assert payload["conversation"] == began["conversation"]
        assert 1 <= payload["seconds"] <= 10
        assert {one["side"] for one in payload["participants"]} == {"staff", "guest"}
        assert not HistoryEntry.objects.filter(kind="attendance").exists()

    await sync_to_async(afterwards)()


def thread_is_open(conversation: Conversation) -> bool:
    return Log.objects.filter(pk=conversation.public_log_id, closed_at__isnull=True).exists()


async def test_a_live_meeting_keeps_its_thread_when_the_conversation_is_closed(
    web: Web, site: Site, keller: Staff
) -> None:
    conversation = await in_thread(begin, site, keller)

    def meet() -> tuple[Room, str]:
        who = principal(keller)
        room = meetings.start(who=who, room_id=uuid4(), conversation_id=conversation.id)
        visitor = Principal(kind="visitor", id=conversation.visitor_id, site=site.id)
        link = meetings.join_link(who=visitor, conversation=conversation, room_id=room.id)
        closing.close(who=who, conversation_id=conversation.id)
        return room, link.partition("#")[2]

    room, token = await in_thread(meet)
    _, joined = await asyncio.to_thread(
        post, f"{web.public}/api/v1/public/rooms/join", {"token": token, "as": "me"}
    )
    session = await in_thread(session_of, keller)
    log = str(conversation.public_log_id)
    async with (
        Client.staff(web, session) as host,
        Client.visitor(web, joined["token"]) as guest,
    ):
        for line in (host, guest):
            await line.subscribe(f"room:{room.id}")
        for line in (host, guest):
            assert await line.expect("ok", id=await line.say(log, "Noch etwas"))
        own = str(uuid4())
        await host.send(t="room.step", id=own, room=str(room.id), step="end")
        await host.expect("done", id=own)
        own = await guest.say(log, "Danke!")
        assert (await guest.expect("error", id=own))["code"] == "closed"
    assert not await in_thread(thread_is_open, conversation)


def test_a_planned_meeting_opens_the_thread_of_a_closed_conversation(
    site: Site, keller: Staff
) -> None:
    conversation = begin(site, keller)
    who = principal(keller)
    soon = timezone.now() + timedelta(minutes=5)
    room = meetings.start(who=who, room_id=uuid4(), conversation_id=conversation.id, starts_at=soon)
    closing.close(who=who, conversation_id=conversation.id)
    assert not thread_is_open(conversation)
    asyncio.run(streams.resolve(who, f"room:{room.id}"))
    assert thread_is_open(conversation)
    closing.reopen(who=who, conversation_id=conversation.id)
    stepping.step(who=who, room_id=room.id, step="end")
    assert thread_is_open(conversation)  # it was opened again meanwhile
    closing.close(who=who, conversation_id=conversation.id)
    assert not thread_is_open(conversation)


def test_closing_and_ending_at_once_leave_no_thread_open(site: Site, keller: Staff) -> None:
    who = principal(keller)
    for _ in range(4):
        conversation = begin(site, keller)
        room = meetings.start(who=who, room_id=uuid4(), conversation_id=conversation.id)
        asyncio.run(streams.resolve(who, f"room:{room.id}"))

        def both(
            what: str, conversation_id: UUID = conversation.id, room_id: UUID = room.id
        ) -> None:
            try:
                if what == "close":
                    closing.close(who=who, conversation_id=conversation_id)
                else:
                    stepping.step(who=who, room_id=room_id, step="end")
            finally:
                connections.close_all()

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(both, ("close", "end")))
        assert not thread_is_open(conversation)


def test_pressing_twice_starts_one_meeting(site: Site, keller: Staff) -> None:
    conversation, who, own = begin(site, keller), principal(keller), uuid4()

    def start(room: UUID) -> Room:
        return meetings.start(who=who, room_id=room, conversation_id=conversation.id)

    first = start(own)
    assert start(own).id == first.id
    assert start(uuid4()).id == first.id  # another tab
    cards = Entry.objects.filter(log_id=conversation.public_log_id, kind="card.meeting")
    assert cards.count() == 1


def test_who_may_start_a_meeting(site: Site, keller: Staff) -> None:
    other = make_staff("Jens Wolf")
    elsewhere = make_staff("Lea Fuchs", site=make_site("other"))
    admin = make_staff("Ada Admin", role="admin")
    conversation = begin(site, keller)

    def start(staff: Staff) -> None:
        meetings.start(who=principal(staff), room_id=uuid4(), conversation_id=conversation.id)

    for staff, error in ((other, TakeFirst), (elsewhere, NotFound), (admin, NotAllowed)):
        with pytest.raises(error):
            start(staff)
    visitor = Principal(kind="visitor", id=conversation.visitor_id, site=site.id)
    with pytest.raises(NotAllowed):
        meetings.start(who=visitor, room_id=uuid4(), conversation_id=conversation.id)
    closing.close(who=principal(keller), conversation_id=conversation.id)
    with pytest.raises(LogClosed):
        start(keller)
    assert not Room.objects.exists()


def test_only_the_visitor_gets_their_link(site: Site, keller: Staff) -> None:
    conversation = begin(site, keller)
    stranger = begin(site)
    room = meetings.start(who=principal(keller), room_id=uuid4(), conversation_id=conversation.id)

    def link(visitor: UUID, room_id: UUID) -> str:
        who = Principal(kind="visitor", id=visitor, site=site.id)
        return meetings.join_link(who=who, conversation=conversation, room_id=room_id)

    assert link(conversation.visitor_id, room.id) != link(conversation.visitor_id, room.id)
    assert RoomParticipant.objects.count() == 1  # two tabs, one person
    for visitor, where, error in (
        (stranger.visitor_id, room.id, NotAllowed),
        (conversation.visitor_id, uuid4(), NotFound),
    ):
        with pytest.raises(error):
            link(visitor, where)
    with pytest.raises(NotAllowed):
        meetings.join_link(who=principal(keller), conversation=conversation, room_id=room.id)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"duration_minutes": 4}, "duration_minutes"),
        ({"duration_minutes": 721}, "duration_minutes"),
        ({"starts_at": timezone.now() - timedelta(hours=1)}, "starts_at"),
        ({"starts_at": timezone.now() + timedelta(days=1000)}, "starts_at"),
        ({"title": "\x00 \u2028"}, "title"),
    ],
)
def test_a_meeting_that_makes_no_sense(
    given: dict[str, Any], field: str, site: Site, keller: Staff
) -> None:
    with pytest.raises(BadInput) as wrong:
        meetings.plan(who=principal(keller), room_id=uuid4(), site=site, **given)
    assert wrong.value.field == field


def test_a_planned_meeting_begins_with_the_first_who_comes(site: Site, keller: Staff) -> None:
    from webinars.services.rooms import go_live_with_the_first

    soon, later = (
        meetings.plan(
            who=principal(keller),
            room_id=uuid4(),
            site=site,
            title="Wochenrunde",
            starts_at=timezone.now() + timedelta(minutes=minutes),
        )
        for minutes in (10, 60)
    )
    assert go_live_with_the_first(soon)
    assert not go_live_with_the_first(later)
    later.refresh_from_db()
    assert later.state == "planned"
    again = meetings.plan(who=principal(keller), room_id=soon.id, site=site)
    assert again.id == soon.id
    with pytest.raises(Conflict):
        meetings.start(
            who=principal(keller), room_id=soon.id, conversation_id=begin(site, keller).id
        )


def test_a_meeting_that_everybody_left_ends_by_itself(site: Site, keller: Staff) -> None:
    room = meetings.plan(who=principal(keller), room_id=uuid4(), site=site)
    Room.objects.filter(pk=room.id).update(live_at=ago(2000))
    one = RoomParticipant.objects.create(room=room, staff=keller.id, name=keller.name, role="host")
    stay = AttendanceInterval.objects.create(
        participant=one, joined_at=ago(1900), seen_at=ago(1), left_at=None
    )
    assert stepping.end_what_is_over() == 0
    left = ago(1000)
    AttendanceInterval.objects.filter(pk=stay.pk).update(seen_at=left, left_at=left)
    assert stepping.end_what_is_over() == 1
    room.refresh_from_db()
    assert (room.state, room.ended_at) == ("ended", left)


def test_a_planned_meeting_to_which_nobody_came_did_not_take_place(
    site: Site, keller: Staff
) -> None:
    conversation = begin(site, keller)
    room = meetings.start(
        who=principal(keller),
        room_id=uuid4(),
        conversation_id=conversation.id,
        starts_at=timezone.now() + timedelta(minutes=10),
    )
    entry = HistoryEntry.objects.get(kind="meeting")
    assert meeting.title(entry, "de") == "Besprechung, geplant"
    assert stepping.end_what_is_over() == 0
    tomorrow = timezone.now() + timedelta(days=1)
    assert stepping.end_what_is_over(tomorrow) == 1
    room.refresh_from_db()
    assert room.state == "ended"
    entry.refresh_from_db()
    assert entry.ended_at == room.ended_at
    assert meeting.title(entry, "de") == "Besprechung kam nicht zustande"
    assert meeting.payload(entry)["seconds"] == 0
    last = Entry.objects.filter(log_id=conversation.public_log_id).latest("seq")
    assert as_text(last.kind, last.body, "de") == "Besprechung kam nicht zustande"
