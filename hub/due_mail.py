"""A mail that is due: a row, claimed before it is sent, so that a restart sends nothing twice.

An app has a model of its own of this shape, and says which rows are still wanted and what they say.
"""

from datetime import timedelta
from typing import Final, TypeVar

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

#: A claim whose process died is free again after this. Longer than EMAIL_TIMEOUT.
CLAIM_FOR: Final = timedelta(minutes=5)
#: Tries, 30 s, 1 min, 2 min … apart; then it stays with its error.
MAX_ATTEMPTS: Final = 8


class DueMail(models.Model):
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True, default="")

    class Meta:
        abstract = True

    def was_sent(self) -> None:
        self.sent_at = timezone.now()
        self.error = ""
        self.save(update_fields=["sent_at", "error"])

    def failed(self, words: str) -> None:
        """Due again later; `words` say why, for whoever looks at the row."""
        self.claimed_at = None
        self.due_at = timezone.now() + timedelta(seconds=15 * 2**self.attempts)
        self.error = words
        self.save(update_fields=["claimed_at", "due_at", "error"])


_Mail = TypeVar("_Mail", bound=DueMail)


def claim(mails: "models.QuerySet[_Mail]") -> _Mail | None:
    """The one that has been due for longest and that nobody else has; ours for CLAIM_FOR."""
    now = timezone.now()
    with transaction.atomic():
        mail = (
            mails.select_for_update(of=("self",), skip_locked=True)
            .filter(sent_at=None, due_at__lte=now, attempts__lt=MAX_ATTEMPTS)
            .filter(Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM_FOR))
            .order_by("due_at")
            .first()
        )
        if mail is not None:
            mail.claimed_at = now
            mail.attempts += 1
            mail.save(update_fields=["claimed_at", "attempts"])
        return mail
