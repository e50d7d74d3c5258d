"""Who and what a salesperson can fall back on: colleagues, and texts that were prepared."""

from uuid import UUID

import msgspec
from django.db.models import Count, Q

from chat.models import PreparedText
from chat.presence import online_staff
from chat.selectors import person
from hub.accounts.models import Staff
from hub.registry.streams import Principal

#: Texts in one answer at most.
MOST_TEXTS = 50


class Colleague(msgspec.Struct):
    """`open` is how many conversations they have."""

    id: UUID
    name: str
    title: str
    face: str
    online: bool
    available: bool
    open: int


class Prepared(msgspec.Struct):
    id: UUID
    shortcut: str
    title: str
    text: str


def team(who: Principal, lang: str) -> list[Colleague]:
    """Those who may answer on a site whose conversations one may read."""
    sites = who.sites_for("conversation.read")
    answers = Q(roles__role__in=["sales", "manager"])
    if sites != "all":
        answers &= Q(roles__site__isnull=True) | Q(roles__site_id__in=sites)
    here = online_staff()
    found = Staff.objects.filter(answers, is_active=True).annotate(
        open_ones=Count("conversations", filter=Q(conversations__state="active"), distinct=True)
    )
    rows = []
    for staff in found.distinct():
        seen_as = person(staff, lang)
        rows.append(
            Colleague(
                id=staff.id,
                name=staff.name,
                title=seen_as.title,
                face=seen_as.face,
                online=staff.id in here,
                available=staff.available,
                open=staff.open_ones,
            )
        )
    return rows


def prepared(who: Principal, lang: str, q: str = "") -> list[Prepared]:
    """The texts of those sites, and those of all; `q` is looked for in all of it."""
    sites = who.sites_for("conversation.read")
    found = PreparedText.objects.filter(language=lang)
    if sites != "all":
        found = found.filter(Q(site__isnull=True) | Q(site_id__in=sites))
    if q:
        q = q[:60].replace("\x00", "")
        found = found.filter(
            Q(title__icontains=q) | Q(shortcut__icontains=q) | Q(text__icontains=q)
        )
    return [
        Prepared(id=text.id, shortcut=text.shortcut, title=text.title, text=text.text)
        for text in found.order_by("shortcut")[:MOST_TEXTS]
    ]
