"""Visitor and staff on real sockets against the web process as it is deployed."""

import asyncio
import contextlib
import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from websockets.exceptions import ConnectionClosed

from hub.accounts.models import Staff
from hub.realtime import tokens
from hub.realtime.models import Entry
from hub.sites.models import Site
from hub.threads import in_thread
from tests.clients import Client, post, start_conversation
from tests.people import make_site, make_staff, session_of
from tests.serving import Web, running_web

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def web(transactional_db: None) -> Iterator[Web]:
    with running_web() as running:
        yield running


@pytest.fixture
def site(transactional_db: None) -> Site:
    return make_site()


@pytest.fixture
def keller(transactional_db: None, site: Site) -> Staff:
    return make_staff("Miriam Keller")


async def test_a_question_is_answered(web: Web, site: Site, keller: Staff) -> None:
    began = await asyncio.to_thread(start_conversation, web.public, site.key, "Was kostet er?")
    session = await in_thread(session_of, keller)
    ref = f"conversation:{began['conversation']}"
    async with Client.visitor(web, began["token"]) as visitor, Client.staff(web, session) as staff:
        seen = await visitor.subscribe(ref)
        assert [log["audience"] for log in seen["logs"]] == ["public"]
        assert seen["logs"][0]["entries"][0]["body"] == {"text": "Was kostet er?"}
        assert seen["state"]["state"] == "waiting"
        assert seen["state"]["queue"]["place"] == 1

        subbed = await staff.subscribe(ref)
        assert [log["audience"] for log in subbed["logs"]] == ["public", "internal"]
        await staff.say(began["log"], "zu früh")
        assert (await staff.expect("error"))["code"] == "not_allowed"

        await in_thread(take, began["conversation"], keller)
        assert (await visitor.expect("entry"))["entry"]["kind"] == "joined"
        told = await staff.expect("event", kind="state")
        assert told["topic"] == ref
        assert told["data"]["state"] == "active"
        assert told["data"]["assignee"]["name"] == "Miriam Keller"
        assert (await visitor.expect("event", kind="state"))["data"]["queue"] is None
        await staff.send(t="read", log=began["log"], seq=1)
        assert (await visitor.expect("read"))["seq"] == 1
        own = await staff.say(began["log"], "6.480,00 Euro")
        assert (await staff.expect("ok", id=own))["seq"] == 3
        heard = await visitor.expect("entry")
        assert heard["entry"]["body"] == {"text": "6.480,00 Euro"}

        await visitor.send(t="typing", log=began["log"], on=True, text="und wann")
        assert (await staff.expect("typing")).get("text") is None  # the site shows no previews


def take(conversation: str, staff: Staff) -> None:
    from uuid import UUID

    from chat.services import assignment
    from hub.accounts.permissions import principal

    assignment.take(who=principal(staff), conversation_id=UUID(conversation))


async def test_a_note_gives_the_visitor_neither_content_nor_count_nor_head(
    web: Web, site: Site, keller: Staff
) -> None:
    began = await asyncio.to_thread(start_conversation, web.public, site.key)
    session = await in_thread(session_of, keller)
    ref = f"conversation:{began['conversation']}"
    async with Client.visitor(web, began["token"]) as visitor, Client.staff(web, session) as staff:
        await visitor.subscribe(ref)
        internal = (await staff.subscribe(ref))["logs"][1]["log"]
        await staff.send(
            t="send", id=str(uuid4()), log=internal, kind="note", body={"text": "Kranbahn fehlt"}
        )
        assert (await staff.expect("ok"))["seq"] == 2
        heard = await visitor.silence(12)  # longer than a heartbeat
        assert any(frame["t"] == "heads" for frame in heard)
        assert internal not in str(heard)
        assert "Kranbahn" not in str(heard)

        for frame in (
            {"t": "more", "log": internal, "after": 0},
            {
                "t": "send",
                "id": str(uuid4()),
                "log": internal,
                "kind": "note",
                "body": {"text": "x"},
            },
            {"t": "read", "log": internal, "seq": 1},
            {"t": "typing", "log": internal},
        ):
            await visitor.send(**frame)
            assert (await visitor.expect("error"))["code"] == "not_found"
        await visitor.send(
            t="send", id=str(uuid4()), log=began["log"], kind="note", body={"text": "x"}
        )
        assert (await visitor.expect("error"))["code"] == "not_allowed"


