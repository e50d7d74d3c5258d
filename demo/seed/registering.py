"""People of the demo who registered for a webinar."""

from __future__ import annotations

import random
from datetime import datetime

from demo.seed.people import Book, Person, everybody, new_id
from demo.seed.rows import Rows
from hub.contacts.models import HistoryEntry, Identity
from hub.followup.forms import consent_text
from hub.followup.models import Consent, ConsentText
from webinars.consents import ASKED
from webinars.models import Registration, Webinar

ORIGINS = (
    ("https://www.google.com/", ""),
    ("https://www.linkedin.com/", "webinar-herbst"),
    ("", "newsletter-11"),
    ("", "newsletter-11"),
    ("", ""),
)
ZONES = {"DE": "Europe/Berlin", "AT": "Europe/Vienna", "IT": "Europe/Rome", "PL": "Europe/Warsaw",
         "GB": "Europe/London", "NL": "Europe/Amsterdam"}  # fmt: skip
LIKELY = {"webinar_materials": 0.7, "newsletter": 0.3}


def register_some(
    rows: Rows,
    chance: random.Random,
    webinar: Webinar,
    count: int,
    *,
    since: datetime,
    until: datetime,
) -> list[Registration]:
    """So many people, spread over the time, with consents and history; unsaved but their people."""
    chosen = chance.sample(list(everybody()), min(count, len(everybody())))
    moments = sorted(since + (until - since) * chance.random() for _ in chosen)
    identities = _identities(chance, list(zip(chosen, moments, strict=True)))
    wordings = {
        (key, language): consent_text(key, language)
        for key in ASKED
        for language in webinar.site.languages
    }
    made = []
    for person, at in zip(chosen, moments, strict=True):
        registration = _registration(chance, webinar, person, identities[person.email], at)
        stored = _consents(rows, chance, registration, wordings)
        rows.history.append(_entry(chance, registration, stored))
        made.append(registration)
    return made


def _registration(
    chance: random.Random, webinar: Webinar, person: Person, identity: Identity, at: datetime
) -> Registration:
    source = chance.choices(["page", "chat"], weights=[78, 22])[0]
    return Registration(
        id=new_id(chance),
        webinar=webinar,
        identity=identity,
        email=person.email,
        email_key=person.email.casefold(),
        name=person.name,
        company=person.company,
        language="en" if person.language == "en" else "de",
        time_zone=ZONES.get(person.country, webinar.time_zone),
        source=source,
        registered_at=at,
    )


def _identities(
    chance: random.Random, people: list[tuple[Person, datetime]]
) -> dict[str, Identity]:
    """Everybody's address: known from the conversations, or learnt now."""
    emails = [person.email for person, _ in people]
    known: dict[str, Identity] = {}
    for identity in Identity.objects.filter(kind="email", value__in=emails).order_by("created_at"):
        known.setdefault(identity.value, identity)
    if any(email not in known for email in emails):
        book = Book(chance, people[0][1].date())
        for person, at in people:
            if person.email not in known:
                known[person.email] = book.know(person, since=at, source="webinar").email
        book.save()
    return known


def _consents(
    rows: Rows,
    chance: random.Random,
    registration: Registration,
    wordings: dict[tuple[str, str], ConsentText],
) -> list[dict[str, object]]:
    stored: list[dict[str, object]] = []
    for key in ASKED:
        text = wordings[key, registration.language]
        given = chance.random() < LIKELY[key]
        rows.consents.append(
            Consent(
                id=new_id(chance),
                identity=registration.identity,
                text=text,
                given=given,
                at=registration.registered_at,
            )
        )
        stored.append({"key": key, "version": text.version, "given": given})
    return stored


def _entry(
    chance: random.Random, registration: Registration, consents: list[dict[str, object]]
) -> HistoryEntry:
    referrer, campaign = chance.choice(ORIGINS)
    origin = {"referrer": referrer, "campaign": campaign}
    return HistoryEntry(
        id=new_id(chance),
        kind="registration",
        subject_id=registration.id,
        site=registration.webinar.site,
        identity=registration.identity,
        occurred_at=registration.registered_at,
        ended_at=registration.registered_at,
        origin={key: value for key, value in origin.items() if value},
        payload={"consents": consents},
    )
