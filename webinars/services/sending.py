"""Sending the mails that are due: a row claimed before, a stable Message-ID after a restart."""

from collections.abc import Iterator
from contextlib import contextmanager
from smtplib import SMTPRecipientsRefused

import structlog
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

from hub.contacts import names
from hub.due_mail import claim
from webinars import mails
from webinars.models import Webinar, WebinarMail
from webinars.selectors.webinars import is_over
from webinars.services import links

log = structlog.get_logger(__name__)

Kind = WebinarMail.Kind


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


def _claim() -> WebinarMail | None:
    return claim(
        WebinarMail.objects.select_related(
            "registration__webinar__site", "registration__webinar__room"
        )
    )


def _send(mail: WebinarMail, mailer: BaseEmailBackend) -> bool:
    if not _still_wanted(mail):
        mail.delete()
        return False
    gone = mail.kind == Kind.CANCELLATION
    link = "" if gone else links.address(links.for_registration(mail.registration))
    message = mails.compose(mail, link)
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


def _still_wanted(mail: WebinarMail) -> bool:
    """As it is this moment: nothing to somebody who was erased, nothing but that they withdrew to
    who withdrew; nothing but that it is off, when it is off."""
    registration = mail.registration
    registration.refresh_from_db(fields=["cancelled_at", "erased_at", "sequence"])
    webinar = registration.webinar
    if registration.erased_at is not None:
        return False
    if mail.kind == Kind.WITHDRAWAL:
        return registration.cancelled_at is not None
    if registration.cancelled_at is not None:
        return False
    if mail.kind == Kind.CANCELLATION:
        return True
    return webinar.state == Webinar.State.PUBLISHED and not is_over(webinar)


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
