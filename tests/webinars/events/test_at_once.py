"""What happens at the same moment: two tabs, a flood, a change of time while people register."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.utils import timezone

from hub.contacts.models import Contact, HistoryEntry, Identity
from hub.registry.streams import Principal
from tests.webinars.events.conftest import Plan, Register
from webinars.models import Registration, RoomParticipant, WebinarMail
from webinars.services import joining, links, planning, sending, withdrawing

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Runs all at the same moment, each on a connection of its own."""
    gate = threading.Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        try:
            gate.wait(10)
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return [done.result(30) for done in [pool.submit(run, work) for work in works]]


def test_the_same_form_from_two_tabs_is_one_registration(plan: Plan, register: Register) -> None:
    webinar, own = plan(), uuid4()
    found = at_once(*[lambda: register(webinar, id=own)] * 4)
    assert {registration.id for registration in found} == {own}
    assert WebinarMail.objects.filter(kind="confirmation").count() == 1


def test_one_address_at_once_in_three_webinars_is_one_person(
    plan: Plan, register: Register
) -> None:
    webinars = [plan() for _ in range(3)]
    at_once(*[lambda one=one: register(one) for one in webinars])
    assert Registration.objects.count() == 3
    assert Identity.objects.filter(kind="email").count() == 1
    assert Contact.objects.count() == 1


def test_nobody_who_registers_while_the_time_changes_keeps_the_old_one(
    plan: Plan, register: Register, manager: Principal
) -> None:
    webinar = plan()
    later = webinar.starts_at + timedelta(days=1)
    when = planning.When(later.replace(tzinfo=None), "UTC")
    at_once(
        *[lambda n=n: register(webinar, f"p{n}@x.example") for n in range(6)],
        lambda: planning.change(who=manager, webinar_id=webinar.id, when=when),
    )
    for registration in Registration.objects.all():
        told = registration.mails.filter(kind="reminder", due_at=later - timedelta(hours=1))
        assert told.count() == 1
        knows = registration.mails.filter(sequence=1, kind__in=["update", "confirmation"])
        assert knows.exists()
    assert not WebinarMail.objects.filter(kind="reminder", sequence=0).exists()


def test_four_workers_send_each_mail_once(plan: Plan, register: Register, mailoutbox: Any) -> None:
    webinar = plan()
    for n in range(12):
        register(webinar, f"p{n}@x.example")
    assert sum(at_once(*[sending.send_due] * 4)) == 12
    assert len({mail.to[0] for mail in mailoutbox}) == len(mailoutbox) == 12


def test_a_link_on_two_devices_at_once_is_one_participant(plan: Plan, register: Register) -> None:
    token = links.for_registration(register(plan()))
    at_once(*[lambda: joining.join_as_me(token)] * 4)
    own = uuid4()
    for email in ("", "petra@lang.example"):
        at_once(
            *[lambda: joining.join_as_other(token, attempt_id=own, name="Petra", email=email)] * 4  # noqa: B023
        )
    assert RoomParticipant.objects.count() == 2


def test_withdrawing_from_four_tabs_at_once_is_one_withdrawal(
    plan: Plan, register: Register
) -> None:
    token = links.for_registration(register(plan()))
    at_once(*[lambda: withdrawing.withdraw(token)] * 4)
    assert Registration.objects.get().sequence == 1
    assert HistoryEntry.objects.get(kind="registration").revision == 2
    assert list(WebinarMail.objects.values_list("kind", flat=True)) == ["withdrawal"]


def test_withdrawing_and_registering_at_once_ends_as_one_of_them(
    plan: Plan, register: Register
) -> None:
    webinar = plan()
    token = links.for_registration(register(webinar))
    at_once(
        *[lambda: withdrawing.withdraw(token)] * 2,
        *[lambda: register(webinar)] * 2,
        lambda: withdrawing.take_back(token),
    )
    registration = Registration.objects.get()
    kinds = set(registration.mails.values_list("kind", flat=True))
    # An odd turn left it withdrawn: its mails are those of how it ended.
    assert (registration.cancelled_at is not None) == (registration.sequence % 2 == 1)
    withdrawn = registration.cancelled_at is not None
    assert kinds == ({"withdrawal"} if withdrawn else {"confirmation", "reminder"})
    assert HistoryEntry.objects.get(kind="registration").revision == 1 + registration.sequence


def test_who_withdraws_while_four_workers_send_gets_no_reminder_after_it(
    plan: Plan, register: Register, mailoutbox: Any
) -> None:
    webinar = plan()
    everybody = [links.for_registration(register(webinar, f"p{n}@x.example")) for n in range(8)]
    sending.send_due()
    mailoutbox.clear()
    WebinarMail.objects.filter(kind="reminder").update(due_at=timezone.now())
    at_once(
        *[sending.send_due] * 3,
        *[lambda token=token: withdrawing.withdraw(token) for token in everybody],
    )
    sending.send_due()
    for n in range(8):
        told = [m.subject.split(":")[0] for m in mailoutbox if m.to == [f"p{n}@x.example"]]
        assert told in (["Abgemeldet"], ["Bald", "Abgemeldet"])
    assert not WebinarMail.objects.filter(sent_at=None).exists()
