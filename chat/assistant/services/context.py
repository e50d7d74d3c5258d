"""What drafting reads of a conversation before it looks anything up."""

from datetime import datetime
from uuid import UUID

import msgspec
from django.conf import settings

from chat import selectors
from chat.assistant.evidence import known_products
from chat.assistant.guard.text import tidy
from chat.assistant.models import AssistantDraft
from chat.assistant.questions import Question, question_of
from chat.assistant.types import Frame
from chat.frames import page_of
from chat.models import Conversation
from hub.content import selectors as content
from hub.realtime.selectors import EntryRow, entries, last_entries
from hub.registry.streams import Principal

#: Entries of the public log that are looked at.
BACK = 60
LANGUAGES = ("de", "en")


class Context(msgspec.Struct, frozen=True):
    conversation: UUID
    site: UUID
    frame: Frame
    question: Question | None


def language_of(conversation: Conversation, wanted: str | None) -> str:
    """The draft's language: one that content and guard know."""
    for language in (wanted, conversation.language):
        if language in LANGUAGES:
            return language
    return "en"


def context_of(
    who: Principal, conversation_id: UUID, seq: int | None, wanted: str | None, now: datetime
) -> Context:
    """Reads all of it. Raises `NotFound` for a conversation where `who` may not answer."""
    conversation = selectors.get(who, conversation_id, "conversation.answer")
    language = language_of(conversation, wanted)
    views = {lang: content.products_sync(language=lang, limit=200) for lang in LANGUAGES}
    frame = Frame(
        language=language,
        zone=conversation.site.time_zone or settings.TIME_ZONE,
        now=now,
        products=known_products(language, views),
        person=_person(conversation),
    )
    seen = page_of(str(conversation.id))
    page = seen.url if seen else conversation.page_url
    pages = {view.url: view.sku for lang in LANGUAGES for view in views[lang]}
    rows = _rows(conversation.public_log_id, seq)
    question = question_of(rows, seq, pages, page, frame)
    return Context(conversation.id, conversation.site_id, frame, question)


def frame_of(row: AssistantDraft, now: datetime) -> Frame:
    """The frame in which a draft was made, at another time."""
    views = {lang: content.products_sync(language=lang, limit=200) for lang in LANGUAGES}
    return Frame(
        language=row.language,
        zone=row.conversation.site.time_zone or settings.TIME_ZONE,
        now=now,
        products=known_products(row.language, views),
        person=row.person,
    )


def _rows(log: UUID, seq: int | None) -> list[EntryRow]:
    if seq is None:
        return last_entries(log, limit=BACK)
    return entries(log, after=max(0, seq - BACK), limit=BACK)


def _person(conversation: Conversation) -> str:
    contact = conversation.visitor.identity.contact
    return tidy((contact.name if contact else "") or conversation.visitor_name)[:120]
