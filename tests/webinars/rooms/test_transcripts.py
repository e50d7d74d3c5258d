"""The transcript by mail of a conversation whose meeting goes on: once, at its end, with all."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections, transaction
from django.utils import timezone

from chat.models import Conversation, TranscriptMail
from chat.services import closing, transcripts
from hub.accounts.models import Staff
from hub.accounts.permissions import principal
from hub.due_mail import CLAIM_FOR
from hub.realtime.append import append
from hub.realtime.models import Participant
from hub.sites.models import Site
from tests.webinars.events.test_mails import Inbox, inbox, parts
from tests.webinars.rooms.test_meetings import begin
from webinars import streams
from webinars.models import Room
from webinars.services import meetings, stepping

__all__ = ["inbox"]
pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "hoefler@lang.example"


def meet(conversation: Conversation, keller: Staff) -> Room:
    return meetings.start(who=principal(keller), room_id=uuid4(), conversation_id=conversation.id)


def end(room: Room, keller: Staff) -> None:
    asyncio.run(streams.resolve(principal(keller), f"room:{room.id}"))
    stepping.step(who=principal(keller), room_id=room.id, step="end")


def close(conversation: Conversation, keller: Staff, to: str = ADDRESS) -> None:
    closing.close(who=principal(keller), conversation_id=conversation.id, transcript_to=to)


def say(conversation: Conversation, text: str) -> None:
    log = conversation.public_log_id
    with transaction.atomic():
        speaker = Participant.objects.get(log_id=log, kind="visitor")
        append(log=log, participant=speaker.id, kind="message", body={"text": text})


def texts(inbox: Inbox) -> list[str]:
    return [parts(mail)["text/plain"] for mail in inbox.mails]


def test_what_is_said_in_the_meeting_after_closing_is_in_the_one_mail(
    inbox: Inbox, site: Site, keller: Staff
) -> None:
    conversation = begin(site, keller)
    room = meet(conversation, keller)
    close(conversation, keller)
    assert transcripts.send_due() == 0
    say(conversation, "Die Kammer hat 12 Liter.")
    closing.ask_transcript(conversation=conversation, email=ADDRESS.upper())
    assert transcripts.send_due() == 0
    end(room, keller)
    assert transcripts.send_due() == 1
    assert transcripts.send_due() == 0
    (text,) = texts(inbox)
    assert "Guten Tag" in text
    assert "Die Kammer hat 12 Liter." in text
    assert text.rstrip().endswith("Besprechung kam nicht zustande")  # nobody else was there


def test_without_a_live_meeting_it_goes_out_on_closing(
    inbox: Inbox, site: Site, keller: Staff
) -> None:
    conversation = begin(site, keller)
    end(meet(conversation, keller), keller)
    later = timezone.now() + timedelta(days=1)
    meetings.start(
        who=principal(keller), room_id=uuid4(), conversation_id=conversation.id, starts_at=later
    )
    close(conversation, keller)
    assert transcripts.send_due() == 1


def test_somebody_elses_meeting_holds_nobodys_mail(inbox: Inbox, site: Site, keller: Staff) -> None:
    meeting, other = begin(site, keller), begin(site, keller)
    meet(meeting, keller)
    close(meeting, keller)
    close(other, keller, "other@lang.example")
    assert transcripts.send_due() == 1
    assert [mail["To"] for mail in inbox.mails] == ["other@lang.example"]


def test_opened_and_closed_again_meanwhile_it_is_one_mail(
    inbox: Inbox, site: Site, keller: Staff
) -> None:
    conversation = begin(site, keller)
    room = meet(conversation, keller)
    close(conversation, keller)
    closing.reopen(who=principal(keller), conversation_id=conversation.id)
    assert transcripts.send_due() == 0
    say(conversation, "Noch etwas.")
    close(conversation, keller)
    end(room, keller)
    assert transcripts.send_due() == 1
    assert "Noch etwas." in texts(inbox)[0]


def test_a_second_meeting_is_waited_for_too(inbox: Inbox, site: Site, keller: Staff) -> None:
    conversation = begin(site, keller)
    first = meet(conversation, keller)
    second = meetings.start(
        who=principal(keller),
        room_id=uuid4(),
        conversation_id=conversation.id,
        starts_at=timezone.now(),
    )
    close(conversation, keller)
    Room.objects.filter(pk=second.pk).update(state="live", live_at=timezone.now())
    end(first, keller)
    assert transcripts.send_due() == 0
    end(second, keller)
    assert transcripts.send_due() == 1


def test_a_process_that_died_with_the_mail_in_hand_sends_it_no_sooner_and_no_second_time(
    inbox: Inbox, site: Site, keller: Staff
) -> None:
    conversation = begin(site, keller)
    room = meet(conversation, keller)
    close(conversation, keller)
    TranscriptMail.objects.update(claimed_at=timezone.now() - 2 * CLAIM_FOR, attempts=1)
    assert transcripts.send_due() == 0
    end(room, keller)

    def send(_: int) -> Any:
        try:
            return transcripts.send_due()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(send, range(4))) == 1
    assert len(inbox.mails) == 1
