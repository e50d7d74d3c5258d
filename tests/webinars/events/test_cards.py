"""An invitation in a conversation, over real sockets: one press by somebody who is known."""

import asyncio
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from chat.models import Conversation
from chat.services import assignment, closing
from hub.accounts.models import Staff
from hub.accounts.permissions import principal
from hub.contacts.models import HistoryEntry, Identity
from hub.contacts.services import identify
from hub.realtime.models import Entry
from hub.registry.entries import as_text
from hub.sites.models import Site
from hub.threads import in_thread
from tests.clients import Client, start_conversation
from tests.people import make_site, make_staff, session_of
from tests.serving import Web, running_web
from tests.webinars.events.conftest import Plan, Register
from webinars.models import Registration, Room, Webinar
from webinars.services import links, planning, withdrawing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def web(transactional_db: None) -> Iterator[Web]:
    with running_web() as running:
        yield running


@pytest.fixture
def site(transactional_db: None) -> Site:
    return make_site()


@pytest.fixture
def keller(site: Site) -> Staff:
    return make_staff("Miriam Keller", "sales", site)


def known(conversation: str, name: str = "Andreas Höfler", email: str = "h@lang.example") -> UUID:
    found = Conversation.objects.select_related("visitor__identity").get(pk=conversation)
    return identify(found.visitor.identity, name=name, email=email).id


async def invited(web: Web, keller: Staff, webinar: Webinar) -> tuple[dict[str, Any], int]:
    """A conversation with the card in it; (what began, the card's seq)."""
    began = await asyncio.to_thread(start_conversation, web.public, "haldner")
    await in_thread(
        lambda: assignment.take(who=principal(keller), conversation_id=UUID(began["conversation"]))
    )
    session = await in_thread(session_of, keller)
    async with Client.staff(web, session) as staff:
        await staff.subscribe(f"conversation:{began['conversation']}")
        body = {"webinar": str(webinar.id), "language": "de"}
        await staff.send(
            t="send", id=str(uuid4()), log=began["log"], kind="card.webinar", body=body
        )
        sent = await staff.expect("ok")
    return began, sent["seq"]


async def press(
    visitor: Client, log: str, seq: int, own: UUID | None = None, data: dict[str, str] | None = None
) -> Any:
    await visitor.send(
        t="act",
        id=str(own or uuid4()),
        log=log,
        seq=seq,
        action="webinar.register",
        data=data or {},
    )
    return (await visitor.expect("done"))["result"]


async def test_somebody_who_is_known_registers_with_one_press(
    web: Web, site: Site, keller: Staff, plan: Plan
) -> None:
    webinar = await in_thread(plan)
    began, seq = await invited(web, keller, webinar)
    contact = await in_thread(known, began["conversation"])
    async with Client.visitor(web, began["token"]) as visitor:
        subbed = await visitor.subscribe(f"conversation:{began['conversation']}")
        card = next(e for e in subbed["logs"][0]["entries"] if e["kind"] == "card.webinar")
        assert card["body"]["title"] == "Bleche allein heben"
        assert card["body"]["slug"] == webinar.slug
        assert card["text"].startswith("Einladung zum Webinar: Bleche allein heben")
        own = uuid4()
        for _ in range(2):
            assert (await press(visitor, began["log"], seq, own)) == {"registered": True}
        assert (await press(visitor, began["log"], seq)) == {"registered": True}
    registration = await Registration.objects.select_related("identity").aget()
    assert registration.id == own
    assert await registration.mails.filter(kind="confirmation").acount() == 1
    assert (registration.name, registration.email) == ("Andreas Höfler", "h@lang.example")
    assert (registration.source, registration.invited_by) == ("chat", keller.id)
    assert str(registration.conversation_id) == began["conversation"]
    assert registration.identity.contact_id == contact
    noted = [e async for e in Entry.objects.filter(kind="webinar.registered")]
    assert [(e.body["card"], e.body["title"]) for e in noted] == [(seq, "Bleche allein heben")]
    assert as_text("webinar.registered", noted[0].body, "en").endswith("Bleche allein heben")
    assert await HistoryEntry.objects.filter(kind="registration").acount() == 1


