"""Who registered, for the console and as a table to take along."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec
from django.utils import timezone
from django.utils.translation import gettext as _

from hub.contacts.export.csv import line
from hub.registry.streams import Principal
from webinars.models import RoomParticipant, WebinarMail
from webinars.selectors import webinars

MailState = Literal["", "due", "sent", "failed"]


class RegistrationRow(msgspec.Struct):
    """`source`: page, chat or room; `cancelled_at`: when its owner withdrew it; `contact` is null
    until the address has a person. `mail` is failed where one of the mails could not be sent (yet),
    with the server's words in `mail_error`; else the confirmation's state."""

    id: UUID
    name: str
    company: str
    email: str
    role: str
    source: str
    language: str
    registered_at: datetime
    cancelled_at: datetime | None
    contact: UUID | None
    attended: bool
    mail: MailState
    mail_error: str


def rows(who: Principal, webinar_id: UUID, action: str = "webinar.read") -> list[RegistrationRow]:
    """The newest first; four queries. Raises `NotFound`."""
    webinar = webinars.get(who, webinar_id, action)
    found = (
        webinar.registrations.filter(erased_at=None)
        .select_related("identity")
        .order_by("-registered_at")[:5000]
    )
    there = set(
        RoomParticipant.objects.filter(webinars.were_there(), room=webinar.room_id)
        .exclude(registration=None)
        .values_list("registration_id", flat=True)
    )
    mails: dict[UUID, list[WebinarMail]] = defaultdict(list)
    for mail in WebinarMail.objects.filter(registration__webinar=webinar).order_by("due_at"):
        mails[mail.registration_id].append(mail)
    return [
        RegistrationRow(
            id=r.id,
            name=r.name,
            company=r.company,
            email=r.email,
            role=r.role,
            source=r.source,
            language=r.language,
            registered_at=r.registered_at,
            cancelled_at=r.cancelled_at,
            contact=r.identity.contact_id,
            attended=r.id in there,
            mail=_mail_state(mails[r.id]),
            mail_error=next((m.error for m in mails[r.id] if m.error), ""),
        )
        for r in found
    ]


def csv_lines(rows: Iterable[RegistrationRow]) -> Iterator[bytes]:
    """As German Excel opens it (`hub.contacts.export`); headings in the active language."""
    yield b"\xef\xbb\xbf" + line(
        [_("Name"), _("Company"), _("E-mail"), _("Role"), _("Came from"), _("Registered"),
         _("Withdrawn"), _("Attended")]
    )  # fmt: skip
    roles = {"attendee": _("attendee"), "speaker": _("speaker"), "host": _("host")}
    sources = {"page": _("page"), "chat": _("chat"), "room": _("room")}
    for row in rows:
        yield line(
            [
                row.name,
                row.company,
                row.email,
                roles.get(row.role, row.role),
                sources.get(row.source, row.source),
                _minute(row.registered_at),
                _minute(row.cancelled_at) if row.cancelled_at else "",
                _("yes") if row.attended else _("no"),
            ]
        )


def _minute(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def _mail_state(mails: list[WebinarMail]) -> MailState:
    if any(mail.error and mail.sent_at is None for mail in mails):
        return "failed"
    confirmations = [mail for mail in mails if mail.kind == WebinarMail.Kind.CONFIRMATION]
    if not confirmations:
        return ""
    return "sent" if confirmations[-1].sent_at is not None else "due"
