"""The people of the history: read from `people.toml`, and as rows of contacts and identities."""

from __future__ import annotations

import random
import tomllib
import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from hub.contacts import names
from hub.contacts.models import Contact, Identity, MergeProposal

FILE = Path(__file__).parent.parent / "people.toml"


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    address: str  # "Herr Höfler"; a first name where we write English
    company: str
    place: str
    country: str
    language: str
    email: str
    job: str
    trade: str
    phone: str = ""
    customer: str = ""
    years: int = 0


@cache
def everybody() -> tuple[Person, ...]:
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))["person"]
    return tuple(Person(**entry) for entry in data)


def new_id(chance: random.Random) -> uuid.UUID:
    """A random UUID that the seed determines."""
    return uuid.UUID(int=chance.getrandbits(128), version=4)


@dataclass(slots=True)
class Known:
    """A person whom the hub knows, as rows that are not saved yet."""

    person: Person
    contact: Contact
    email: Identity
    phone: Identity | None
    since: datetime
    identities: list[Identity] = field(default_factory=list)


class Book:
    """Contacts and identities as they come up; `save` writes them all."""

    def __init__(self, chance: random.Random, today: date) -> None:
        self._chance = chance
        self._today = today
        self._known: dict[str, Known] = {}
        self._twins: list[tuple[Known, Known]] = []

    def know(self, person: Person, *, since: datetime, source: str, phone: bool = True) -> Known:
        """The person's contact; made the first time, with where it was learnt."""
        if person.email in self._known:
            return self._known[person.email]
        contact = Contact(
            id=new_id(self._chance),
            name=person.name,
            company=person.company,
            job_title=person.job,
            place=person.place,
            language=person.language,
            facts=self._facts(person, since),
            customer_since=self._customer_since(person),
            version=2,
        )
        contact.sort_name = names.fold(person.name)[:250]
        contact.search_text = names.search_text(
            person.name, person.company, person.email, person.phone
        )
        email = self._identity(contact, Identity.Kind.EMAIL, person.email, source)
        number = (
            self._identity(contact, Identity.Kind.PHONE, person.phone, source)
            if phone and person.phone
            else None
        )
        known = Known(person, contact, email, number, since)
        known.identities = [email, *([number] if number else [])]
        self._known[person.email] = known
        return known

    def propose_twins(self, count: int) -> None:
        """Some people wrote from another device and gave the same address: perhaps the same."""
        for known in self._chance.sample(list(self._known.values()), count):
            first, last = known.person.name.split(" ", 1)
            contact = Contact(id=new_id(self._chance), name=f"{first[0]}. {last}", version=2)
            contact.language = known.person.language
            contact.sort_name = names.fold(contact.name)
            contact.search_text = names.search_text(contact.name, known.person.email)
            email = self._identity(contact, Identity.Kind.EMAIL, known.person.email, "form")
            twin = Known(known.person, contact, email, None, known.since, [email])
            self._twins.append((known, twin))

    def save(self) -> None:
        """Contacts first, then their identities, each as old as they were learnt."""
        known = [*self._known.values(), *(twin for _, twin in self._twins)]
        Contact.objects.bulk_create([k.contact for k in known])
        Identity.objects.bulk_create([i for k in known for i in k.identities])
        for k in known:
            k.contact.created_at = k.since
            for identity in k.identities:
                identity.created_at = k.since
        Contact.objects.bulk_update([k.contact for k in known], ["created_at"])
        Identity.objects.bulk_update([i for k in known for i in k.identities], ["created_at"])
        MergeProposal.objects.bulk_create(
            MergeProposal(
                id=new_id(self._chance),
                keep=one.contact,
                other=twin.contact,
                reason=f"email:{twin.email.value}",
            )
            for one, twin in self._twins
        )

    def _identity(self, contact: Contact, kind: str, value: str, source: str) -> Identity:
        return Identity(
            id=new_id(self._chance), contact=contact, kind=kind, value=value, source=source
        )

    def _customer_since(self, person: Person) -> date | None:
        if not person.customer:
            return None
        return date(self._today.year - person.years, 1 + self._chance.randint(0, 7), 12)

    def _facts(self, person: Person, since: datetime) -> list[dict[str, Any]]:
        if not person.customer:
            return []
        return [
            {
                "label": "Kundennummer",
                "value": person.customer,
                "source": "erp",
                "at": since.isoformat(),
            }
        ]
