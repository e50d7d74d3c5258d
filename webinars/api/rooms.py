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
from webinars.services import meetings, replanning

router = Router(tags=["rooms"])


class MeetingIn(Schema):
    """`id` is the client's, so that sending twice makes one. With `conversation`: with its visitor.
    Without `starts_at`: at once. Without `site` (and `conversation`): the only one. `invited` are
    colleagues, who get a mail; whoever plans it need not be among them."""

    id: UUID
    invited: list[UUID] = Field(default_factory=list, max_length=500)
    conversation: UUID | None = None
    title: str = Field("", max_length=1000)
    starts_at: datetime | None = None
    duration_minutes: int | None = None
    site: str = Field("", max_length=40)


class MeetingChangeIn(Schema):
    """What is given is changed; `invited` are all that are asked from now on."""

    title: str | None = Field(None, max_length=1000)
    starts_at: datetime | None = None
    duration_minutes: int | None = None
    invited: list[UUID] | None = Field(None, max_length=500)


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
    starts_at = _aware(data.starts_at)
    if data.conversation is not None:
        made = meetings.start(
            who=who,
            room_id=data.id,
            conversation_id=data.conversation,
            title=data.title,
            starts_at=starts_at,
            duration_minutes=data.duration_minutes,
            invited=data.invited,
        )
    else:
        made = meetings.plan(
            who=who,
            room_id=data.id,
            site=_site(who, data.site),
            title=data.title,
            starts_at=starts_at,
            duration_minutes=data.duration_minutes,
            invited=data.invited,
        )
    return respond(listing.room(who, _lang(request, who), made.id), status=201)


@router.patch("/meetings/{uuid:room_id}")
def change_meeting(request: HttpRequest, room_id: UUID, data: MeetingChangeIn) -> HttpResponse:
    who = principal.of(request)
    replanning.change(
        who=who,
        room_id=room_id,
        title=data.title,
        starts_at=_aware(data.starts_at),
        duration_minutes=data.duration_minutes,
        invited=data.invited,
    )
    return respond(listing.room(who, _lang(request, who), room_id))


@router.post("/meetings/{uuid:room_id}/cancel")
def cancel_meeting(request: HttpRequest, room_id: UUID) -> HttpResponse:
    who = principal.of(request)
    replanning.cancel(who=who, room_id=room_id)
    return respond(listing.room(who, _lang(request, who), room_id))


def _aware(at: datetime | None) -> datetime | None:
    if at is not None and timezone.is_naive(at):
        raise BadInput(field="starts_at")
    return at


def _site(who: Principal, key: str) -> Site:
    where = who.sites_for("meeting.start")
    sites = Site.objects.all() if where == "all" else Site.objects.filter(pk__in=where)
    found = list((sites.filter(key=key) if key else sites)[:2])
    if len(found) != 1:
        raise BadInput(field="site")
    return found[0]
