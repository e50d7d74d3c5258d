"""Writing into the audit log."""

from typing import Any
from uuid import UUID

from django.db import models
from django.http import HttpRequest

from hub.accounts.models import Staff
from hub.audit.models import AuditEntry
from hub.registry.streams import Principal
from hub.web import request_id

Actor = Principal | Staff | None
Subject = models.Model | tuple[str, UUID | str] | None


def record(
    who: Actor,
    action: str,
    subject: Subject = None,
    request: HttpRequest | None = None,
    **facts: Any,
) -> AuditEntry:
    """Note that `who` did `action` to `subject`, in the caller's transaction.

    `who` is None for what the system does by itself. `subject` is a row, or its kind and id.
    `facts` are small JSON-able values without personal data. So that nothing is done that is not
    noted, call it in the same transaction as the deed.
    """
    kind, actor = _actor(who, request)
    subject_kind, subject_id = _subject(subject)
    return AuditEntry.objects.create(
        actor_kind=kind,
        actor=actor,
        action=action,
        subject_kind=subject_kind,
        subject=subject_id,
        facts=facts,
        request_id=request_id.of(request),
    )


def _actor(who: Actor, request: HttpRequest | None) -> tuple[str, UUID | None]:
    if isinstance(who, Principal):
        return who.kind, who.id
    if isinstance(who, Staff):
        return "staff", who.id
    return ("nobody" if request is not None else "system"), None


def _subject(subject: Subject) -> tuple[str, str]:
    if subject is None:
        return "", ""
    if isinstance(subject, tuple):
        return subject[0], str(subject[1])
    return str(subject._meta.model_name), str(subject.pk)
