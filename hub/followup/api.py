"""Leads over HTTP, on the staff origin."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from hub.followup import leads
from hub.followup.models import Lead
from hub.web import principal

router = Router(tags=["leads"])


@dataclass(frozen=True, slots=True)
class Decided:
    id: UUID
    state: str
    decided_at: datetime | None

    @classmethod
    def of(cls, lead: Lead) -> "Decided":
        return cls(lead.id, lead.state, lead.decided_at)


@router.post("/leads/{lead_id}/approve", response=Decided)
def approve(request: HttpRequest, lead_id: UUID) -> Decided:
    return Decided.of(leads.approve(who=principal.of(request), lead_id=lead_id))


@router.post("/leads/{lead_id}/reject", response=Decided)
def reject(request: HttpRequest, lead_id: UUID) -> Decided:
    return Decided.of(leads.reject(who=principal.of(request), lead_id=lead_id))