async def test_hostile_frames_get_an_error_and_hurt_nobody_else(web: Web, site: Site) -> None:
    mine = await asyncio.to_thread(start_conversation, web.public, site.key)
    theirs = await asyncio.to_thread(start_conversation, web.public, site.key, "Geheim")
    async with Client.visitor(web, mine["token"]) as visitor:
        await visitor.subscribe(f"conversation:{mine['conversation']}")
        cases: list[tuple[Any, str]] = [
            ("not json", "bad_frame"),
            ("[1,2]", "bad_frame"),
            ('{"t":"nonsense"}', "bad_frame"),
            ('{"t":"send","id":"x"}', "bad_frame"),
            ('{"t":"hello","token":null}', "bad_frame"),
            (_json(t="sub", ref=f"conversation:{theirs['conversation']}"), "not_found"),
            ('{"t":"sub","ref":"inbox"}', "not_allowed"),
            ('{"t":"sub","ref":"nonsense:1"}', "not_found"),
            (_json(t="more", log=theirs["log"], after=0), "not_found"),
            (_send(mine["log"], "message", {"text": ""}), "bad_frame"),
            (_send(mine["log"], "message", {"text": "x" * 4001}), "bad_frame"),
            (_send(mine["log"], "message", {"text": "x", "extra": 1}), "bad_frame"),
            (_send(mine["log"], "message", {"text": "a\u0000b"}), "bad_frame"),
            (_send(mine["log"], "nonsense", {"text": "x"}), "unknown_kind"),
            (_send(mine["log"], "joined", {"name": "Chef"}), "not_allowed"),
            (_send(theirs["log"], "message", {"text": "x"}), "not_found"),
            (_json(t="send", body="x" * 70_000), "frame_too_large"),
            (b"\xff\xfe", "bad_frame"),
        ]
        for raw, code in cases:
            await visitor.socket.send(raw)
            error = await visitor.expect("error")
            assert error["code"] == code, raw[:80]
            assert error["message"]
        own = await visitor.say(mine["log"], "noch da")
        assert (await visitor.expect("ok", id=own))["seq"] == 2


def _json(**frame: Any) -> str:
    return json.dumps(frame)


def _send(log: str, kind: str, body: dict[str, Any]) -> str:
    return _json(t="send", id=str(uuid4()), log=log, kind=kind, body=body)


async def test_who_has_no_right_to_connect_is_told_why(web: Web, site: Site) -> None:
    began = await asyncio.to_thread(start_conversation, web.public, site.key)
    old, _ = tokens.make(uuid4(), site.id, now=0)
    for token in (None, "", "nonsense", "x" * 5000, began["token"][:-2] + "AA", old):
        async with Client.visitor(web, token) as visitor:
            assert (await visitor.expect("error"))["code"] == "bad_token"
            await visitor.socket.wait_closed()
            assert visitor.socket.close_code == 4401
    async with Client.visitor(web, began["token"], origin="https://evil.example") as visitor:
        assert (await visitor.expect("error"))["code"] == "wrong_origin"
        await visitor.socket.wait_closed()
        assert visitor.socket.close_code == 4403
    async with Client.staff(web, "no-such-session-00000000") as staff:
        assert (await staff.expect("error"))["code"] == "sign_in_needed"
    async with Client.staff(web, "x", origin=web.public) as staff:
        assert (await staff.expect("error"))["code"] == "wrong_origin"


async def test_a_flood_is_closed_and_others_go_on(web: Web, site: Site) -> None:
    bad = await asyncio.to_thread(start_conversation, web.public, site.key)
    good = await asyncio.to_thread(start_conversation, web.public, site.key)
    async with (
        Client.visitor(web, bad["token"]) as flooder,
        Client.visitor(web, good["token"]) as visitor,
    ):
        await flooder.subscribe(f"conversation:{bad['conversation']}")
        await visitor.subscribe(f"conversation:{good['conversation']}")
        # However slowly a busy machine reads, it goes on until it is closed.
        reading = asyncio.create_task(_read_all(flooder))
        with contextlib.suppress(ConnectionClosed):
            while not reading.done():
                await flooder.send(t="ping")
                await asyncio.sleep(0)
        await asyncio.wait_for(reading, 10)
        assert flooder.socket.close_code == 4429
        own = await visitor.say(good["log"], "weiter")
        await visitor.expect("ok", id=own)


