"""Who registered, for the console and as a table to take along."""

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
    """`source`: page, chat or room; `contact` is null until the address has a person; `mail` is the
    confirmation's state, with the mail server's words in `mail_error`."""

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
    sent = {
        mail.registration_id: mail
        for mail in WebinarMail.objects.filter(
            registration__webinar=webinar, kind=WebinarMail.Kind.CONFIRMATION
        ).order_by("number")
    }
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
            mail=_mail_state(sent.get(r.id)),
            mail_error=sent[r.id].error if r.id in sent else "",
        )
        for r in found
    ]


def csv_lines(rows: Iterable[RegistrationRow]) -> Iterator[bytes]:
    """As German Excel opens it (`hub.contacts.export`); headings in the active language."""
    yield b"\xef\xbb\xbf" + line(
        [_("Name"), _("Company"), _("E-mail"), _("Role"), _("Came from"), _("Registered"),
         _("Attended")]
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
                f"{timezone.localtime(row.registered_at):%Y-%m-%d %H:%M}",
                _("yes") if row.attended else _("no"),
            ]
        )


def _mail_state(mail: WebinarMail | None) -> MailState:
    if mail is None:
        return ""
    if mail.sent_at is not None:
        return "sent"
    return "failed" if mail.error else "due"
