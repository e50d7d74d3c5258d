"""Rooms for staff: which there are. What happens in one goes over its stream."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from hub.errors import BadInput
from hub.registry.streams import Principal
from hub.sites.models import Site
from hub.web import principal
from hub.web.json import respond
from webinars.selectors import listing
from webinars.services import meetings

router = Router(tags=["rooms"])


class MeetingIn(Schema):
    """`id` is the client's, so that sending twice makes one. With `conversation`: with its visitor.
    Without `starts_at`: at once. Without `site` (and `conversation`): the only one."""

    id: UUID
    conversation: UUID | None = None
    title: str = Field("", max_length=1000)
    starts_at: datetime | None = None
    duration_minutes: int | None = None
    site: str = Field("", max_length=40)


def _lang(request: HttpRequest, who: Principal) -> str:
    wanted = request.GET.get("lang", "")
    return wanted if wanted in ("de", "en") else who.lang


@router.get("/rooms")
def list_rooms(
    request: HttpRequest, state: str = "", kind: str = "", conversation: UUID | None = None
) -> HttpResponse:
    """`state`: several with commas; without it those that are planned, open or live."""
    who = principal.of(request)
    return respond(
        listing.rooms(
            who, _lang(request, who), state=state[:40], kind=kind[:20], conversation=conversation
        )
    )


@router.get("/rooms/{uuid:room_id}")
def get_room(request: HttpRequest, room_id: UUID) -> HttpResponse:
    who = principal.of(request)
    return respond(listing.room(who, _lang(request, who), room_id))


@router.post("/meetings")
def start_meeting(request: HttpRequest, data: MeetingIn) -> HttpResponse:
    who = principal.of(request)
    starts_at = data.starts_at
    if starts_at is not None and timezone.is_naive(starts_at):
        raise BadInput(field="starts_at")
    if data.conversation is not None:
        made = meetings.start(
            who=who,
            room_id=data.id,
            conversation_id=data.conversation,
            title=data.title,
            starts_at=starts_at,
            duration_minutes=data.duration_minutes,
        )
    else:
        made = meetings.plan(
            who=who,
            room_id=data.id,
            site=_site(who, data.site),
            title=data.title,
            starts_at=starts_at,
            duration_minutes=data.duration_minutes,
        )
    return respond(listing.room(who, _lang(request, who), made.id), status=201)


def _site(who: Principal, key: str) -> Site:
    where = who.sites_for("meeting.start")
    sites = Site.objects.all() if where == "all" else Site.objects.filter(pk__in=where)
    found = list((sites.filter(key=key) if key else sites)[:2])
    if len(found) != 1:
        raise BadInput(field="site")
    return found[0]