async def test_who_withdrew_is_registered_again_by_a_press_and_not_by_one_of_before(
    web: Web, site: Site, keller: Staff, plan: Plan
) -> None:
    webinar = await in_thread(plan)
    began, seq = await invited(web, keller, webinar)
    await in_thread(known, began["conversation"])
    own = uuid4()
    async with Client.visitor(web, began["token"]) as visitor:
        await visitor.subscribe(f"conversation:{began['conversation']}")
        await press(visitor, began["log"], seq, own)
        registration = await Registration.objects.select_related("webinar__room").aget()
        token = await in_thread(links.for_registration, registration)
        await in_thread(withdrawing.withdraw, token)
        await press(visitor, began["log"], seq, own)  # its answer was lost
        assert (await Registration.objects.aget()).cancelled_at is not None
        assert (await press(visitor, began["log"], seq)) == {"registered": True}
    found = await Registration.objects.aget()
    assert (found.id, found.cancelled_at) == (own, None)


def outcomes(log: str) -> list[str]:
    """What became of the invitations, in the order of the log."""
    kinds = ("webinar.registered", "webinar.withdrawn")
    found = Entry.objects.filter(log_id=log, kind__in=kinds).order_by("seq")
    return [entry.kind.removeprefix("webinar.") for entry in found]


async def the_link() -> str:
    registration = await Registration.objects.select_related("webinar__room").aget()
    return await in_thread(links.for_registration, registration)


async def test_the_card_follows_withdrawing_and_coming_back_while_it_is_looked_at(
    web: Web, site: Site, keller: Staff, plan: Plan
) -> None:
    webinar = await in_thread(plan)
    began, seq = await invited(web, keller, webinar)
    conversation, log = began["conversation"], began["log"]
    await in_thread(known, conversation)
    async with Client.visitor(web, began["token"]) as visitor:
        await visitor.subscribe(f"conversation:{conversation}")

        async def hears(kind: str) -> dict[str, Any]:
            """It may have come before the answer to a press."""
            while True:
                came = [frame for frame in visitor.frames if frame["t"] == "entry"]
                visitor.frames.clear()
                for frame in came or [await visitor.expect("entry")]:
                    if frame["entry"]["kind"] == kind:
                        return dict(frame["entry"])

        await press(visitor, log, seq)
        await hears("webinar.registered")
        token = await the_link()
        for _ in range(2):
            await in_thread(withdrawing.withdraw, token)
        told = await hears("webinar.withdrawn")
        assert told["body"] == {
            "card": seq,
            "webinar": str(webinar.id),
            "title": "Bleche allein heben",
        }
        assert told["text"] == "Vom Webinar abgemeldet: Bleche allein heben"
        await in_thread(withdrawing.take_back, token)
        await hears("webinar.registered")
        await in_thread(withdrawing.withdraw, token)
        await hears("webinar.withdrawn")
        await press(visitor, log, seq)
        await hears("webinar.registered")

    def close_and_withdraw() -> None:
        closing.close(who=principal(keller), conversation_id=UUID(conversation))
        withdrawing.withdraw(token)

    await in_thread(close_and_withdraw)
    came, went = "registered", "withdrawn"
    assert await in_thread(outcomes, log) == [came, went, came, went, came, went]


async def test_another_conversation_with_the_same_person_is_told_and_a_strangers_is_not(
    web: Web, site: Site, keller: Staff, plan: Plan
) -> None:
    webinar = await in_thread(plan)
    (first, card), (second, again), (strange, typed) = [
        await invited(web, keller, webinar) for _ in range(3)
    ]

    def one_person() -> None:
        known(first["conversation"])
        owner, other = (
            Conversation.objects.get(pk=one["conversation"]).visitor.identity
            for one in (first, second)
        )
        Identity.objects.filter(pk=other.pk).update(contact=owner.contact_id)

    await in_thread(one_person)
    typing = {"name": "Somebody", "email": "h@lang.example"}
    for began, seq, data in ((first, card, {}), (second, again, {}), (strange, typed, typing)):
        async with Client.visitor(web, began["token"]) as visitor:
            await visitor.subscribe(f"conversation:{began['conversation']}")
            assert (await press(visitor, began["log"], seq, None, data))["registered"]
    await in_thread(withdrawing.withdraw, await the_link())
    told = [await in_thread(outcomes, one["log"]) for one in (first, second, strange)]
    assert told == [["registered", "withdrawn"]] * 2 + [["registered"]]


