"""The permission table: role × action. Documented in docs/permissions.md, tested from here.

A role is held on a site or on all; `grants` gives the pairs that sockets and services ask.
"""

from uuid import UUID

from hub.accounts.models import RoleAssignment, Staff
from hub.errors import NotAllowed
from hub.registry.streams import Principal, Sites

#: action: (what it means, roles that have it)
TABLE: dict[str, tuple[str, frozenset[str]]] = {
    "conversation.read": (
        "read conversations of the site",
        frozenset({"admin", "manager", "sales"}),
    ),
    "conversation.answer": ("take, answer, hand over, close", frozenset({"manager", "sales"})),
    "conversation.note": ("write and read internal notes", frozenset({"manager", "sales"})),
    "contact.read": ("read contacts and their history", frozenset({"admin", "manager", "sales"})),
    "contact.edit": ("edit, merge and separate contacts", frozenset({"manager", "sales"})),
    "contact.export": ("export contacts (CSV, vCard)", frozenset({"admin", "manager"})),
    "contact.erase": ("erase a person", frozenset({"admin"})),
    "lead.decide": ("approve or reject a lead", frozenset({"manager", "sales"})),
    "content.edit": ("edit pages and products", frozenset({"admin", "manager"})),
    "webinar.read": (
        "see webinars, registrations and attendance",
        frozenset({"admin", "manager", "sales"}),
    ),
    "webinar.plan": ("plan, change, publish and cancel webinars", frozenset({"manager"})),
    "webinar.invite": ("invite to a webinar from a conversation", frozenset({"manager", "sales"})),
    "webinar.export": ("export registrations and attendance", frozenset({"admin", "manager"})),
    "room.host": ("open, lead and end a room", frozenset({"manager", "sales"})),
    "meeting.start": ("start or plan a meeting", frozenset({"manager", "sales"})),
    "bridge.read": ("see deliveries and the tray", frozenset({"admin", "manager", "sales"})),
    "bridge.retry": ("send a delivery again", frozenset({"admin", "manager"})),
    "bridge.manage": ("connect, pause and reconcile CRMs", frozenset({"admin"})),
    "figures.read": ("see the funnel and the figures", frozenset({"admin", "manager"})),
    "staff.manage": ("invite staff, change roles", frozenset({"admin"})),
    "site.manage": ("change a site's hours, texts and origins", frozenset({"admin", "manager"})),
    "audit.read": ("read the audit log", frozenset({"admin"})),
}


def grants(staff: Staff) -> frozenset[tuple[str, str]]:
    """All (action, site id or "*") pairs of an active member of staff; empty when inactive."""
    if not staff.is_active:
        return frozenset()
    pairs: set[tuple[str, str]] = set()
    for role, site in RoleAssignment.objects.filter(staff=staff).values_list("role", "site_id"):
        where = str(site) if site else "*"
        pairs.update((action, where) for action, (_, roles) in TABLE.items() if role in roles)
    return frozenset(pairs)


def principal(staff: Staff) -> Principal:
    return Principal(
        kind="staff",
        id=staff.id,
        name=staff.name,
        lang=staff.language,
        grants=grants(staff),
    )


def require(who: Principal, action: str, site: UUID | None) -> None:
    """Raises `NotAllowed` unless the table gives `who` the action on the site."""
    if action not in TABLE:
        raise KeyError(action)
    if not who.may(action, site):
        raise NotAllowed


def require_anywhere(who: Principal, action: str) -> Sites:
    """The sites on which the table gives `who` the action. Raises `NotAllowed` when on none."""
    if action not in TABLE:
        raise KeyError(action)
    if not who.may_anywhere(action):
        raise NotAllowed
    return who.sites_for(action)
