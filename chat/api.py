"""The console's HTTP API for conversations: decode, call a service or selector, encode."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from chat import colleagues, selectors
from chat.cards import as_live
from chat.frames import page_of
from chat.models import Conversation
from chat.services import assignment, closing
from hub.content import live
from hub.content import selectors as content
from hub.registry.streams import Principal
from hub.web import principal
from hub.web.json import respond

router = Router(tags=["conversations"])


class HandOverIn(Schema):
    staff: UUID


class CloseIn(Schema):
    transcript_to: str = ""


def _lang(request: HttpRequest, who: Principal) -> str:
    wanted = request.GET.get("lang", "")
    return wanted if wanted in ("de", "en") else who.lang


@router.get("/inbox")
def inbox(request: HttpRequest) -> HttpResponse:
    who = principal.of(request)
    return respond(selectors.inbox(who, _lang(request, who)))


@router.get("/team")
def team(request: HttpRequest) -> HttpResponse:
    who = principal.of(request)
    return respond(colleagues.team(who, _lang(request, who)))


def _detail(conversation: Conversation, who: Principal, lang: str) -> dict[str, object]:
    row = selectors.rows_of([conversation], who, lang)[conversation.id]
    contact = conversation.visitor.identity.contact
    logs = {"public": str(conversation.public_log_id)}
    if who.may("conversation.note", conversation.site_id):
        logs["internal"] = str(conversation.internal_log_id)
    return {
        "row": row,
        "state": selectors.state(conversation, lang),
        "contact": {"id": contact.id, "name": contact.name, "company": contact.company}
        if contact
        else None,
        "page": page_of(str(conversation.id))
        or {
            "url": conversation.page_url,
            "title": conversation.page_title,
            "since": conversation.created_at,
        },
        "origin": selectors.origin_of(conversation),
        "logs": logs,
        "rating": conversation.rating,
    }


@router.get("/conversations/{uuid:conversation_id}")
def conversation(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    who = principal.of(request)
    return respond(_detail(selectors.get(who, conversation_id), who, _lang(request, who)))


def _after(request: HttpRequest, who: Principal, conversation_id: UUID) -> HttpResponse:
    return respond(_detail(selectors.get(who, conversation_id), who, _lang(request, who)))


@router.post("/conversations/{uuid:conversation_id}/take")
def take(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    who = principal.of(request)
    assignment.take(who=who, conversation_id=conversation_id)
    return _after(request, who, conversation_id)


@router.post("/conversations/{uuid:conversation_id}/hand-over")
def hand_over(request: HttpRequest, conversation_id: UUID, data: HandOverIn) -> HttpResponse:
    who = principal.of(request)
    assignment.hand_over(who=who, conversation_id=conversation_id, to=data.staff)
    return _after(request, who, conversation_id)


@router.post("/conversations/{uuid:conversation_id}/release")
def release(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    who = principal.of(request)
    assignment.release(who=who, conversation_id=conversation_id)
    return _after(request, who, conversation_id)


@router.post("/conversations/{uuid:conversation_id}/close")
def close(request: HttpRequest, conversation_id: UUID, data: CloseIn) -> HttpResponse:
    who = principal.of(request)
    closing.close(who=who, conversation_id=conversation_id, transcript_to=data.transcript_to)
    return _after(request, who, conversation_id)


@router.post("/conversations/{uuid:conversation_id}/reopen")
def reopen(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    who = principal.of(request)
    closing.reopen(who=who, conversation_id=conversation_id)
    return _after(request, who, conversation_id)


@router.get("/prepared")
def prepared(request: HttpRequest, q: str = "") -> HttpResponse:
    who = principal.of(request)
    return respond(colleagues.prepared(who, _lang(request, who), q))


@router.get("/products")
def products(request: HttpRequest, q: str = "") -> HttpResponse:
    who = principal.of(request)
    found = content.products_sync(q[:200], _lang(request, who), 20)
    facts = live.live_facts_sync([p.sku for p in found])
    return respond(
        [
            {
                "sku": p.sku,
                "name": p.name,
                "teaser": p.teaser,
                "url": p.url,
                "image": p.image,
                "live": as_live(facts.get(p.sku)),
            }
            for p in found
        ]
    )
