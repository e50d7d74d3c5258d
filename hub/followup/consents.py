"""Consents that were given outside of a form card: on a page, say."""

from collections.abc import Iterable
from datetime import datetime

from hub.contacts.models import Identity
from hub.errors import BadInput
from hub.followup.forms import GivenConsent, consent_text
from hub.followup.models import Consent, ConsentText


def store(
    *,
    identity: Identity,
    given: Iterable[GivenConsent],
    allowed: Iterable[str],
    language: str,
    at: datetime,
) -> list[dict[str, object]]:
    """Keep each with the wording that was shown; gives [{"key", "version", "given"}].

    Raises `BadInput` (field: the key) for one that was not asked for.
    """
    asked, stored = set(allowed), []
    for consent in given:
        if consent.key not in asked:
            raise BadInput(field=consent.key)
        text = ConsentText.objects.filter(
            key=consent.key, version=consent.version, language=language
        ).first() or consent_text(consent.key, language)
        Consent.objects.create(identity=identity, text=text, given=consent.given, at=at)
        stored.append({"key": consent.key, "version": text.version, "given": consent.given})
    return stored
