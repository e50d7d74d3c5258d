"""The salesperson's side of a conversation, and where to find things in the panel."""

from django.db import transaction
from playwright.sync_api import Frame, Locator, Page

from chat.cards import _form
from chat.entries import FormCard
from chat.models import Conversation
from chat.services import assignment, closing
from hub.accounts.models import Staff
from hub.accounts.permissions import principal
from hub.realtime.append import append
from hub.realtime.models import Entry, Participant
from tests.serving import Web, start_web


class Desk:
    """What a salesperson does, and what the log holds in the end."""

    def __init__(self, web: Web, keller: Staff) -> None:
        self.web = web
        self.keller = keller

    def conversation(self) -> Conversation:
        return Conversation.objects.latest("created_at")

    def take(self) -> None:
        assignment.take(who=principal(self.keller), conversation_id=self.conversation().id)

    def close(self) -> None:
        closing.close(who=principal(self.keller), conversation_id=self.conversation().id)

    def say(self, text: str) -> None:
        log = self.conversation().public_log_id
        speaker = Participant.objects.get(log_id=log, kind="staff", subject=self.keller.id)
        with transaction.atomic():
            append(log=log, participant=speaker.id, kind="message", body={"text": text})

    def ask_for(self, form: str) -> None:
        log = self.conversation().public_log_id
        speaker = Participant.objects.get(log_id=log, kind="staff", subject=self.keller.id)
        card = _form(FormCard(form))
        with transaction.atomic():
            append(log=log, participant=speaker.id, kind="card.form", body=card)

    def asked(self) -> list[str]:
        """What visitors wrote, as it is stored, oldest first."""
        visitors = Participant.objects.filter(kind="visitor").values("id")
        entries = Entry.objects.filter(kind="message", participant_id__in=visitors)
        return [entry.body["text"] for entry in entries.order_by("log_id", "seq")]

    def kill(self) -> None:
        self.web.kill()

    def start(self) -> None:
        self.web = start_web(self.web.port)


def say(page: Page, text: str) -> None:
    field = page.locator("textarea")
    field.fill(text)
    field.press("Enter")


def framed(page: Page) -> Frame:
    """The panel in the page; it is behind a closed shadow root, so by its address."""
    for _ in range(100):
        for frame in page.frames:
            if "/widget/" in frame.url:
                return frame
        page.wait_for_timeout(100)
    raise AssertionError("the page has no panel")


def own(page: Page | Frame) -> Locator:
    return page.locator(".msg--own .bubble")
