"""Sending the mails that are due: a row claimed before, a stable Message-ID after a restart."""

from collections.abc import Iterator
from contextlib import contextmanager
from smtplib import SMTPRecipientsRefused

import structlog
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from hub.accounts.models import Staff
from hub.contacts import names
from hub.due_mail import claim
from webinars import mails, meeting_mails
from webinars.models import MeetingMail, Room, Webinar, WebinarMail
from webinars.selectors import rooms
from webinars.selectors.webinars import is_over
from webinars.services import links

log = structlog.get_logger(__name__)

Mail = WebinarMail | MeetingMail


def send_due(limit: int = 200) -> int:
    """Send what is due, over one connection; how many were sent."""
    mail = _claim()
    if mail is None:
        return 0
    sent = 0
    with _mailer() as mailer:
        while mail is not None:
            sent += _send(mail, mailer)
            limit -= 1
            mail = _claim() if limit else None
    return sent


def _claim() -> Mail | None:
    return claim(
        WebinarMail.objects.select_related(
            "registration__webinar__site", "registration__webinar__room"
        )
    ) or claim(MeetingMail.objects.select_related("invitation"))


def _send(mail: Mail, mailer: BaseEmailBackend) -> bool:
    message = _for_registration(mail) if isinstance(mail, WebinarMail) else _for_colleague(mail)
    if message is None:
        mail.delete()
        return False
    message.connection = mailer
    try:
        message.send()
    except OSError as failure:  # smtplib's errors are OSErrors
        mailer.close()
        log.warning("webinar_mail.failed", mail=str(mail.id), error=type(failure).__name__)
        mail.failed(_words(failure))
        return False
    mail.was_sent()
    return True


def _words(failure: OSError) -> str:
    """What the mail server said, for a screen; else what kind of failure it was."""
    code, said = getattr(failure, "smtp_code", None), getattr(failure, "smtp_error", b"")
    if isinstance(failure, SMTPRecipientsRefused):
        code, said = next(iter(failure.recipients.values()), (None, b""))
    if code is None:
        return type(failure).__name__
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return names.tidy(f"{code} {text}", 300)


def _for_registration(mail: WebinarMail) -> EmailMessage | None:
    """None when nobody wants it any more."""
    if not _still_wanted(mail):
        return None
    gone = mail.kind == WebinarMail.Kind.CANCELLATION
    return mails.compose(
        mail, "" if gone else links.address(links.for_registration(mail.registration))
    )


def _still_wanted(mail: WebinarMail) -> bool:
    """As it is this moment: nothing to somebody who was erased, nothing but that they withdrew to
    who withdrew; nothing but that it is off, when it is off."""
    registration = mail.registration
    registration.refresh_from_db(fields=["cancelled_at", "erased_at", "sequence"])
    webinar = registration.webinar
    if registration.erased_at is not None:
        return False
    if mail.kind == WebinarMail.Kind.WITHDRAWAL:
        return registration.cancelled_at is not None
    if registration.cancelled_at is not None:
        return False
    if mail.kind == WebinarMail.Kind.CANCELLATION:
        return True
    return webinar.state == Webinar.State.PUBLISHED and not is_over(webinar)


def _for_colleague(mail: MeetingMail) -> EmailMessage | None:
    """As it is this moment: nothing to who has left the house; nothing but that it is off, or
    without them, when it is."""
    invitation = mail.invitation
    invitation.refresh_from_db(fields=["withdrawn_at", "sequence"])
    room = invitation.room = rooms.room(invitation.room_id)
    people = Staff.objects.filter(pk__in=[invitation.staff, invitation.invited_by], is_active=True)
    found = {one.id: one for one in people}
    to = found.get(invitation.staff)
    off = invitation.withdrawn_at is not None or room.state == Room.State.ENDED
    if to is None or off != (mail.kind == MeetingMail.Kind.CANCELLATION):
        return None
    return meeting_mails.compose(mail, to, found.get(invitation.invited_by))


@contextmanager
def _mailer() -> Iterator[BaseEmailBackend]:
    """A mail server that is away fails the mails, one by one, and not the run."""
    mailer: BaseEmailBackend = get_connection()
    try:
        mailer.open()
    except OSError:
        pass
    try:
        yield mailer
    finally:
        mailer.close()
