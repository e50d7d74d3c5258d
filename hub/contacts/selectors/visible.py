"""Which people and entries somebody may see: those of the sites that the role is held on."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from hub.accounts.permissions import require_anywhere
from hub.contacts.models import Contact, HistoryEntry, Identity, Merge, MergeProposal
from hub.errors import NotFound
from hub.registry.streams import Principal


def contacts(who: Principal, action: str = "contact.read") -> "QuerySet[Contact]":
    """Living contacts that `who` may see: known on one of the sites, or on none at all.

    Known is who has an identity or a history there. Raises `NotAllowed`.
    """
    sites = require_anywhere(who, action)
    found = Contact.objects.filter(merged_into=None, erased_at=None)
    if sites == "all":
        return found
    known = Identity.objects.filter(contact=OuterRef("pk"))
    history = HistoryEntry.objects.filter(identity__contact=OuterRef("pk"))
    here = Exists(known.filter(site__in=sites)) | Exists(history.filter(site__in=sites))
    somewhere = known.filter(site__isnull=False), history.filter(site__isnull=False)
    return found.filter(here | ~(Exists(somewhere[0]) | Exists(somewhere[1])))


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
    """History entries of the sites that `who` may see. Raises `NotAllowed`.

    One without a site is of the site of the identity that evidences it; without that, of all.
    """
    sites = require_anywhere(who, action)
    if sites == "all":
        return HistoryEntry.objects.all()
    nowhere = Q(site=None) & (Q(identity__site__in=sites) | Q(identity__site=None))
    return HistoryEntry.objects.filter(Q(site__in=sites) | nowhere)


def leads(who: Principal, action: str = "contact.read") -> "QuerySet[Identity]":
    """Identities with their leads (join `leads`) of the sites that `who` may see, newest first."""
    sites = require_anywhere(who, action)
    where = Q(leads__isnull=False)
    if sites != "all":
        where &= Q(leads__submission__site__in=sites)
    return Identity.objects.filter(where).order_by("-leads__created_at")


def identity(who: Principal, identity_id: UUID, action: str) -> Identity:
    """An identity of a site that `who` may act on. Raises `NotFound`, `NotAllowed`."""
    sites = require_anywhere(who, action)
    found = Identity.objects.filter(pk=identity_id).first()
    if found is None or (sites != "all" and found.site_id and found.site_id not in sites):
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
