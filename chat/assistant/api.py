"""The assistant's HTTP API: decode, call a service, encode."""

from uuid import UUID

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from chat.assistant import selectors, services
from chat.assistant.types import NoDraft
from hub.web import principal
from hub.web.json import respond

router = Router(tags=["assistant"])


class DraftIn(Schema):
    """`question` is the seq of the visitor's message; `again` makes a new draft in any case."""

    question: int | None = Field(None, ge=1, le=2**62)
    lang: str | None = None
    again: bool = False


class FateIn(Schema):
    fate: str
    text: str = ""


class SendIn(Schema):
    text: str | None = None


class GapIn(Schema):
    question: str
    conversation: UUID | None = None


@router.post("/conversations/{uuid:conversation_id}/draft")
async def draft(request: HttpRequest, conversation_id: UUID, data: DraftIn) -> HttpResponse:
    who = await principal.aof(request)
    made = await services.make_draft(
        conversation=conversation_id,
        principal=who,
        question_seq=data.question,
        language=data.lang,
        again=data.again,
    )
    if isinstance(made, NoDraft):
        return respond({"draft": None, "reason": made.reason, "question": made.question})
    return respond(made)


@router.post("/drafts/{uuid:draft_id}/fate")
async def fate(request: HttpRequest, draft_id: UUID, data: FateIn) -> HttpResponse:
    who = await principal.aof(request)
    await sync_to_async(services.note_fate)(
        draft=draft_id, principal=who, fate=data.fate, text=data.text
    )
    return respond({"fate": data.fate})


@router.post("/drafts/{uuid:draft_id}/send-text")
async def send_text(request: HttpRequest, draft_id: UUID, data: SendIn) -> HttpResponse:
    who = await principal.aof(request)
    return respond(await services.final_text(draft=draft_id, principal=who, text=data.text))


@router.post("/drafts/{uuid:draft_id}/refresh")
async def refresh(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    who = await principal.aof(request)
    return respond(await services.refresh(draft_id, who))


@router.post("/content-gaps")
def note_gap(request: HttpRequest, data: GapIn) -> HttpResponse:
    who = principal.of(request)
    gap = services.note_gap(question=data.question, principal=who, conversation=data.conversation)
    return respond({"id": gap}, status=201)


@router.get("/content-gaps")
def gaps(request: HttpRequest) -> HttpResponse:
    return respond(selectors.open_gaps(principal.of(request)))