async def _read_all(client: Client) -> None:
    with contextlib.suppress(ConnectionClosed):
        while True:
            await client.socket.recv()


async def test_the_same_first_message_twice_is_one_conversation(web: Web, site: Site) -> None:
    from tests.clients import new_key

    data = {
        "site": site.key,
        "conversation": str(uuid4()),
        "key": new_key(),
        "client_id": str(uuid4()),
        "text": "Guten Tag",
    }
    url = f"{web.public}/api/v1/public/conversations"
    answers = await asyncio.gather(*[asyncio.to_thread(post, url, data) for _ in range(4)])
    assert {status for status, _ in answers} == {201}
    assert {(a["log"], a["seq"]) for _, a in answers} == {(answers[0][1]["log"], 1)}
    status, refused = await asyncio.to_thread(post, url, {**data, "key": new_key()})
    assert (status, refused["error"]["code"]) == (403, "wrong_key")


async def test_what_came_while_the_line_was_cut_is_there_afterwards(
    web: Web, site: Site, keller: Staff
) -> None:
    began = await asyncio.to_thread(start_conversation, web.public, site.key)
    await in_thread(take, began["conversation"], keller)
    session = await in_thread(session_of, keller)
    ref = f"conversation:{began['conversation']}"
    async with Client.visitor(web, began["token"]) as visitor:
        held = (await visitor.subscribe(ref))["logs"][0]["head"]
    async with Client.staff(web, session) as staff:
        await staff.subscribe(ref)
        previous = None
        for number in range(5):
            previous = await staff.say(began["log"], str(number), previous)
            await staff.expect("ok", id=previous)
    async with Client.visitor(web, began["token"]) as visitor:
        view = (await visitor.subscribe(ref, **{began["log"]: held}))["logs"][0]
        assert [e["body"]["text"] for e in view["entries"]] == ["0", "1", "2", "3", "4"]
        assert (await visitor.subscribe(ref, **{began["log"]: 99}))["logs"][0]["reset"] is True


async def test_a_deactivated_colleague_is_cut_off_at_once(
    web: Web, site: Site, keller: Staff
) -> None:
    from hub.realtime.fanout import revoke

    session = await in_thread(session_of, keller)
    async with Client.staff(web, session) as staff:
        await staff.subscribe("inbox")
        await in_thread(revoke, keller.id)
        await asyncio.wait_for(staff.socket.wait_closed(), 5)
        assert staff.socket.close_code == 4401


async def test_sigterm_says_goaway_and_what_was_acknowledged_is_stored(
    web: Web, site: Site
) -> None:
    began = await asyncio.to_thread(start_conversation, web.public, site.key)
    async with Client.visitor(web, began["token"]) as visitor:
        await visitor.subscribe(f"conversation:{began['conversation']}")
        sent, previous = [], None
        for number in range(20):
            previous = await visitor.say(began["log"], str(number), previous)
            sent.append(previous)
        await visitor.expect("ok", id=sent[0])
        web.process.terminate()
        await visitor.expect("goaway")
        frames = visitor.frames + await visitor.until_closed()
        acknowledged = {sent[0]} | {f["id"] for f in frames if f["t"] == "ok"}
        assert visitor.socket.close_code == 4503
        assert await asyncio.to_thread(web.process.wait, 15) == 0
    stored = {str(e.client_id) async for e in Entry.objects.filter(log_id=began["log"])}
    assert acknowledged == stored & set(sent)


async def test_only_a_draft_of_this_conversation_marks_a_message_as_approved(
    web: Web, site: Site, keller: Staff
) -> None:
    from chat.assistant.models import AssistantDraft

    began = await asyncio.to_thread(start_conversation, web.public, site.key)
    await in_thread(take, began["conversation"], keller)
    draft = await AssistantDraft.objects.acreate(
        conversation_id=began["conversation"],
        question=1,
        language="de",
        provenance="extractive",
        created_at=timezone.now(),
    )
    session = await in_thread(session_of, keller)
    async with Client.staff(web, session) as staff:
        await staff.subscribe(f"conversation:{began['conversation']}")
        foreign = await staff.say(began["log"], "Von mir", draft=str(uuid4()))
        heard = await staff.expect("entry")
        assert "provenance" not in heard["entry"]  # a person, by default
        await staff.say(began["log"], "Geprüft", foreign, draft=str(draft.id))
        heard = await staff.expect("entry")
        assert heard["entry"]["provenance"] == "approved"
