"""Sends the mails that are due, one transaction a mail; what fails is tried again later."""

from datetime import timedelta
from typing import Final

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from hub.accounts.models import AccountMail, Staff
from hub.accounts.services import links

#: Minutes between tries: 1, 2, 4, … 64, and then it is given up and logged.
TRIES: Final = 8
#: Two askings at once must not hold the row longer than the mail server may take.
_LEASE: Final = timedelta(seconds=settings.EMAIL_TIMEOUT * 4)
_log = structlog.get_logger(__name__)


def send_due(limit: int = 50) -> int:
    """Send up to `limit` mails that are due; gives how many went out."""
    sent = 0
    for _ in range(limit):
        mail = _claim()
        if mail is None:
            break
        sent += _send(mail)
    return sent


@transaction.atomic
def _claim() -> AccountMail | None:
    """The next one that is due, ours until the lease ends."""
    now = timezone.now()
    mail = (
        AccountMail.objects.select_for_update(skip_locked=True)
        .filter(due_at__lte=now)
        .order_by("due_at")
        .first()
    )
    if mail is not None:
        mail.attempts += 1
        mail.due_at = now + _LEASE
        mail.save(update_fields=["attempts", "due_at"])
    return mail


def _send(mail: AccountMail) -> bool:
    staff = Staff.objects.filter(email=mail.email, is_active=True).first()
    if staff is None:
        mail.delete()
        return False
    try:
        _message(mail, staff).send()
    except OSError as failed:  # smtplib's errors are all OSErrors
        _log.warning("account mail not sent", kind=mail.kind, reason=type(failed).__name__)
        if mail.attempts >= TRIES:
            mail.delete()
        else:
            mail.due_at = timezone.now() + timedelta(minutes=2 ** (mail.attempts - 1))
            mail.save(update_fields=["due_at"])
        return False
    mail.delete()
    return True


def _message(mail: AccountMail, staff: Staff) -> EmailMessage:
    kind = AccountMail.Kind(mail.kind)
    facts = {
        "name": staff.name,
        "link": links.link_for(staff, kind),
        "hub": settings.WAGTAIL_SITE_NAME,
    }
    with translation.override(staff.language):
        text = render_to_string(f"accounts/mail/{mail.kind}.txt", facts)
    subject, _, body = text.strip().partition("\n")
    return EmailMessage(
        subject.strip(),
        body.strip() + "\n",
        to=[staff.email],
        headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
    )
