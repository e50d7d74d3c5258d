"""Transcripts by mail: a row claimed before sending, a stable Message-ID."""

from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from chat.models import Conversation, TranscriptMail
from chat.services import thread_use
from hub.due_mail import claim
from hub.realtime import selectors
from hub.registry.entries import as_text

log = structlog.get_logger(__name__)


def transcript(conversation: Conversation, lang: str) -> str:
    """The public log as plain text, one paragraph an entry, times in the site's zone."""
    zone = ZoneInfo(conversation.site.time_zone)
    lines: list[str] = []
    after = 0
    with translation.override(lang):
        you = _("Visitor")
        while rows := selectors.entries(conversation.public_log_id, after=after, limit=500):
            for row in rows:
                text = as_text(row.kind, row.body, lang)
                if text and row.kind not in ("card.rating", "card.transcript"):
                    at = row.at.astimezone(zone)
                    who = {"visitor": you, "system": "–"}.get(row.by_kind, row.by_name)
                    lines.append(f"{at:%d.%m.%Y %H:%M} {who}: {text}")
            after = rows[-1].seq
    return "\n\n".join(lines)


def send_due(limit: int = 20) -> int:
    """Send what is due; returns how many were sent. What is said in a meeting that goes on in the
    thread belongs into it: it waits for the end."""
    sent = 0
    for _number in range(limit):
        mail = claim(TranscriptMail.objects.exclude(conversation__in=thread_use.in_use()))
        if mail is None:
            break
        sent += _send(mail)
    return sent


def _send(mail: TranscriptMail) -> bool:
    conversation = Conversation.objects.select_related("site").get(pk=mail.conversation_id)
    lang = conversation.language
    domain = urlsplit(settings.PUBLIC_ORIGIN).hostname
    with translation.override(lang):
        message = EmailMessage(
            subject=_("Your conversation with %(site)s") % {"site": conversation.site.name},
            body=_("Here is the conversation for your records.")
            + "\n\n"
            + transcript(conversation, lang),
            from_email=conversation.site.mail_from or settings.DEFAULT_FROM_EMAIL,
            to=[mail.to],
            # The same for every attempt, so that a mailbox can tell that it is the same mail.
            headers={"Message-ID": f"<transcript.{mail.id}@{domain}>"},
        )
    try:
        message.send()
    except OSError as failure:  # smtplib's errors are OSErrors
        log.warning("transcript.failed", mail=str(mail.id), error=type(failure).__name__)
        mail.failed(type(failure).__name__)
        return False
    mail.was_sent()
    return True
