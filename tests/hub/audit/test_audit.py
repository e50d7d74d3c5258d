from uuid import uuid4

import pytest
from django.db import ProgrammingError, transaction
from django.test import RequestFactory

from hub.audit import selectors
from hub.audit.models import AuditEntry
from hub.audit.services import record
from hub.errors import NotAllowed
from hub.registry.streams import Principal
from hub.sites.models import Site

ADMIN = Principal(kind="staff", id=uuid4(), grants=frozenset({("audit.read", "*")}))


@pytest.mark.django_db
def test_who_did_what_to_whom_stands_there() -> None:
    site = Site.objects.create(key="haldner", name="Haldner")
    request = RequestFactory().get("/")
    request.request_id = "abc"  # type: ignore[attr-defined]
    record(ADMIN, "contact.export", site, request, rows=312)
    found = selectors.entries(ADMIN)[0]
    assert (found.actor_kind, found.actor) == ("staff", ADMIN.id)
    assert (found.subject_kind, found.subject) == ("site", str(site.id))
    assert (found.facts, found.request_id) == ({"rows": 312}, "abc")


@pytest.mark.django_db
def test_the_system_and_somebody_unknown_are_told_apart() -> None:
    assert record(None, "retention.swept").actor_kind == "system"
    refused = record(None, "sign_in.refused", request=RequestFactory().get("/"))
    assert refused.actor_kind == "nobody"


@pytest.mark.django_db
def test_what_is_rolled_back_was_not_done_and_is_not_noted() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        record(ADMIN, "contact.erase", ("contact", uuid4()))
        raise RuntimeError
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_an_entry_is_never_changed() -> None:
    entry = record(ADMIN, "contact.erase", ("contact", uuid4()))
    entry.action = "nothing"
    with pytest.raises(ProgrammingError), transaction.atomic():
        entry.save()
    assert AuditEntry.objects.get().action == "contact.erase"


@pytest.mark.django_db
def test_only_who_may_reads_it() -> None:
    nobody = Principal(kind="staff", id=uuid4(), grants=frozenset({("audit.read", str(uuid4()))}))
    with pytest.raises(NotAllowed):
        selectors.entries(nobody)


@pytest.mark.django_db
def test_it_is_read_in_portions_newest_first() -> None:
    for number in range(130):
        record(ADMIN, "contact.export", rows=number)
    first = selectors.entries(ADMIN)
    rest = selectors.entries(ADMIN, before=first[-1].id)
    assert [e.facts["rows"] for e in (*first, *rest)] == list(range(129, -1, -1))
