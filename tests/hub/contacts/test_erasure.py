"""Erasing a person."""

import io

import pytest
from django.core.management import CommandError, call_command

from hub.audit.models import AuditEntry
from hub.contacts import services
from hub.contacts.models import Contact, HistoryEntry, Identity
from hub.errors import NotFound
from hub.registry.erasers import erasers
from hub.registry.history import HistoryKind, history_kinds
from tests.hub.contacts.conftest import Happened, Visitor

pytestmark = pytest.mark.django_db


def everything() -> str:
    """All that the tables know about anybody, as text."""
    rows = [
        *Contact.objects.values_list(),
        *Identity.objects.values_list(),
        *HistoryEntry.objects.values_list(),
    ]
    return repr(rows)


def test_nothing_is_left_but_tombstones(visitor: Visitor, happened: Happened) -> None:
    who, old = visitor(), visitor()
    merged = services.identify(old, name="Alter Name", email="old@x.de")
    contact = services.identify(who, name="Andreas Höfler", company="Metallbau", email="ah@x.de")
    services.identify(who, name="Anders", phone="0831 572014")
    services.merge(keep_id=contact.id, other_id=merged.id, by=None)
    entry = happened(who, origin={"referrer": "https://x.de/?q=hoefler", "campaign": "c"})
    version = HistoryEntry.objects.get(pk=entry.pk).revision

    assert services.erase(contact_id=contact.id) == 1

    left = everything()
    for trace in (
        "Höfler",
        "hoefler",
        "Metallbau",
        "ah@x.de",
        "old@x.de",
        "49831",
        "Anders",
        "day 1",
    ):
        assert trace not in left, trace
    after = HistoryEntry.objects.get(pk=entry.pk)
    assert after.erased_at is not None
    assert after.revision > version  # the CRM has to learn it
    assert services.erase(contact_id=contact.id) == 0
    assert AuditEntry.objects.filter(action="contact.erased").count() == 1


def test_each_kind_removes_what_it_keeps(visitor: Visitor, happened: Happened) -> None:
    gone = []
    kind = HistoryKind(
        name="toy",
        version=1,
        title=lambda entry, lang: "",
        text=lambda entry, lang: "",
        payload=lambda entry: {},
        erase=lambda entry: gone.append((entry.subject_id, entry.erased_at is not None)),
    )
    history_kinds.register("toy", kind)
    asked = []
    erasers.register("toy", lambda contact, identities, entries: asked.append(len(entries)))
    try:
        who = visitor()
        entry = happened(who, "toy")
        happened(who, "unknown kind")
        services.erase(contact_id=services.identify(who, name="A").id)
    finally:
        history_kinds.discard("toy")
        erasers.discard("toy")
    assert (gone, asked) == ([(entry.subject_id, True)], [2])


def test_a_merged_contact_is_erased_through_the_kept_one(visitor: Visitor) -> None:
    a = services.identify(visitor(), name="A")
    b = services.identify(visitor(), name="B")
    services.merge(keep_id=a.id, other_id=b.id, by=None)
    with pytest.raises(NotFound):
        services.erase(contact_id=b.id)


def test_the_command_says_what_it_would_do_and_does_it(visitor: Visitor) -> None:
    contact = services.identify(visitor(), name="A", email="a@x.de")
    out = io.StringIO()
    call_command("erase_contact", "A@X.de", stdout=out)
    assert "would erase" in out.getvalue()
    assert not Contact.objects.filter(erased_at__isnull=False).exists()
    call_command("erase_contact", str(contact.id), "--yes", stdout=out)
    assert Contact.objects.get(pk=contact.id).erased_at is not None
    with pytest.raises(CommandError):
        call_command("erase_contact", "nobody@x.de", stdout=out)