async def test_somebody_whom_nobody_knows_is_asked_for_name_and_address(
    web: Web, site: Site, keller: Staff, plan: Plan
) -> None:
    webinar = await in_thread(plan)
    began, seq = await invited(web, keller, webinar)
    async with Client.visitor(web, began["token"]) as visitor:
        await visitor.subscribe(f"conversation:{began['conversation']}")
        assert await press(visitor, began["log"], seq) == {"need": ["email", "name"]}
        assert await press(visitor, began["log"], seq, data={"name": "A. Höfler"}) == {
            "need": ["email"]
        }
        await visitor.send(
            t="act",
            id=str(uuid4()),
            log=began["log"],
            seq=seq,
            action="webinar.register",
            data={"name": "A. Höfler", "email": "h@"},
        )
        wrong = await visitor.expect("error")
        assert (wrong["code"], wrong["field"]) == ("bad_input", "email")
        told = {"name": "A. Höfler", "email": "h@lang.example"}
        assert await press(visitor, began["log"], seq, data=told) == {"registered": True}
    found = await Conversation.objects.select_related("visitor__identity__contact").aget()
    contact = found.visitor.identity.contact
    assert contact is not None and contact.name == "A. Höfler"
    registration = await Registration.objects.select_related("identity").aget()
    assert registration.identity.contact_id == contact.id


async def test_when_the_room_is_open_the_press_opens_it(
    web: Web, site: Site, keller: Staff, plan: Plan
) -> None:
    webinar = await in_thread(plan)
    began, seq = await invited(web, keller, webinar)
    await in_thread(known, began["conversation"])
    await Room.objects.filter(pk=webinar.room_id).aupdate(state="open", opened_at=timezone.now())
    async with Client.visitor(web, began["token"]) as visitor:
        await visitor.subscribe(f"conversation:{began['conversation']}")
        answer = await press(visitor, began["log"], seq)
        assert "/room/#" in answer["join"]
        assert (await press(visitor, began["log"], seq))["join"] == answer["join"]


async def test_typing_somebodys_address_into_a_chat_does_not_give_their_link(
    web: Web, site: Site, keller: Staff, plan: Plan, register: Register
) -> None:
    webinar = await in_thread(plan)
    await in_thread(register, webinar, "boss@lang.example")
    began, seq = await invited(web, keller, webinar)
    await in_thread(known, began["conversation"], "Eve", "boss@lang.example")
    await Room.objects.filter(pk=webinar.room_id).aupdate(state="open", opened_at=timezone.now())
    async with Client.visitor(web, began["token"]) as visitor:
        await visitor.subscribe(f"conversation:{began['conversation']}")
        assert await press(visitor, began["log"], seq) == {"registered": True}
    assert (await Registration.objects.aget()).name == "Andreas Höfler"


async def test_a_card_is_only_for_what_can_still_be_visited(
    web: Web, site: Site, keller: Staff, plan: Plan
) -> None:
    draft = await in_thread(lambda: plan(published=False))
    gone = await in_thread(plan)
    manager = await in_thread(lambda: principal(make_staff("Otto Chef", "manager")))
    await in_thread(lambda: planning.cancel(who=manager, webinar_id=gone.id))
    began = await asyncio.to_thread(start_conversation, web.public, "haldner")
    await in_thread(
        lambda: assignment.take(who=principal(keller), conversation_id=UUID(began["conversation"]))
    )
    session = await in_thread(session_of, keller)
    async with Client.staff(web, session) as staff:
        await staff.subscribe(f"conversation:{began['conversation']}")
        for wrong in (str(draft.id), str(gone.id), str(uuid4()), "x"):
            await staff.send(
                t="send",
                id=str(uuid4()),
                log=began["log"],
                kind="card.webinar",
                body={"webinar": wrong},
            )
            assert (await staff.expect("error"))["code"] in ("unknown_webinar", "bad_input")
    async with Client.visitor(web, began["token"]) as visitor:
        await visitor.subscribe(f"conversation:{began['conversation']}")
        body = {"webinar": str(draft.id)}
        await visitor.send(
            t="send", id=str(uuid4()), log=began["log"], kind="card.webinar", body=body
        )
        assert (await visitor.expect("error"))["code"] == "not_allowed"
    assert not await Identity.objects.filter(kind="email").aexists()
