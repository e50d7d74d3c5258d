"""A small website, an ERP over HTTP, and a conversation to draft in."""

import json
import secrets
import socket
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import pytest
import redis
from asgiref.sync import async_to_sync
from django.conf import settings as django_settings
from django.db import transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from chat.assistant import services
from chat.assistant.types import Draft, NoDraft
from chat.models import Conversation
from chat.services import assignment
from chat.services.start import start_conversation
from hub.accounts.models import Staff
from hub.accounts.permissions import principal
from hub.realtime.append import append, join
from hub.realtime.models import Participant
from hub.sites.models import Site
from tests.chat.assistant import website
from tests.fakes.raw_server import answer, raw_server
from tests.people import make_site, make_staff


class Erp:
    """What the ERP says, by sku; `down` makes it fail."""

    def __init__(self) -> None:
        self.articles: dict[str, dict[str, Any]] = {
            "114-250": {"price": "6480.00", "stock": 3, "delivery_days": 4},
            "114-250A": {"price": "7240.00", "stock": 2, "delivery_days": 6},
            "212-065": {"price": "5780.00", "stock": 0, "delivery_days": 15},
        }
        self.down = False

    def serve(self, connection: socket.socket, head: bytes) -> None:
        if self.down:
            connection.sendall(answer("500 Internal Server Error"))
            return
        query = parse_qs(urlsplit(head.split(b" ")[1].decode()).query)
        found = [
            {"sku": sku, "currency": "EUR", "location": "Ehingen", **self.articles[sku]}
            for sku in query.get("sku", [""])[0].split(",")
            if sku in self.articles
        ]
        body = json.dumps({"as_of": timezone.now().isoformat(), "articles": found}).encode()
        connection.sendall(answer("200 OK", body, Content_Type="application/json"))

    def says(self, sku: str, **figures: Any) -> None:
        """Another figure from now on; what was fetched before is forgotten."""
        self.articles[sku] = {**self.articles[sku], **figures}
        forget()


def forget() -> None:
    with redis.Redis.from_url(django_settings.REDIS_URL) as store:
        for key in store.scan_iter("hub:live:*"):
            store.delete(key)


@pytest.fixture
def erp(db: None, settings: Settings) -> Iterator[Erp]:
    forget()
    fake = Erp()
    with raw_server(fake.serve) as server:
        settings.ERP_URL = f"http://{server.origin}"
        settings.ERP_TOKEN = "secret"
        settings.OUTBOUND_ALLOW = [server.origin]
        yield fake
    forget()


@pytest.fixture
def site(db: None) -> Site:
    site = make_site()
    website.fill(site.id)
    return site


@pytest.fixture
def keller(site: Site) -> Staff:
    return make_staff("Miriam Keller", site=site)


@dataclass
class Talk:
    """A conversation with a salesperson in it. `ask` and `reply` write into its public log."""

    site: Site
    staff: Staff
    id: UUID = field(default_factory=uuid4)
    key: str = field(
        default_factory=lambda: urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()
    )
    language: str = "de"
    page: str = ""

    def ask(self, text: str) -> int:
        started = start_conversation(
            site_key=self.site.key,
            conversation_id=self.id,
            key=self.key,
            client_id=uuid4(),
            text=text,
            language=self.language,
            page_url=self.page,
        )
        return started.seq

    def take(self) -> None:
        assignment.take(who=principal(self.staff), conversation_id=self.id)

    def reply(self, text: str) -> int:
        log = self.row.public_log_id
        with transaction.atomic():
            speaker = join(log=log, kind="staff", subject=self.staff.id, name=self.staff.name)
            entry = append(log=log, participant=speaker.id, kind="message", body={"text": text})
        return entry.seq

    @property
    def row(self) -> Conversation:
        return Conversation.objects.get(pk=self.id)

    @property
    def visitor(self) -> Participant:
        return Participant.objects.get(log_id=self.row.public_log_id, kind="visitor")

    def draft(self, **options: Any) -> Draft | NoDraft:
        return async_to_sync(services.make_draft)(
            conversation=self.id, principal=principal(self.staff), **options
        )

    def drafted(self, **options: Any) -> Draft:
        made = self.draft(**options)
        assert isinstance(made, Draft), made
        return made


@pytest.fixture
def talk(site: Site, keller: Staff, erp: Erp) -> Talk:
    return Talk(site, keller)
