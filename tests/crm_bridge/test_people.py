"""The right person over there: merged, separated, erased, edited."""

import pytest
from django.db import transaction

from crm_bridge import due, services
from crm_bridge.models import Connection, Delivery
from hub.contacts import services as people
from hub.contacts.history import touch_history
from hub.contacts.models import Contact
from tests.crm_bridge.conftest import (
    Happened,
    Someone,
    deliver,
    delivery_of,
    now_due,
    right,
)
from tests.fakes.crm_receiver import CrmReceiver

pytestmark = pytest.mark.django_db


def test_the_same_person_under_three_addresses_is_one_after_merging(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened
) -> None:
    one, two, three = (someone("Höfler", email=f"{n}@x.de") for n in "abc")
    entries = [happened(who) for who in (one, two, three)]
    deliver(connection)
    assert len(crm.contacts) == 3
    assert one.contact_id and two.contact_id and three.contact_id
    people.merge(keep_id=one.contact_id, other_id=two.contact_id, by=None)
    last = people.merge(keep_id=one.contact_id, other_id=three.contact_id, by=None)
    deliver(connection)
    alive = [c for c in crm.contacts.values() if not c.deleted]
    assert len(alive) == 1
    assert {e["value"] for e in alive[0].data["emails"]} == {"a@x.de", "b@x.de", "c@x.de"}
    for entry in entries:
        held = crm.entries[str(entry.id)]
        assert held.data["contact"]["external_id"] == str(one.contact_id)
    gone = crm.contacts[str(two.contact_id)]
    assert (gone.deleted, gone.data["merged_into"]) == (True, str(one.contact_id))
    assert right(crm)
    people.undo(merge_id=last.id)
    deliver(connection)
    back = crm.contacts[str(three.contact_id)]
    assert (back.deleted, back.data["emails"][0]["value"]) == (False, "c@x.de")
    assert crm.entries[str(entries[2].id)].data["contact"]["name"] == "Höfler"
    assert right(crm)


def test_a_registration_under_a_second_address_goes_to_the_person(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened
) -> None:
    first = someone("Höfler", email="ah@x.de")
    assert first.contact_id
    work = someone("A. Höfler", email="werkstatt@x.de")
    assert work.contact_id
    registration = happened(work, "sign-up")
    people.merge(keep_id=first.contact_id, other_id=work.contact_id, by=None)
    deliver(connection)
    person = crm.entries[str(registration.id)].data["contact"]
    assert person["external_id"] == str(first.contact_id)
    assert len(crm.contacts) == 1  # what was never over there need not be deleted there
    assert not Delivery.objects.filter(contact=work.contact_id).exists()


def test_an_entry_follows_its_contact(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened
) -> None:
    who = someone("Höfler")
    happened(who)
    crm.mode, crm.refuses = "refuse", "contact.upserted"
    for _try in range(3):
        now_due()
        deliver(connection)
    assert crm.entries == {}
    assert Delivery.objects.get(contact=who.contact_id).state == "tray"
    services.skip(who=None, delivery_id=Delivery.objects.get(contact=who.contact_id).id)
    deliver(connection)
    assert right(crm)  # a person decided that it goes without


def test_an_erased_person_is_erased_over_there(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened
) -> None:
    who = someone("Höfler", email="ah@x.de")
    entry = happened(who)
    never = someone("Nie geliefert")
    deliver(connection)
    Delivery.objects.filter(entry=entry).update(words="Höfler is not known")
    assert who.contact_id and never.contact_id
    people.erase(contact_id=who.contact_id)
    assert delivery_of(entry).words == ""
    deliver(connection)
    held, person = crm.entries[str(entry.id)], crm.contacts[str(who.contact_id)]
    assert (held.deleted, person.deleted, person.data["erased"]) == (True, True, True)
    assert "payload" not in held.data
    assert "name" not in person.data
    assert Delivery.objects.exclude(state="delivered").count() == 0


def test_a_person_erased_before_delivery_is_never_mentioned(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened
) -> None:
    who = someone("Höfler")
    happened(who)
    due.mark(connection)
    assert who.contact_id
    people.erase(contact_id=who.contact_id)
    deliver(connection)
    assert crm.calls == 0
    assert Delivery.objects.exclude(state="delivered").count() == 0


def test_an_edited_contact_is_delivered_without_its_entries(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened
) -> None:
    who = someone("Höfler")
    happened(who)
    deliver(connection)
    assert who.contact_id
    people.edit(contact_id=who.contact_id, company="Metallbau")
    assert deliver(connection) == 1
    assert crm.contacts[str(who.contact_id)].data["company"] == "Metallbau"
    assert Contact.objects.get().version == crm.contacts[str(who.contact_id)].version


def test_a_rolled_back_change_is_not_delivered(
    connection: Connection, crm: CrmReceiver, someone: Someone, happened: Happened
) -> None:
    entry = happened(someone())
    deliver(connection)
    try:
        with transaction.atomic():
            touch_history(kind=entry.kind, subject_id=entry.subject_id, payload={"text": "nein"})
            raise RuntimeError
    except RuntimeError:
        pass
    assert deliver(connection) == 0
