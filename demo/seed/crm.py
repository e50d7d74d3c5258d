"""The demo's CRM is connected, and has what happened before now; a few things it refused.

Only where the demo's own ERP runs beside the hub (`make run` says so by ERP_PORT): nobody is
connected to something that isn't there.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from crm_bridge import services
from crm_bridge.models import Connection, Delivery, Reconciliation
from demo.erp.crm import FIRST_NUMBER, SECRET
from demo.seed.people import new_id
from hub import env
from hub.contacts.models import Contact, HistoryEntry

NAME = "Kundensystem"
#: What it said about the newest ones that it didn't take: status, words, what groups them.
REFUSALS = (
    (422, "Field 'deal_id': no record found (code 4041)", "422:deal"),
    (422, "Field 'deal_id': no record found (code 4041)", "422:deal"),
    (409, "Contact is locked by the workflow 'Stammdaten'", "409:lock"),
    (422, "Field 'description' is longer than 8000 characters", "422:length"),
)


def port() -> str:
    """The port of the demo's own ERP, or nothing."""
    return env.text("ERP_PORT", "")


def fill() -> None:
    if not port():
        return
    url = f"http://127.0.0.1:{port()}/crm/hooks"
    known = Connection.objects.filter(name=NAME).first()
    if known is not None:
        if known.settings.get("url") != url:
            services.change(who=None, connection_id=known.id, url=url)
        return
    connection, _ = services.connect(who=None, name=NAME, url=url, secret=SECRET)
    _delivered_before(connection, timezone.now())


def _delivered_before(connection: Connection, now: datetime) -> None:
    chance = random.Random("haldner:crm")  # noqa: S311 - a demo, not a secret
    entries = list(
        HistoryEntry.objects.filter(identity__contact__isnull=False, ended_at__isnull=False)
        .annotate(head=Coalesce(F("log__head"), 0))
        .order_by("-ended_at")
    )
    made: list[Delivery] = []
    for entry in entries:
        assert entry.ended_at is not None
        version = entry.revision + entry.head
        made.append(_delivery(connection, chance, version, entry.ended_at, now))
        made[-1].entry = entry
    for refusal, delivery in zip(REFUSALS, made[3::4], strict=False):
        _refused(delivery, *refusal)
    for contact in Contact.objects.filter(merged_into=None, erased_at=None):
        made.append(_delivery(connection, chance, contact.version, contact.created_at, now))
        made[-1].contact = contact
    for number, delivery in enumerate(made, start=FIRST_NUMBER + 1):
        delivery.ref = f"CRM-{number}" if delivery.delivered_version else ""
    Delivery.objects.bulk_create(made)
    taken = [d.delivered_at for d in made if d.delivered_at]
    Connection.objects.filter(pk=connection.pk).update(
        last_ok_at=max(taken, default=None), last_answer_ms=41
    )
    _reconciled(connection, now, len(entries), len(REFUSALS))


def _delivery(
    connection: Connection, chance: random.Random, version: int, after: datetime, now: datetime
) -> Delivery:
    at = min(after + timedelta(seconds=chance.randint(2, 40)), now)
    return Delivery(
        id=new_id(chance),
        connection=connection,
        state=Delivery.State.DELIVERED,
        wanted_version=version,
        delivered_version=version,
        delivered_at=at,
        next_at=at,
        since=at,
        fence=1,
        status_code=200,
    )


def _refused(delivery: Delivery, status: int, words: str, cause: str) -> None:
    delivery.state = Delivery.State.TRAY
    delivery.failed_at = delivery.delivered_at
    delivery.delivered_at, delivery.delivered_version = None, 0
    delivery.status_code, delivery.words, delivery.cause = status, words, cause
    delivery.attempts, delivery.fence = 2, 2


def _reconciled(connection: Connection, now: datetime, compared: int, open_ones: int) -> None:
    """Last night's comparison found what is still in the tray, and nothing else."""
    found = Reconciliation.objects.create(
        connection=connection,
        took_ms=1840,
        listed=False,
        compared=compared,
        same=compared - open_ones,
        open=open_ones,
    )
    night = now.replace(hour=2, minute=15, second=0, microsecond=0)
    night -= timedelta(days=0 if night < now else 1)
    Reconciliation.objects.filter(pk=found.pk).update(at=night)
