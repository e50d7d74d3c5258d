"""People for the console: searching, paging, one person with the source of each fact."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from hub.contacts import names
from hub.contacts.models import Contact, Identity, Merge, MergeProposal
from hub.contacts.selectors import visible
from hub.errors import BadInput
from hub.registry import deliveries
from hub.registry.deliveries import DeliveryView
from hub.registry.streams import Principal

PAGE = 50
LeadState = Literal["new", "approved", "rejected"]


@dataclass(frozen=True, slots=True)
class ContactRow:
    id: UUID
    name: str
    initials: str
    company: str
    place: str
    language: str
    email: str
    phone: str
    lead: LeadState | None
    customer_since: date | None
    #: When something happened last, and how many entries the history has.
    last_at: datetime | None
    entries: int


@dataclass(frozen=True, slots=True)
class ContactPage:
    items: list[ContactRow]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Address:
    """`merge` is the merge that brought it here, and can be undone."""

    id: UUID
    kind: str
    value: str
    verified_at: datetime | None
    source: str
    merge: UUID | None = None


@dataclass(frozen=True, slots=True)
class ConsentView:
    key: str
    text: str
    given: bool
    at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class LeadView:
    id: UUID
    state: str
    form: str
    created_at: datetime
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class ProposalView:
    """Two contacts that might be one. `reason` is `email:<address>` or a word."""

    id: UUID
    keep: UUID
    keep_name: str
    other: UUID
    other_name: str
    reason: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ContactDetail:
    id: UUID
    version: int
    name: str
    initials: str
    company: str
    job_title: str
    place: str
    language: str
    customer_since: date | None
    created_at: datetime
    facts: list[dict[str, Any]]
    addresses: list[Address]
    consents: list[ConsentView]
    lead: LeadView | None
    proposals: list[ProposalView]
    #: Entries of the history, by kind.
    counts: dict[str, int]
    #: What became of the contact itself in the connected CRMs.
    deliveries: list[DeliveryView]


def search(
    who: Principal, *, q: str = "", state: str = "", page: int = 1, size: int = PAGE
) -> ContactPage:
    """Contacts by words of name, company or address (ä, ae and a alike), latest contact first.

    `state` is a lead's state. Raises `NotAllowed`, `BadInput` (field state).
    """
    found = matching(visible.contacts(who), q)
    if state:
        if state not in ("new", "approved", "rejected"):
            raise BadInput(field="state")
        found = found.alias(lead=_newest_lead(who)).filter(lead=state)
    total = found.count()
    pages = max(1, -(-total // size))
    page = min(max(1, page), pages)
    return ContactPage(rows(who, found, (page - 1) * size, size), total, page, pages)


def matching(found: "QuerySet[Contact]", q: str) -> "QuerySet[Contact]":
    """Only those in which every word of `q` occurs, or whose number it is."""
    wanted = Q()
    q = names.tidy(q)
    for word in names.fold(q).split()[:8]:
        wanted &= Q(search_text__contains=word)
    if sum(c.isdigit() for c in q) >= 5:
        try:
            wanted |= Q(search_text__contains=names.phone_number(q))
        except BadInput:
            pass
    return found.filter(wanted)


def rows(who: Principal, found: "QuerySet[Contact]", start: int, size: int) -> list[ContactRow]:
    """One page of contacts; what is counted is what `who` may see."""
    history = visible.entries(who).filter(identity__contact=OuterRef("pk"))
    counted = history.order_by().values("identity__contact").annotate(n=Count("pk")).values("n")
    annotated = found.annotate(
        last_at=Subquery(history.order_by("-occurred_at").values("occurred_at")[:1]),
        n_entries=Subquery(counted),
        lead=_newest_lead(who),
        email=_address("email"),
        phone=_address("phone"),
    ).order_by(F("last_at").desc(nulls_last=True), "sort_name", "id")
    return [
        ContactRow(
            id=one.id,
            name=one.name,
            initials=names.initials(one.name),
            company=one.company,
            place=one.place,
            language=one.language,
            email=one.email or "",
            phone=one.phone or "",
            lead=one.lead,
            customer_since=one.customer_since,
            last_at=one.last_at,
            entries=one.n_entries or 0,
        )
        for one in annotated[start : start + size]
    ]


def detail(who: Principal, contact_id: UUID) -> ContactDetail:
    """One person, complete. Raises `NotFound`, `NotAllowed`."""
    one = visible.contact(who, contact_id)
    lead = (
        visible.leads(who)
        .filter(contact=one)
        .values_list(
            "leads__id",
            "leads__state",
            "leads__submission__form",
            "leads__created_at",
            "leads__decided_at",
        )
    )
    counts = visible.entries(who).filter(identity__contact=one).values_list("kind")
    return ContactDetail(
        id=one.id,
        version=one.version,
        name=one.name,
        initials=names.initials(one.name),
        company=one.company,
        job_title=one.job_title,
        place=one.place,
        language=one.language,
        customer_since=one.customer_since,
        created_at=one.created_at,
        facts=list(one.facts),
        addresses=_addresses(one),
        consents=_consents(one),
        lead=LeadView(*found) if (found := lead.first()) else None,
        proposals=proposals(who, contact_id=one.id),
        counts=dict(counts.annotate(n=Count("pk")).order_by("kind")),
        deliveries=deliveries.of_contact(one.id),
    )


def proposals(who: Principal, contact_id: UUID | None = None) -> list[ProposalView]:
    """Open proposals to merge, newest first, of contacts that `who` may see."""
    mine = visible.contacts(who).values("pk")
    found = MergeProposal.objects.filter(state="open", keep__in=mine, other__in=mine)
    if contact_id is not None:
        found = found.filter(Q(keep=contact_id) | Q(other=contact_id))
    return [
        ProposalView(p.id, p.keep_id, p.keep.name, p.other_id, p.other.name, p.reason, p.created_at)
        for p in found.select_related("keep", "other").order_by("-created_at")[:200]
    ]


def _addresses(one: Contact) -> list[Address]:
    """Each address once, the proved one first; with the merge through which it came."""
    came: dict[str, UUID] = {}
    for merge in Merge.objects.filter(keep=one, undone_at=None):
        came.update(dict.fromkeys(merge.identities, merge.id))
    seen: dict[tuple[str, str], Address] = {}
    found: Iterable[Identity] = one.identities.filter(kind__in=["email", "phone"]).order_by(
        F("verified_at").asc(nulls_last=True), "created_at"
    )
    for i in found:
        address = Address(i.id, i.kind, i.value, i.verified_at, i.source, came.get(str(i.id)))
        seen.setdefault((i.kind, i.value), address)
    return list(seen.values())


def _consents(one: Contact) -> list[ConsentView]:
    """The newest answer to each consent."""
    given = (
        one.identities.filter(consents__isnull=False)
        .order_by("-consents__at")
        .values_list(
            "consents__text__key",
            "consents__text__text",
            "consents__given",
            "consents__at",
            "consents__withdrawn_at",
        )
    )
    newest: dict[str, ConsentView] = {}
    for row in given:
        newest.setdefault(row[0], ConsentView(*row))
    return list(newest.values())


def _newest_lead(who: Principal) -> Subquery:
    return Subquery(visible.leads(who).filter(contact=OuterRef("pk")).values("leads__state")[:1])


def _address(kind: str) -> Subquery:
    mine = Identity.objects.filter(contact=OuterRef("pk"), kind=kind)
    first = mine.order_by(F("verified_at").asc(nulls_last=True), "created_at")
    return Subquery(first.values("value")[:1])
