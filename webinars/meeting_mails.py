"""The mails to colleagues about a meeting that they are asked to, and their calendar entry."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from django.utils.translation import gettext as _

from chat import selectors as chat
from hub.accounts.models import Staff
from webinars import ics, letters
from webinars.letters import Letter
from webinars.models import MeetingInvitation, MeetingMail, Room
from webinars.selectors import rooms

Kind = MeetingMail.Kind


def compose(mail: MeetingMail, to: Staff, by: Staff | None) -> EmailMultiAlternatives:
    """The mail as it is sent, in the colleague's language and zone. Whoever asked them gets the
    answers. A meeting that began without having been planned is in no calendar."""
    invitation = mail.invitation
    room = invitation.room
    with translation.override(to.language):
        letter = _letter(mail, room, to, by)
        message = letters.message(
            letter,
            lang=to.language,
            to=to.email,
            site=room.site,
            message_id=f"meeting.{mail.id}",
            reply_to=by.email if by and by.id != to.id else "",
        )
        starts_at, ends_at = rooms.times(room)
        if starts_at and ends_at:
            off = mail.kind == Kind.CANCELLATION
            event = ics.Event(
                uid=f"{invitation.id}@{letters.domain()}",
                sequence=sequence(invitation),
                starts_at=starts_at,
                ends_at=ends_at,
                stamp=mail.due_at,
                summary=letter.title,
                description="\n\n".join([*letter.notes, address(room)]),
                url=address(room),
                location="" if off else address(room),
                organizer=letters.organizer(room.site),
                attendee=ics.Person(to.name, to.email),
                accepted=to.id == room.created_by,
            )
            method: ics.Method = "CANCEL" if off else "REQUEST"
            letters.attach(message, event, method, to.language, "meeting.ics")
    return message


def sequence(invitation: MeetingInvitation) -> int:
    """Grows with each change of the meeting, and with each time that they were let off or asked."""
    return invitation.room.sequence + invitation.sequence


def address(room: Room) -> str:
    """Where staff join."""
    return f"{settings.STAFF_ORIGIN}/rooms/{room.id}"


def _letter(mail: MeetingMail, room: Room, to: Staff, by: Staff | None) -> Letter:
    subject, lead = _says(mail, room, to, by)
    starts_at, ends_at = rooms.times(room)
    day, time = "", ""
    if starts_at and ends_at:
        day, time = letters.when(starts_at, ends_at, to.time_zone, to.language)
    off = mail.kind == Kind.CANCELLATION
    return Letter(
        subject=subject,
        greeting=_("Hello %(name)s,") % {"name": to.name},
        lead=lead,
        title=room.title,
        site=room.site.name,
        day=day,
        time=time,
        link="" if off else address(room),
        link_is=_("Join here:"),
        button=_("To the meeting"),
        notes=_notes(mail, room),
    )


def _says(mail: MeetingMail, room: Room, to: Staff, by: Staff | None) -> tuple[str, str]:
    """(subject, first sentence)"""
    named = {"title": room.title, "name": by.name if by else room.site.name}
    if mail.kind == Kind.UPDATE:
        return (
            _("Changed: %(title)s") % named,
            _("something about the meeting has changed. This is how it stands now:"),
        )
    if mail.kind == Kind.CANCELLATION and room.state == Room.State.ENDED:
        return _("Cancelled: %(title)s") % named, _("this meeting does not take place.")
    if mail.kind == Kind.CANCELLATION:
        return (
            _("Without you: %(title)s") % named,
            _("you are no longer needed at this meeting."),
        )
    if to.id == room.created_by:
        lead = _("this is the meeting that you planned, for your calendar.")
    elif room.state == Room.State.LIVE:
        lead = _("%(name)s asks you to come into a meeting that has begun.") % named
    else:
        lead = _("%(name)s invites you to a meeting.") % named
    return _("Meeting: %(title)s") % named, lead


def _notes(mail: MeetingMail, room: Room) -> list[str]:
    if mail.kind == Kind.CANCELLATION:
        return [_("Your calendar takes the appointment out.")] if room.starts_at else []
    guest = (
        next(filter(None, chat.display_name(room.conversation)), "") if room.conversation else ""
    )
    notes = [_("With %(guest)s.") % {"guest": guest}] if guest else []
    return (
        [*notes, _("Your calendar takes over the change.")] if mail.kind == Kind.UPDATE else notes
    )
