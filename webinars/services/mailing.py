"""Which mails are due for whom. Sending them is `webinars.services.sending`."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from webinars import mails
from webinars.models import Registration, Webinar, WebinarMail
from webinars.tasks import wake_mails

Kind = WebinarMail.Kind

REMINDER_BEFORE = timedelta(hours=1)
#: Somebody who asks for their link again gets it this often within `AGAIN_WITHIN`.
AGAIN_MOST, AGAIN_WITHIN = 3, timedelta(hours=1)


def registered(registration: Registration, webinar: Webinar) -> None:
    """The confirmation at once, and the reminder an hour before, if that is still to come."""
    _make([registration], Kind.CONFIRMATION, webinar, timezone.now())
    _remind([registration], webinar)
    _wake()


def again(registration: Registration, webinar: Webinar) -> None:
    """The link once more. Nothing while one is on its way, or after too many."""
    now = timezone.now()
    earlier = registration.mails.filter(kind=Kind.CONFIRMATION)
    recent = earlier.filter(due_at__gt=now - AGAIN_WITHIN).count()
    if recent >= AGAIN_MOST or earlier.filter(sent_at=None, attempts=0).exists():
        return
    number = (earlier.aggregate(n=Max("number"))["n"] or 0) + 1
    _make([registration], Kind.CONFIRMATION, webinar, now, number=number)
    _wake()


def withdrawn(registration: Registration, webinar: Webinar) -> None:
    """That it was withdrawn, and nothing else any more."""
    _unsent(webinar).filter(registration=registration).delete()
    _make([registration], Kind.WITHDRAWAL, webinar, timezone.now())
    _wake()


def taken_back(registration: Registration, webinar: Webinar) -> None:
    """The confirmation once more, however often the link was sent: the calendar has lost it."""
    _unsent(webinar).filter(registration=registration).delete()
    earlier = registration.mails.filter(kind=Kind.CONFIRMATION)
    number = (earlier.aggregate(n=Max("number"))["n"] or 0) + 1
    _make([registration], Kind.CONFIRMATION, webinar, timezone.now(), number=number)
    _remind([registration], webinar)
    _wake()


def changed(webinar: Webinar) -> None:
    """Everybody is told the new time or title; the reminder moves along."""
    waiting = _unsent(webinar)
    waiting.filter(kind__in=[Kind.REMINDER, Kind.UPDATE]).delete()
    people = _people(webinar)
    _make(people, Kind.UPDATE, webinar, timezone.now())
    _remind(people, webinar)
    _wake()


def cancelled(webinar: Webinar) -> None:
    """Everybody is told that it does not take place, and nothing else any more. Who withdrew still
    hears that they did."""
    _unsent(webinar).exclude(kind=Kind.WITHDRAWAL).delete()
    _make(_people(webinar), Kind.CANCELLATION, webinar, timezone.now())
    _wake()


def _people(webinar: Webinar) -> list[Registration]:
    return list(webinar.registrations.filter(cancelled_at=None, erased_at=None))


def _unsent(webinar: Webinar) -> "QuerySet[WebinarMail]":
    """Not those that are being sent this moment: their claim is held."""
    return WebinarMail.objects.filter(registration__webinar=webinar, sent_at=None, claimed_at=None)


def _remind(people: list[Registration], webinar: Webinar) -> None:
    due = webinar.starts_at - REMINDER_BEFORE
    if due > timezone.now():
        _make(people, Kind.REMINDER, webinar, due)


def _make(
    people: list[Registration], kind: str, webinar: Webinar, due: datetime, *, number: int = 0
) -> None:
    WebinarMail.objects.bulk_create(
        [
            WebinarMail(
                registration=registration,
                kind=kind,
                sequence=mails.sequence(registration),
                number=number,
                due_at=due,
            )
            for registration in people
        ],
        ignore_conflicts=True,
        batch_size=500,
    )


def _wake() -> None:
    transaction.on_commit(wake_mails, robust=True)
