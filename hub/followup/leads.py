"""The release of a person for follow-up: only approved leads enter mailings."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from hub.accounts.permissions import require
from hub.audit.services import record
from hub.contacts.history import touch_history
from hub.contacts.models import HistoryEntry
from hub.contacts.services import people
from hub.errors import Conflict, NotFound
from hub.followup.models import Lead
from hub.registry.streams import Principal


def approve(*, who: Principal, lead_id: UUID) -> Lead:
    """Release the person. Raises `NotFound`, `NotAllowed`, `Conflict` (decided otherwise)."""
    return _decide(who, lead_id, Lead.State.APPROVED)


def reject(*, who: Principal, lead_id: UUID) -> Lead:
    """Do not follow up. Raises `NotFound`, `NotAllowed`, `Conflict` (decided otherwise)."""
    return _decide(who, lead_id, Lead.State.REJECTED)


def _decide(who: Principal, lead_id: UUID, state: Lead.State) -> Lead:
    with transaction.atomic():
        held = Lead.objects.select_for_update(of=("self",)).select_related("submission")
        lead = held.filter(pk=lead_id).first()
        if lead is None:
            raise NotFound
        site = lead.submission.site_id
        if not who.may("contact.read", site):
            raise NotFound
        require(who, "lead.decide", site)
        if lead.state == state:
            return lead
        if lead.state != Lead.State.NEW:
            raise Conflict
        lead.state, lead.decided_by, lead.decided_at = state, who.id, timezone.now()
        lead.save(update_fields=["state", "decided_by", "decided_at"])
        if lead.identity.contact_id:  # the contact carries the state to the CRM, too
            people.changed(people.held(lead.identity.contact_id))
        _tell_history(lead)
        record(who, f"lead.{state}", lead)
        return lead


def _tell_history(lead: Lead) -> None:
    """The form's entry carries the lead's state to the CRM."""
    entry = HistoryEntry.objects.filter(kind="form", subject_id=lead.submission_id).first()
    payload = {**(entry.payload if entry else {}), "lead": lead.state}
    touch_history(
        kind="form",
        subject_id=lead.submission_id,
        identity=lead.identity,
        site=lead.submission.site,
        occurred_at=lead.submission.at,
        payload=payload,
    )
