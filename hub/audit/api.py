"""`/api/v1/audit`: the audit log, newest first."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from hub.audit import selectors
from hub.web import principal

router = Router(tags=["audit"])


class AuditQuery(Schema):
    action: Annotated[str, Field(max_length=60, pattern=r"^[a-z_.]*$")] = ""
    subject: Annotated[str, Field(max_length=64, pattern=r"^[\w.:-]*$")] = ""
    before: Annotated[int | None, Field(ge=0, lt=2**63)] = None


class AuditOut(Schema):
    id: int
    at: datetime
    actor_kind: str
    actor: UUID | None
    action: str
    subject_kind: str
    subject: str
    facts: dict[str, Any]
    request_id: str


@router.get("", response=list[AuditOut])
def audit(request: HttpRequest, query: Query[AuditQuery]) -> list[Any]:
    return list(
        selectors.entries(
            principal.of(request), action=query.action, subject=query.subject, before=query.before
        )
    )
