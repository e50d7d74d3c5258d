"""The mails to somebody who registered: their texts, and what is attached."""

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from webinars import ics, letters
from webinars.letters import Letter
from webinars.models import Registration, RoomParticipant, Webinar, WebinarMail
from webinars.selectors import webinars

Kind = WebinarMail.Kind
#: They take the entry out of the calendar.
OFF = (Kind.CANCELLATION, Kind.WITHDRAWAL)


def compose(mail: WebinarMail, link: str) -> EmailMultiAlternatives:
    """The mail as it is sent, in the registrant's language and zone; `link` is their own address.

    Its Message-ID is made of the row's id: the same for every attempt.
    """
    registration = mail.registration
    webinar = registration.webinar
    with translation.override(registration.language):
        letter = _letter(mail, registration, webinar, link)
        message = letters.message(
            letter,
            lang=registration.language,
            to=registration.email,
            site=webinar.site,
            message_id=f"webinar.{mail.id}",
        )
        if mail.kind != Kind.REMINDER:
            _attach_calendar(message, mail, registration, webinar, letter)
    return message


def uid(registration: Registration) -> str:
    """Of the event in their calendar: the same in each of their mails."""
    return f"{registration.id}@{letters.domain()}"


def sequence(registration: Registration) -> int:
    """Grows with each change of the webinar, each withdrawal, and each return."""
    return registration.webinar.sequence + registration.sequence


def _letter(mail: WebinarMail, registration: Registration, webinar: Webinar, link: str) -> Letter:
    lang = registration.language
    title = webinars.title(webinar, lang)
    day, time = letters.when(
        webinar.starts_at, webinars.ends_at(webinar), registration.time_zone, lang
    )
    subject, lead, notes = _says(mail, registration, title)
    button = {Kind.CANCELLATION: "", Kind.WITHDRAWAL: _("Register again")}
    speaks = registration.role == RoomParticipant.Role.SPEAKER
    return Letter(
        subject=subject,
        greeting=_("Hello %(name)s,") % {"name": registration.name},
        lead=lead,
        title=title,
        day=day,
        time=time,
        link="" if mail.kind == Kind.CANCELLATION else link,
        link_is=_("Your personal link:"),
        button=button.get(Kind(mail.kind), _("To the room")),
        withdraw="" if speaks or mail.kind in OFF else _("I can't come"),
        notes=notes,
        page=webinars.url(webinar),
        site=webinar.site.name,
    )


def _says(mail: WebinarMail, registration: Registration, title: str) -> tuple[str, str, list[str]]:
    """(subject, first sentence, notes)"""
    named = {"title": title}
    own = _("The link is yours. Whoever you forward it to can join under a name of their own.")
    if mail.kind == Kind.REMINDER:
        return _reminder(registration.webinar, named, own)
    if mail.kind == Kind.UPDATE:
        return (
            _("Changed: %(title)s") % named,
            _("something about the webinar has changed. This is how it stands now:"),
            [_("Your calendar takes over the change. Your link stays the same."), own],
        )
    if mail.kind == Kind.CANCELLATION:
        return (
            _("Cancelled: %(title)s") % named,
            _("this webinar does not take place. We are sorry."),
            [_("Your calendar takes the appointment out.")],
        )
    if mail.kind == Kind.WITHDRAWAL:
        return (
            _("Withdrawn: %(title)s") % named,
            _("you are no longer registered for this webinar. Thank you for letting us know."),
            [
                _("Your calendar takes the appointment out."),
                _("It wasn't you, or you come after all? Your link registers you again."),
            ],
        )
    if registration.role == RoomParticipant.Role.SPEAKER:
        lead = _("you speak in this webinar. Your link brings you onto the stage:")
    elif registration.webinar.starts_at <= timezone.now():
        lead = _("your place is reserved, and it has already begun.")
    else:
        lead = _("your place is reserved.")
    remind = _("We remind you an hour before.")
    notes = [_("It runs in the browser; nothing has to be installed."), own]
    if registration.mails.filter(kind=Kind.REMINDER, sent_at=None).exists():
        notes.insert(1, remind)
    return _("Your place: %(title)s") % named, lead, notes


def _reminder(webinar: Webinar, named: dict[str, str], own: str) -> tuple[str, str, list[str]]:
    minutes = round((webinar.starts_at - timezone.now()).total_seconds() / 60)
    if minutes <= 0:
        return _("Now: %(title)s") % named, _("the webinar has begun."), [own]
    lead = ngettext(
        "the webinar begins in %(n)d minute.", "the webinar begins in %(n)d minutes.", minutes
    ) % {"n": minutes}
    return _("Soon: %(title)s") % named, lead, [own]


def _description(webinar: Webinar, lang: str, link: str) -> str:
    """What stands in the calendar for as long as the entry does; `link` is empty when it goes."""
    about = str(webinars.text(webinar, lang).get("summary", ""))
    link = f"{_('Your personal link:')}\n{link}" if link else webinars.url(webinar)
    return "\n\n".join(filter(None, [about, link]))


def _attach_calendar(
    message: EmailMultiAlternatives,
    mail: WebinarMail,
    registration: Registration,
    webinar: Webinar,
    letter: Letter,
) -> None:
    off = mail.kind in OFF
    link = "" if off else letter.link
    event = ics.Event(
        uid=uid(registration),
        sequence=sequence(registration),
        starts_at=webinar.starts_at,
        ends_at=webinars.ends_at(webinar),
        stamp=mail.due_at,
        summary=letter.title,
        description=_description(webinar, registration.language, link),
        url=link or letter.page,
        location=link,
        organizer=letters.organizer(webinar.site),
        attendee=ics.Person(registration.name, registration.email),
    )
    method: ics.Method = "CANCEL" if off else "REQUEST"
    letters.attach(message, event, method, registration.language, "webinar.ics")
