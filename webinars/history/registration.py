"""A registration in the contact history, and what erasing a person does to it."""

from typing import Any
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _

from hub.contacts.models import HistoryEntry
from hub.registry.history import HistoryKind, register_history
from webinars import letters
from webinars.models import Registration, RoomParticipant, Webinar, WebinarMail
from webinars.selectors import webinars
from webinars.services import links


def _registration(entry: HistoryEntry) -> Registration:
    return Registration.objects.select_related("webinar__site", "webinar__room").get(
        pk=entry.subject_id
    )


def title(entry: HistoryEntry, lang: str) -> str:
    registration = _registration(entry)
    named = {"title": webinars.title(registration.webinar, lang)}
    with translation.override(lang):
        if registration.cancelled_at is not None:
            return _("Registration withdrawn: %(title)s") % named
        if registration.webinar.state == Webinar.State.CANCELLED:
            return _("Registered, webinar cancelled: %(title)s") % named
        return _("Registered: %(title)s") % named


def text(entry: HistoryEntry, lang: str) -> str:
    """When it takes place, how they came, whether they withdrew, and what they agreed to."""
    registration = _registration(entry)
    webinar = registration.webinar
    day, time = letters.when(webinar.starts_at, webinars.ends_at(webinar), webinar.time_zone, lang)
    with translation.override(lang):
        came = {
            Registration.Source.PAGE: _("Registered on the page"),
            Registration.Source.CHAT: _("Registered in the chat"),
            Registration.Source.ROOM: _("Registered at the room's door"),
        }[Registration.Source(registration.source)]
        if registration.cancelled_at is not None:
            at = registration.cancelled_at.astimezone(ZoneInfo(webinar.time_zone))
            came += "\n" + _("Withdrawn on %(day)s, %(time)s") % {
                "day": letters.short_day(at, lang),
                "time": f"{at:%H:%M}",
            }
        agreed = {
            "webinar_materials": _("Wants the materials"),
            "newsletter": _("Wants the newsletter"),
        }
        given = [
            agreed.get(str(consent["key"]), str(consent["key"]))
            for consent in entry.payload.get("consents", [])
            if consent["given"]
        ]
    return "\n".join([f"{day}, {time}", came, *given])


def payload(entry: HistoryEntry) -> dict[str, Any]:
    """Complete, as it is now. Times in ISO 8601 UTC."""
    registration = _registration(entry)
    webinar = registration.webinar
    cancelled = registration.cancelled_at
    return {
        "registration": str(registration.id),
        "webinar": str(webinar.id),
        "title": webinars.title(webinar, registration.language),
        "url": webinars.url(webinar),
        "starts_at": webinar.starts_at.isoformat(),
        "ends_at": webinars.ends_at(webinar).isoformat(),
        "webinar_state": webinar.state,
        "name": registration.name,
        "company": registration.company,
        "email": registration.email,
        "role": registration.role,
        "language": registration.language,
        "source": registration.source,
        "conversation": str(registration.conversation_id) if registration.conversation_id else None,
        "invited_by": str(registration.invited_by) if registration.invited_by else None,
        "registered_at": registration.registered_at.isoformat(),
        "cancelled_at": cancelled.isoformat() if cancelled else None,
        "consents": entry.payload.get("consents", []),
    }


def erase(entry: HistoryEntry) -> None:
    """No link of theirs opens a room any more, no mail is sent, and their name is gone."""
    registration = _registration(entry)
    links.revoke(registration)
    WebinarMail.objects.filter(registration=registration).delete()
    RoomParticipant.objects.filter(registration=registration).update(name="–", company="")
    registration.name, registration.company, registration.email = "", "", ""
    registration.email_key = f"erased:{registration.id}"
    registration.erased_at = entry.erased_at
    registration.save(update_fields=["name", "company", "email", "email_key", "erased_at"])


def register() -> None:
    register_history(
        HistoryKind(
            name="registration", version=1, title=title, text=text, payload=payload, erase=erase
        )
    )
