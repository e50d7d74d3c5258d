"""A receiver, a connection to it, and things that happen."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.db.models.functions import Now
from pytest_django import Settings

from crm_bridge import claims, delivering, services
from crm_bridge.models import Connection, Delivery
from hub.contacts.history import touch_history
from hub.contacts.models import HistoryEntry, Identity
from hub.contacts.services import identify
from hub.realtime.models import Log
from hub.registry.history import HistoryKind, history_kinds
from tests.fakes.crm_receiver import SECRET, CrmReceiver
from tests.people import make_site

Happened = Callable[..., HistoryEntry]
Someone = Callable[..., Identity]


@pytest.fixture
def crm(settings: Settings) -> Iterator[CrmReceiver]:
    with CrmReceiver() as receiver:
        settings.OUTBOUND_ALLOW = [receiver.origin]
        yield receiver


@pytest.fixture
def connection(db: None, crm: CrmReceiver) -> Connection:
    """A connection that gives up after a second and holds a claim for two."""
    made, _secret = services.connect(
        who=None, name="CRM", url=crm.url, secret=SECRET, timeout_seconds=1, lease_seconds=2
    )
    return made


@pytest.fixture
def someone(db: None) -> Someone:
    """A visitor's identity that has a person (with `name=""`: that has none)."""

    def make(name: str = "Andreas Höfler", **known: str) -> Identity:
        who = Identity.objects.create(kind="visitor", value=str(uuid4()), site=make_site())
        if name:
            identify(who, name=name, **known)
            who.refresh_from_db()
        return who

    return make


def payload(entry: HistoryEntry) -> dict[str, Any]:
    entry.refresh_from_db()
    return {**entry.payload, "head": entry.log.head if entry.log else 0}


@pytest.fixture(autouse=True)
def talk_kind() -> Iterator[None]:
    """A kind of history with a log, as a conversation has one."""
    kind = HistoryKind(
        name="talk",
        version=3,
        title=lambda entry, lang: "Gespräch" if lang == "de" else "Talk",
        text=lambda entry, lang: f"head {payload(entry)['head']}",
        payload=payload,
        erase=lambda entry: None,
    )
    history_kinds.register("talk", kind)
    yield
    history_kinds.discard("talk")


@pytest.fixture
def happened() -> Happened:
    """An entry without a log, or (`log=True`) one that is still running, with two entries in it."""

    def make(who: Identity, kind: str = "visit", *, log: bool = False, **more: Any) -> HistoryEntry:
        with transaction.atomic():
            return touch_history(
                kind="talk" if log else kind,
                subject_id=uuid4(),
                identity=who,
                site=who.site,
                log_id=Log.objects.create(audience="public", head=2).id if log else None,
                occurred_at=datetime(2026, 11, 3, 9, 0, tzinfo=UTC),
                ended_at=None if log else datetime(2026, 11, 3, 9, 5, tzinfo=UTC),
                payload={"text": "Aufmaß", **more},
                origin={"campaign": "messe"},
            )

    return make


def change(entry: HistoryEntry, **more: Any) -> int:
    """A new revision of an entry; its version."""
    with transaction.atomic():
        changed = touch_history(kind=entry.kind, subject_id=entry.subject_id, **more)
    return version_of(changed.id)


def version_of(entry: UUID) -> int:
    found = HistoryEntry.objects.select_related("log").get(pk=entry)
    return found.revision + (found.log.head if found.log else 0)


def delivery_of(entry: HistoryEntry) -> Delivery:
    return Delivery.objects.select_related("connection").get(entry=entry)


def deliver(connection: Connection) -> int:
    """Deliver what is due now."""
    return delivering.deliver(connection)


def now_due() -> None:
    """As if all back-offs and pauses were over."""
    Delivery.objects.update(next_at=Now())
    Connection.objects.update(next_at=None)


def log_of(entry: HistoryEntry) -> UUID:
    assert entry.log_id is not None
    return entry.log_id


def right(crm: CrmReceiver) -> bool:
    """Whether the receiver's final state is what stands here, each entry applied in order."""
    ours = {
        str(e.id): version_of(e.id)
        for e in HistoryEntry.objects.filter(identity__contact__isnull=False)
    }
    theirs = {external: held.version for external, held in crm.entries.items()}
    growing = all(sorted(set(h.applied)) == h.applied for h in crm.entries.values())
    return ours == theirs and growing


def deliver_contact(connection: Connection) -> None:
    held = claims.claim(connection)
    assert held is not None
    assert held.contact is not None
    delivering.attempt(connection, held)
