"""The widget's HTTP API: what a site says about itself, the first message, renewing the token."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from chat import selectors
from chat.errors import UnknownSite
from chat.hours import opening
from chat.models import Conversation, Visitor
from chat.services.start import key_hash, start_conversation
from hub.errors import TooMany
from hub.realtime import tokens
from hub.realtime.errors import BadToken
from hub.sites.models import Site
from hub.web.client_address import client_address
from hub.web.json import respond
from hub.web.rate_limit import allow

router = Router(tags=["public"])

#: First messages, and tokens, from one address per minute.
STARTS_A_MINUTE = 20
TOKENS_A_MINUTE = 60


class PageIn(Schema):
    url: str = Field("", max_length=2000)
    title: str = Field("", max_length=500)


class StartIn(Schema):
    site: str = Field(max_length=40)
    conversation: UUID
    key: str = Field(max_length=64)
    client_id: UUID
    text: str = Field(min_length=1, max_length=4000)
    language: str = Field("de", max_length=5)
    page: PageIn | None = None
    referrer: str = Field("", max_length=2000)
    campaign: str = Field("", max_length=120)
    landing_page: str = Field("", max_length=2000)


class TokenIn(Schema):
    key: str = Field(max_length=64)


@router.get("/sites/{slug:key}")
def site_status(request: HttpRequest, key: str, lang: str = "de") -> HttpResponse:
    """What the panel shows before anything is stored. Agents are only those who are there now."""
    site = Site.objects.filter(key=key).first()
    if site is None:
        raise UnknownSite
    lang = lang if lang in site.languages else site.default_language
    hours = opening(site)
    agents = selectors.available_staff(site.id) if hours.open else []
    return respond(
        {
            "site": {"key": site.key, "name": site.name, "languages": site.languages},
            "language": lang,
            "time_zone": site.time_zone,
            "open": hours.open,
            "until": hours.until,
            "reopens_at": hours.reopens_at,
            "agents": [selectors.person(staff, lang) for staff in agents],
            "waiting": selectors.queue(site.id).count(),
            "estimate_s": selectors.estimate_seconds(site.id),
            "texts": site.texts.get(lang) or site.texts.get(site.default_language) or {},
            "typing_preview": site.typing_preview,
            "upload_max_bytes": settings.UPLOAD_MAX_BYTES,
        }
    )


@router.post("/conversations")
def start(request: HttpRequest, data: StartIn) -> HttpResponse:
    if not allow(f"start:{client_address(request)}", STARTS_A_MINUTE, 60):
        raise TooMany
    started = start_conversation(
        site_key=data.site,
        conversation_id=data.conversation,
        key=data.key,
        client_id=data.client_id,
        text=data.text,
        language=data.language,
        page_url=data.page.url if data.page else "",
        page_title=data.page.title if data.page else "",
        referrer=data.referrer,
        campaign=data.campaign,
        landing_page=data.landing_page,
    )
    return respond(started, status=201)


@router.post("/token")
def token(request: HttpRequest, data: TokenIn) -> HttpResponse:
    """A new token for the browser's key, and its conversations, newest first."""
    if not allow(f"token:{client_address(request)}", TOKENS_A_MINUTE, 60):
        raise TooMany
    visitor = Visitor.objects.filter(key_hash=key_hash(data.key)).first()
    if visitor is None:
        raise BadToken
    text, expires_at = tokens.make(visitor.id, visitor.site_id)
    found = Conversation.objects.filter(visitor=visitor).order_by("-created_at")[:50]
    return respond(
        {
            "token": text,
            "expires_at": expires_at,
            "conversations": [
                {"id": c.id, "log": c.public_log_id, "state": c.state, "created_at": c.created_at}
                for c in found
            ],
        }
    )
