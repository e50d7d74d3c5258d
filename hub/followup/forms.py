"""The forms that a salesperson can ask for, and what happens when one is filled in."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hub.contacts.history import touch_history
from hub.contacts.models import Contact, Identity
from hub.contacts.services import identify
from hub.errors import BadInput
from hub.followup.models import Consent, ConsentText, FormSubmission, Lead
from hub.registry.base import Registry
from hub.sites.models import Site

FieldType = Literal["text", "email", "tel", "textarea"]
MAX_LENGTH = {"text": 200, "email": 254, "tel": 40, "textarea": 2000}


@dataclass(frozen=True, slots=True)
class FormField:
    name: str
    label: str | Promise
    type: FieldType = "text"
    required: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """`consents` are keys of consent texts; none of them is ever required or ticked."""

    key: str
    title: str | Promise
    fields: tuple[FormField, ...]
    consents: tuple[str, ...] = ()


forms: Registry[Form] = Registry("form")

#: First wordings, version 1, for installations that have none yet.
FIRST_WORDINGS: dict[str, dict[str, str]] = {
    "offer_by_mail": {
        "de": "Sie dürfen mir zu diesem Angebot schreiben, sonst zu nichts.",
        "en": "You may write to me about this offer, and about nothing else.",
    },
    "newsletter": {
        "de": "Schicken Sie mir Neues zu Produkten und Webinaren, jederzeit abbestellbar.",
        "en": "Send me news about products and webinars; I can unsubscribe at any time.",
    },
    "call": {
        "de": "Sie dürfen mich dazu anrufen.",
        "en": "You may call me about this.",
    },
}


def register() -> None:
    """The forms that every installation has."""
    name = FormField("name", _("Name"))
    email = FormField("email", _("E-mail"), "email", required=True)
    forms.register(
        "offer",
        Form("offer", _("Where may the offer go?"), (name, email), ("offer_by_mail",)),
    )
    forms.register(
        "contact",
        Form(
            "contact",
            _("How can we reach you?"),
            (
                name,
                FormField("company", _("Company")),
                email,
                FormField("phone", _("Phone"), "tel"),
            ),
            ("offer_by_mail", "call", "newsletter"),
        ),
    )


def consent_text(key: str, language: str) -> ConsentText:
    """The newest wording of a consent in a language (German where there is none in it)."""
    found = ConsentText.objects.filter(key=key, language=language).order_by("-version").first()
    if found is None and key in FIRST_WORDINGS:
        wording = FIRST_WORDINGS[key]
        language = language if language in wording else "de"
        found, _made = ConsentText.objects.get_or_create(
            key=key, version=1, language=language, defaults={"text": wording[language]}
        )
    if found is None:
        raise BadInput(field=key)
    return found


def clean(form: Form, given: dict[str, str], language: str) -> dict[str, str]:
    """The fields as they are stored. Raises `BadInput` with the field and a plain sentence."""
    cleaned = {}
    with translation.override(language):
        for field in form.fields:
            value = str(given.get(field.name, "")).replace("\x00", "").strip()
            if field.type != "textarea":
                value = " ".join(value.split())
            if not value:
                if field.required:
                    raise BadInput(_("Please fill this in."), field=field.name)
                continue
            if len(value) > MAX_LENGTH[field.type]:
                raise BadInput(_("This is too long."), field=field.name)
            if field.type == "email":
                try:
                    validate_email(value)
                except ValidationError:
                    raise BadInput(
                        _("This e-mail address is not complete."), field=field.name
                    ) from None
            if field.type == "tel" and not re.fullmatch(r"[+0-9 ()/.\-]{5,40}", value):
                raise BadInput(_("This is not a phone number."), field=field.name)
            cleaned[field.name] = value
    return cleaned


@dataclass(frozen=True, slots=True)
class GivenConsent:
    key: str
    version: int
    given: bool


def submit(
    *,
    submission_id: UUID,
    site: Site,
    identity: Identity,
    form_key: str,
    fields: dict[str, str],
    consents: list[GivenConsent],
    language: str,
    at: datetime | None = None,
) -> tuple[FormSubmission, Contact | None]:
    """Store a form, its consents with their versions, the person it names, and a new lead.

    `submission_id` is the sender's: the same id again changes nothing. A form proves nothing about
    an address, so it never merges people (`hub.contacts.services.identify`).
    """
    form = forms.get(form_key)
    if form is None:
        raise BadInput(field="form")
    values = clean(form, fields, language)
    now = at or timezone.now()
    with transaction.atomic():
        known = FormSubmission.objects.filter(pk=submission_id).select_related("identity").first()
        if known is not None:
            return known, known.identity.contact
        contact = identify(
            visitor_identity=identity,
            email=values.get("email", ""),
            name=values.get("name", ""),
            company=values.get("company", ""),
            phone=values.get("phone", ""),
            source="form",
            language=language,
        )
        submission = FormSubmission.objects.create(
            id=submission_id,
            site=site,
            identity=identity,
            form=form_key,
            fields=values,
            language=language,
            at=now,
        )
        stored = _store_consents(submission, form, consents, now)
        Lead.objects.create(submission=submission, identity=identity)
        touch_history(
            kind="form",
            subject_id=submission.id,
            identity=identity,
            site=site,
            occurred_at=now,
            ended_at=now,
            payload={"form": form_key, "fields": values, "consents": stored, "lead": "new"},
        )
    return submission, contact


def _store_consents(
    submission: FormSubmission, form: Form, consents: list[GivenConsent], now: datetime
) -> list[dict[str, object]]:
    stored: list[dict[str, object]] = []
    for asked in consents:
        if asked.key not in form.consents:
            raise BadInput(field=asked.key)
        text = ConsentText.objects.filter(
            key=asked.key, version=asked.version, language=submission.language
        ).first() or consent_text(asked.key, submission.language)
        Consent.objects.create(
            identity=submission.identity,
            text=text,
            submission=submission,
            given=asked.given,
            at=now,
        )
        stored.append({"key": asked.key, "version": text.version, "given": asked.given})
    return stored
