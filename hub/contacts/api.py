"""People over HTTP, on the staff origin. Shapes are those of the selectors."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from ninja import Router, Schema

from hub.audit.services import record
from hub.contacts import export, selectors, services
from hub.contacts.selectors import people, visible
from hub.contacts.selectors.timelines import Timeline
from hub.registry.streams import Principal
from hub.web import principal

router = Router(tags=["contacts"])


class ContactChange(Schema):
    """What is left out stays. `version` is the one that was read; `email`, `phone` are added."""

    version: int | None = None
    name: str | None = None
    company: str | None = None
    job_title: str | None = None
    place: str | None = None
    language: str | None = None
    email: str = ""
    phone: str = ""


class AssignTo(Schema):
    contact: UUID


class MergeIn(Schema):
    other: UUID


class Merged(Schema):
    merge: UUID
    contact: UUID


class EntryText(Schema):
    text: str


@router.get("/contacts", response=people.ContactPage)
def list_contacts(
    request: HttpRequest, q: str = "", state: str = "", page: int = 1
) -> people.ContactPage:
    return selectors.search(principal.of(request), q=q, state=state, page=page)


@router.get("/contacts/export.csv", include_in_schema=False)
def export_csv(request: HttpRequest, q: str = "") -> HttpResponse:
    who = principal.of(request)
    with translation.override(who.lang):
        lines = list(export.csv_lines(_exported(request, who, q, "csv")))
    return _file(lines, "text/csv; charset=utf-8", "csv")


@router.get("/contacts/export.vcf", include_in_schema=False)
def export_vcf(request: HttpRequest, q: str = "") -> HttpResponse:
    cards = export.vcards(_exported(request, principal.of(request), q, "vcf"))
    return _file(cards, "text/vcard; charset=utf-8", "vcf")


@router.get("/contacts/{contact_id}", response=people.ContactDetail)
def get_contact(request: HttpRequest, contact_id: UUID) -> people.ContactDetail:
    who = principal.of(request)
    found = selectors.detail(who, contact_id)
    record(who, "contact.read", ("contact", found.id), request)
    return found


@router.patch("/contacts/{contact_id}", response=people.ContactDetail)
def change_contact(
    request: HttpRequest, contact_id: UUID, change: ContactChange
) -> people.ContactDetail:
    who = principal.of(request)
    contact = visible.contact(who, contact_id, "contact.edit")
    with transaction.atomic():
        services.edit(contact_id=contact.id, **change.dict())
        record(who, "contact.edited", contact, request)
    return selectors.detail(who, contact.id)


@router.get("/contacts/{contact_id}/timeline", response=Timeline)
def get_timeline(
    request: HttpRequest, contact_id: UUID, kind: str = "", before: str = ""
) -> Timeline:
    return selectors.timeline(principal.of(request), contact_id, kind=kind, before=before)


@router.get("/history/{entry_id}", response=EntryText)
def get_entry_text(request: HttpRequest, entry_id: UUID) -> EntryText:
    return EntryText(text=selectors.text(principal.of(request), entry_id))


@router.get("/contacts/{contact_id}/vcard", include_in_schema=False)
def get_vcard(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    who = principal.of(request)
    contact = visible.contact(who, contact_id)
    found = visible.contacts(who).filter(pk=contact.id)
    return _file(export.vcards(export.records(who, found)), "text/vcard; charset=utf-8", "vcf")


@router.post("/contacts/{contact_id}/erase", response={204: None})
def erase_contact(request: HttpRequest, contact_id: UUID) -> tuple[int, None]:
    who = principal.of(request)
    contact = visible.contact(who, contact_id, "contact.erase")
    services.erase(contact_id=contact.id, by=who)
    return 204, None


@router.post("/contacts/{contact_id}/merge", response=Merged)
def merge_contacts(request: HttpRequest, contact_id: UUID, body: MergeIn) -> Merged:
    who = principal.of(request)
    keep = visible.contact(who, contact_id, "contact.edit")
    other = visible.contact(who, body.other, "contact.edit")
    with transaction.atomic():
        done = services.merge(keep_id=keep.id, other_id=other.id, by=who.id)
        record(who, "contact.merged", keep, request, merge=str(done.id))
    return Merged(merge=done.id, contact=keep.id)


@router.post("/identities/{identity_id}/assign", response=people.ContactDetail)
def assign_identity(
    request: HttpRequest, identity_id: UUID, body: AssignTo
) -> people.ContactDetail:
    who = principal.of(request)
    contact = visible.contact(who, body.contact, "contact.edit")
    visible.identity(who, identity_id, "contact.edit")
    with transaction.atomic():
        services.assign(identity_id=identity_id, contact_id=contact.id)
        record(who, "contact.assigned", contact, request, identity=str(identity_id))
    return selectors.detail(who, contact.id)


@router.get("/merge-proposals", response=list[people.ProposalView])
def list_proposals(request: HttpRequest) -> list[people.ProposalView]:
    return selectors.proposals(principal.of(request))


@router.post("/merge-proposals/{proposal_id}/accept", response=Merged)
def accept_proposal(request: HttpRequest, proposal_id: UUID) -> Merged:
    who = _may_merge(request, proposal_id)
    with transaction.atomic():
        done = services.accept(proposal_id=proposal_id, by=who.id)
        record(who, "contact.merged", ("contact", done.keep_id), request, merge=str(done.id))
    return Merged(merge=done.id, contact=done.keep_id)


@router.post("/merge-proposals/{proposal_id}/reject", response={204: None})
def reject_proposal(request: HttpRequest, proposal_id: UUID) -> tuple[int, None]:
    _may_merge(request, proposal_id)
    services.reject(proposal_id=proposal_id)
    return 204, None


@router.post("/merges/{merge_id}/undo", response=Merged)
def undo_merge(request: HttpRequest, merge_id: UUID) -> Merged:
    who = principal.of(request)
    visible.merge(who, merge_id, "contact.edit")
    with transaction.atomic():
        undone = services.undo(merge_id=merge_id)
        record(who, "contact.separated", ("contact", undone.keep_id), request, merge=str(merge_id))
    return Merged(merge=undone.id, contact=undone.keep_id)


def _may_merge(request: HttpRequest, proposal_id: UUID) -> Principal:
    who = principal.of(request)
    visible.proposal(who, proposal_id, "contact.edit")
    return who


def _exported(request: HttpRequest, who: Principal, q: str, form: str) -> Iterator[export.Record]:
    found = people.matching(visible.contacts(who, "contact.export"), q)
    record(who, "contact.exported", request=request, form=form, rows=found.count())
    return export.records(who, found)


def _file(content: Iterable[bytes], kind: str, suffix: str) -> HttpResponse:
    name = f"contacts-{timezone.now():%Y-%m-%d}.{suffix}"
    return HttpResponse(
        b"".join(content),
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
