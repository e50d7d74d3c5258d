"""A visitor's first message: the conversation, its two logs, and what identifies the browser."""

import binascii
import hashlib
from base64 import urlsafe_b64decode
from datetime import datetime
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import msgspec
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from chat.entries import Origin
from chat.errors import UnknownSite, WrongKey
from chat.models import Conversation, Visitor
from chat.services.common import announce, system
from hub.contacts.history import touch_history
from hub.contacts.models import Identity
from hub.errors import BadInput
from hub.realtime import tokens
from hub.realtime.append import append, join
from hub.realtime.models import Log
from hub.sites.models import Site


class Started(msgspec.Struct):
    conversation: UUID
    log: UUID
    token: str
    expires_at: datetime
    seq: int
    at: datetime


def key_hash(key: str) -> bytes:
    """SHA-256 of the browser's random key: 32 bytes as base64url. Raises `BadInput`."""
    try:
        raw = urlsafe_b64decode(key + "=" * (-len(key) % 4)) if len(key) <= 64 else b""
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != 32:
        raise BadInput(field="key")
    return hashlib.sha256(raw).digest()


def bare_url(url: str) -> str:
    """An http(s) address without query and fragment (they carry personal data), cut to fit."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    port = f":{parts.port}" if parts.port else ""
    return urlunsplit((parts.scheme, parts.hostname + port, parts.path, "", ""))[:500]


def start_conversation(
    *,
    site_key: str,
    conversation_id: UUID,
    key: str,
    client_id: UUID,
    text: str,
    language: str,
    page_url: str = "",
    page_title: str = "",
    referrer: str = "",
    campaign: str = "",
    landing_page: str = "",
) -> Started:
    """Begin a conversation with its first message. The same call again answers the same.

    Raises `UnknownSite`, `BadInput`, or `WrongKey` when the id is another browser's.
    """
    site = Site.objects.filter(key=site_key).first()
    if site is None:
        raise UnknownSite
    hashed = key_hash(key)
    text = text.strip().replace("\x00", "")
    if not text or len(text) > 4000:
        raise BadInput(field="text")
    if language not in dict(settings.LANGUAGES):
        language = site.default_language
    origin = Origin(
        referrer=bare_url(referrer),
        campaign=campaign[:120],
        landing_page=bare_url(landing_page),
        page_url=bare_url(page_url),
        page_title=page_title[:200],
    )
    for attempt in (1, 2):
        try:
            with transaction.atomic():
                return _start(site, conversation_id, hashed, client_id, text, language, origin)
        except IntegrityError:  # the same call twice at the same time: the second finds the first
            if attempt == 2:
                raise
    raise AssertionError


def _start(
    site: Site,
    conversation_id: UUID,
    hashed: bytes,
    client_id: UUID,
    text: str,
    language: str,
    origin: Origin,
) -> Started:
    visitor = _visitor(site, hashed)
    found = Conversation.objects.filter(pk=conversation_id).select_related("site").first()
    if found is not None and found.visitor_id != visitor.id:
        raise WrongKey
    conversation = found or _create(site, visitor, conversation_id, language, origin)
    speaker = join(log=conversation.public_log_id, kind="visitor", subject=visitor.id, name="")
    entry = append(
        log=conversation.public_log_id,
        participant=speaker.id,
        kind="message",
        body={"text": text},
        client_id=client_id,
    )
    if found is None:
        announce(conversation, queue_changed=True)
    token, expires_at = tokens.make(visitor.id, site.id)
    return Started(
        conversation.id, conversation.public_log_id, token, expires_at, entry.seq, entry.at
    )


def _visitor(site: Site, hashed: bytes) -> Visitor:
    visitor = Visitor.objects.filter(key_hash=hashed).select_related("identity").first()
    if visitor is None:
        visitor = Visitor(site=site, key_hash=hashed)
        visitor.identity = Identity.objects.create(
            kind="visitor", value=str(visitor.id), source="chat", site=site
        )
        visitor.save(force_insert=True)
    return visitor


def _create(
    site: Site, visitor: Visitor, conversation_id: UUID, language: str, origin: Origin
) -> Conversation:
    now = timezone.now()
    conversation = Conversation.objects.create(
        id=conversation_id,
        site=site,
        visitor=visitor,
        public_log=Log.objects.create(audience="public"),
        internal_log=Log.objects.create(audience="internal"),
        language=language,
        page_url=origin.page_url,
        page_title=origin.page_title,
        created_at=now,
        waiting_since=now,
    )
    touch_history(
        kind="conversation",
        subject_id=conversation.id,
        identity=visitor.identity,
        site=site,
        log_id=conversation.public_log_id,
        occurred_at=now,
        origin={
            "referrer": origin.referrer,
            "campaign": origin.campaign,
            "landing_page": origin.landing_page or origin.page_url,
        },
    )
    system(conversation.public_log_id)
    append(
        log=conversation.internal_log_id,
        participant=system(conversation.internal_log_id),
        kind="origin",
        body=origin,
    )
    return conversation
