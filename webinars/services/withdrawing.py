"""Withdrawing one's registration by the personal link, and thinking better of it."""

from django.db import transaction
from django.utils import timezone

from webinars.errors import CannotWithdraw, LinkUnknown
from webinars.models import Registration, RoomParticipant, Webinar
from webinars.services import joining, mailing, outcomes, putting_out, registering


def withdraw(token: str) -> Registration:
    """Its owner does not come, and leaves the room. Twice is the same as once.

    Raises what `joining.look` raises, `WebinarOver`, and `CannotWithdraw` for a speaker's link and
    a meeting's.
    """
    with transaction.atomic():
        registration, webinar = _held(token)
        if registration.cancelled_at is not None:
            return registration
        if registration.role == RoomParticipant.Role.SPEAKER:
            raise CannotWithdraw
        registering.tell(registration, webinar)
        registration.cancelled_at = timezone.now()
        registration.sequence += 1
        registration.save(update_fields=["cancelled_at", "sequence"])
        mailing.withdrawn(registration, webinar)
        putting_out.withdrawn(registration)
        outcomes.changed(registration)
        return registration


def take_back(token: str) -> Registration:
    """Its owner comes after all: the same registration. Changes nothing if it was not withdrawn.

    Raises what `withdraw` raises.
    """
    with transaction.atomic():
        registration, webinar = _held(token)
        registering.take_back(registration, webinar)
        return registration


def _held(token: str) -> tuple[Registration, Webinar]:
    """The registration as it is once nobody else can change it."""
    found = joining.usable(token).registration
    if found is None:
        raise CannotWithdraw
    webinar = registering.open_for_registration(found.webinar_id)
    registration = Registration.objects.select_related("identity").get(pk=found.pk)
    if registration.erased_at is not None:
        raise LinkUnknown
    return registration, webinar
