"""Which people and entries somebody may see: those of the sites that the role is held on."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from hub.contacts.models import Contact, HistoryEntry, Identity, Merge, MergeProposal
from hub.errors import NotAllowed, NotFound
from hub.registry.streams import Principal


def sites_with(who: Principal, action: str) -> set[UUID] | None:
    """The sites on which `who` may do `action`; None means all. Raises `NotAllowed` for none."""
    where = {site for granted, site in who.grants if granted == action}
    if "*" in where:
        return None
    if not where:
        raise NotAllowed
    return {UUID(site) for site in where}


def contacts(who: Principal, action: str = "contact.read") -> "QuerySet[Contact]":
    """Living contacts that `who` may see: known on one of the sites, or on none at all."""
    sites = sites_with(who, action)
    found = Contact.objects.filter(merged_into=None, erased_at=None)
    if sites is None:
        return found
    mine = Identity.objects.filter(contact=OuterRef("pk"))
    return found.filter(
        Exists(mine.filter(site__in=sites)) | ~Exists(mine.filter(site__isnull=False))
    )


def contact(who: Principal, contact_id: UUID, action: str = "contact.read") -> Contact:
    """The contact, or the one that it was merged into. Raises `NotFound`, `NotAllowed`."""
    visible = contacts(who, action)
    for _step in range(20):
        found = Contact.objects.filter(pk=contact_id).first()
        if found is None:
            raise NotFound
        if found.merged_into_id is None:
            break
        contact_id = found.merged_into_id
    mine = visible.filter(pk=contact_id).first()
    if mine is None:
        raise NotFound
    return mine


def entries(who: Principal, action: str = "contact.read") -> "QuerySet[HistoryEntry]":
    """History entries of the sites that `who` may see."""
    sites = sites_with(who, action)
    if sites is None:
        return HistoryEntry.objects.all()
    return HistoryEntry.objects.filter(Q(site__in=sites) | Q(site=None))


def identity(who: Principal, identity_id: UUID, action: str) -> Identity:
    """An identity of a site that `who` may act on. Raises `NotFound`, `NotAllowed`."""
    sites = sites_with(who, action)
    found = Identity.objects.filter(pk=identity_id).first()
    if found is None or (sites is not None and found.site_id and found.site_id not in sites):
        raise NotFound
    return found


def proposal(who: Principal, proposal_id: UUID, action: str) -> MergeProposal:
    """A proposal whose contacts `who` may both act on. Raises `NotFound`, `NotAllowed`."""
    mine = contacts(who, action).values("pk")
    found = MergeProposal.objects.filter(pk=proposal_id, keep__in=mine, other__in=mine).first()
    if found is None:
        raise NotFound
    return found


def merge(who: Principal, merge_id: UUID, action: str) -> Merge:
    """A merge whose kept contact `who` may act on. Raises `NotFound`, `NotAllowed`."""
    found = Merge.objects.filter(pk=merge_id).first()
    if found is None:
        raise NotFound
    contact(who, found.keep_id, action)
    return found
