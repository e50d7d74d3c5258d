"""Two real workers, one killed every five seconds, and a receiver that misbehaves in every way.

While entries are made and changed: what is missing over there, doubled, or stale in the end?
"""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from pytest_django import Settings

from crm_bridge import services
from crm_bridge.models import Connection, Delivery
from crm_bridge.tasks import deliver_due
from hub.contacts.history import UNSET, touch_history
from hub.contacts.models import HistoryEntry, Identity
from hub.contacts.services import identify
from hub.realtime.models import Log
from hub.wake import wake
from tests.fakes.crm_receiver import SECRET, CrmReceiver
from tests.people import make_site
from tests.serving import ROOT, database_url

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

LONG = os.environ.get("FAULTS") == "long"
SECONDS = 120.0 if LONG else 25.0
MODES = ("ok", "late", "500", "nonsense", "down", "ok", "drip", "limited", "late")


def start_worker(receiver: CrmReceiver) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "celery", "--quiet", "--app", "hub", "worker"),
            *("--pool", "threads", "--concurrency", "4", "--loglevel", "ERROR"),
            *("--without-gossip", "--without-mingle", "--without-heartbeat"),
        ],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": database_url(),
            "SECRET_KEY": settings.SECRET_KEY,
            "OUTBOUND_ALLOW": receiver.origin,
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.fixture
def crm(settings: Settings) -> Iterator[CrmReceiver]:
    with CrmReceiver() as receiver:
        settings.OUTBOUND_ALLOW = [receiver.origin]
        receiver.late = 1.5
        yield receiver


@pytest.fixture
def workers(transactional_db: None, crm: CrmReceiver) -> Iterator[list["subprocess.Popen[bytes]"]]:
    running = [start_worker(crm) for _ in range(2)]
    yield running
    for worker in running:
        worker.kill()
        worker.wait()


def begin(n: int) -> HistoryEntry:
    """A person and a talk that is running."""
    who = Identity.objects.create(kind="visitor", value=str(uuid4()), site=make_site())
    with transaction.atomic():
        identify(who, name=f"Person {n}")
        return touch_history(
            kind="visit",
            subject_id=uuid4(),
            identity=who,
            site=who.site,
            log_id=Log.objects.create(audience="public", head=1).id,
            occurred_at=datetime.now(UTC),
            payload={"text": "0"},
        )


def go_on(entry: HistoryEntry, chance: random.Random, n: int) -> None:
    """A message, a change, or the end."""
    what = chance.random()
    with transaction.atomic():
        if what < 0.6:
            assert entry.log_id is not None
            Log.objects.filter(pk=entry.log_id).update(head=F("head") + 1)
            return
        touch_history(
            kind=entry.kind,
            subject_id=entry.subject_id,
            payload={"text": str(n)},
            ended_at=datetime.now(UTC) if what > 0.9 else UNSET,
        )


def test_nothing_is_missing_doubled_or_stale_over_there(
    crm: CrmReceiver, workers: list["subprocess.Popen[bytes]"]
) -> None:
    services.connect(
        who=None, name="CRM", url=crm.url, secret=SECRET, timeout_seconds=1, lease_seconds=2
    )
    chance, entries, killed, round_ = random.Random(7), [begin(0)], 0, 0
    begun = time.monotonic() + 60
    while not crm.calls and time.monotonic() < begun:  # until a worker is there
        time_passes()
        time.sleep(0.5)
    begun = time.monotonic()
    until = begun + SECONDS
    # On a busy machine until each fault has had its turn, but not for ever.
    while time.monotonic() < until or (
        not (killed and crm.counts["repeated"]) and time.monotonic() < begun + 120
    ):
        crm.mode = MODES[round_ % len(MODES)]
        for n in range(10):
            entries.append(begin(round_ * 10 + n))
            for _ in range(3):
                go_on(chance.choice(entries), chance, n)
        time_passes()
        time.sleep(1)
        if round_ % 5 == 4:  # a worker takes some seconds to start
            workers[0].kill()  # only what was started here, by its own handle
            workers[0].wait()
            workers[0] = start_worker(crm)
            workers.reverse()
            killed += 1
        round_ += 1
    crm.mode = "ok"
    HistoryEntry.objects.filter(ended_at=None).update(
        ended_at=Now(), revision=F("revision") + 1, touched_at=Now()
    )
    settled = settle()
    versions = {
        str(e.id): e.revision + (e.log.head if e.log else 0)
        for e in HistoryEntry.objects.select_related("log")
    }
    counted = {
        "entries": len(versions),
        "requests": crm.calls,
        "workers_killed": killed,
        "repeated": crm.counts["repeated"],
        "crm_missing": len(versions.keys() - crm.entries.keys()),
        "crm_doubled": len(crm.entries.keys() - versions.keys())
        + sum(len(h.applied) - len(set(h.applied)) for h in crm.entries.values()),
        "crm_stale": sum(
            held.version != versions.get(external) for external, held in crm.entries.items()
        ),
        "crm_disorder": sum(h.applied != sorted(h.applied) for h in crm.entries.values()),
        "left": Delivery.objects.exclude(state="delivered").count(),
    }
    print(f"\n{counted}")
    assert settled
    wrong = {name: n for name, n in counted.items() if name.startswith("crm_") or name == "left"}
    assert wrong == dict.fromkeys(wrong, 0)
    assert killed
    assert crm.counts["repeated"]  # it was really written twice, and that did no harm


def time_passes() -> None:
    """All back-offs and pauses are over, and the clock sends its wake-up."""
    Connection.objects.update(next_at=None, failures=0)
    Delivery.objects.filter(state="waiting").update(next_at=Now())
    wake(deliver_due)
    wake(deliver_due)


def settle(seconds: float = 120.0) -> bool:
    """As the clock would go on: sweeps, with the back-offs over. Whether all is delivered."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        Delivery.objects.filter(state="tray").update(state="waiting", attempts=0)
        time_passes()
        time.sleep(1)
        entries = HistoryEntry.objects.count()
        delivered = Delivery.objects.filter(entry__isnull=False, state="delivered").count()
        if delivered == entries and not Delivery.objects.exclude(state="delivered").exists():
            return True
    return False
