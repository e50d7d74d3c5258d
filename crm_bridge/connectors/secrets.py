"""Signing secrets: made, sealed, rotated. The form is Standard Webhooks' `whsec_` + base64."""

import base64
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm_bridge.errors import ConfigurationError
from hub.accounts.sealing import seal, unseal

PREFIX = "whsec_"
#: For how long both secrets sign after a rotation, so that the receiver can change at leisure.
OVERLAP = timedelta(hours=24)
_PURPOSE = "crm_bridge.webhook"


def new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(24)).decode()


def checked(secret: str) -> str:
    """The secret with its prefix. Raises `ConfigurationError` (field secret) if it is none."""
    bare = secret.strip().removeprefix(PREFIX)
    wrong = ConfigurationError(
        _("A secret is whsec_ and the base64 of 24 to 64 random bytes."), field="secret"
    )
    try:
        raw = base64.b64decode(bare, validate=True)
    except ValueError:
        raise wrong from None
    if not 24 <= len(raw) <= 64:
        raise wrong
    return PREFIX + bare


def rotated(old: list[dict[str, Any]], secret: str) -> list[dict[str, Any]]:
    """The stored list with a new secret in front; the one before ends after the overlap."""
    until = (timezone.now() + OVERLAP).isoformat()
    kept = [{**item, "until": item["until"] or until} for item in old[:1]]
    return [{"sealed": seal(secret, _PURPOSE), "until": None}, *kept]


def usable(stored: list[dict[str, Any]]) -> list[str]:
    """The secrets that sign now, newest first."""
    now = timezone.now()
    return [
        unseal(item["sealed"], _PURPOSE)
        for item in stored
        if item["until"] is None or datetime.fromisoformat(item["until"]) > now
    ]
