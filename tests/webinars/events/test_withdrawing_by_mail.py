"""What somebody who withdraws finds in their mailbox and their calendar, over real SMTP."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from hub.due_mail import CLAIM_FOR
from hub.registry.streams import Principal
from tests.webinars.events.conftest import Plan, Register
from tests.webinars.events.test_ics import lines
from tests.webinars.events.test_mails import Inbox, inbox, parts
from webinars import mails
from webinars.models import Registration, WebinarMail
from webinars.services import links, planning, sending, withdrawing

pytestmark = pytest.mark.django_db
__all__ = ["inbox"]


def calendars(inbox: Inbox) -> list[list[str]]:
    return [lines(parts(mail)["application/ics"].encode()) for mail in inbox.mails]


def value(calendar: list[str], name: str) -> str:
    return next(line.partition(":")[2] for line in calendar if line.startswith(f"{name}:"))


def test_the_calendar_follows_each_turn_under_one_uid_with_a_higher_sequence(
    inbox: Inbox, plan: Plan, register: Register, manager: Principal
) -> None:
    webinar = plan()
    registration = register(webinar)
    token = links.for_registration(registration)
    sending.send_due()
    later = (webinar.starts_at + timedelta(days=1)).replace(tzinfo=None)
    for turn in (
        lambda: withdrawing.withdraw(token),
        lambda: withdrawing.take_back(token),
        lambda: planning.change(
            who=manager, webinar_id=webinar.id, when=planning.When(later, "UTC")
        ),
        lambda: withdrawing.withdraw(token),
    ):
        turn()
        sending.send_due()
    assert [mail["Subject"].split(":")[0] for mail in inbox.mails] == [
        "Ihr Platz", "Abgemeldet", "Ihr Platz", "Geändert", "Abgemeldet",
    ]  # fmt: skip
    found = calendars(inbox)
    assert [value(one, "METHOD") for one in found] == [
        "REQUEST", "CANCEL", "REQUEST", "REQUEST", "CANCEL",
    ]  # fmt: skip
    assert [value(one, "SEQUENCE") for one in found] == ["0", "1", "2", "3", "4"]
    assert {value(one, "UID") for one in found} == {f"{registration.id}@hub.example"}
    assert [value(one, "STATUS") for one in found][1] == "CANCELLED"
    invitation = next(p for p in inbox.mails[1].walk() if p.get_content_type() == "text/calendar")
    assert invitation.get_param("method") == "CANCEL"
    assert "/room/#" not in "".join(found[1])  # in no calendar that many may read


@pytest.mark.parametrize(
    ("lang", "subject", "lead", "back"),
    [
        ("de", "Abgemeldet: Bleche allein heben", "nicht mehr angemeldet", "Doch wieder anmelden"),
        ("en", "Withdrawn: Lifting sheets alone", "no longer registered", "Register again"),
    ],
)
def test_the_mail_says_so_once_and_has_the_way_back(
    inbox: Inbox, plan: Plan, register: Register, lang: str, subject: str, lead: str, back: str
) -> None:
    token = links.for_registration(register(plan(), language=lang))
    sending.send_due()
    withdrawing.withdraw(token)
    withdrawing.withdraw(token)
    assert [sending.send_due() for _ in range(3)] == [1, 0, 0]
    mail = inbox.mails[1]
    row = WebinarMail.objects.get(kind="withdrawal")
    assert (mail["Subject"], mail["To"]) == (subject, "hoefler@lang.example")
    assert mail["Message-ID"] == f"<webinar.{row.id}@hub.example>"
    found = parts(mail)
    for kind in ("text/plain", "text/html"):
        assert lead in found[kind]
        assert links.address(token) in found[kind]
    assert back in found["text/html"]


@pytest.mark.parametrize("lang", ["de", "en"])
def test_each_mail_says_where_one_withdraws_but_a_speakers(
    inbox: Inbox, plan: Plan, register: Register, lang: str
) -> None:
    webinar = plan(speakers=[planning.SpeakerIn(name="Petra Lang", email="p@x.example")])
    token = links.for_registration(register(webinar, language=lang))
    WebinarMail.objects.update(due_at=timezone.now())
    sending.send_due()
    says = {"de": "Ich kann doch nicht kommen", "en": "I can't come"}[lang]
    own = [mail for mail in inbox.mails if mail["To"] == "hoefler@lang.example"]
    assert len(own) == 2  # confirmation and reminder
    for mail in own:
        assert f"{says}: {links.address(token)}" in parts(mail)["text/plain"]
        assert re.search(f'href="{links.address(token)}"[^>]*>{says}<', _html(mail))
    for mail in inbox.mails:
        if mail not in own:
            assert "nicht kommen" not in _html(mail)


def _html(mail: Any) -> str:
    return parts(mail)["text/html"].replace("&#x27;", "'")


def test_a_reminder_that_is_in_hand_when_they_withdraw_is_not_sent(
    inbox: Inbox, plan: Plan, register: Register
) -> None:
    registration = register(plan())
    sending.send_due()
    WebinarMail.objects.filter(kind="reminder").update(due_at=timezone.now())
    held = sending._claim()
    assert held is not None
    withdrawing.withdraw(links.for_registration(registration))
    with sending._mailer() as mailer:
        assert sending._send(held, mailer) is False
    sending.send_due()
    assert [mail["Subject"].split(":")[0] for mail in inbox.mails] == ["Ihr Platz", "Abgemeldet"]
    assert not WebinarMail.objects.filter(kind="reminder").exists()


def test_a_withdrawal_that_a_dying_process_had_in_hand_is_not_sent_to_who_came_back(
    inbox: Inbox, plan: Plan, register: Register
) -> None:
    token = links.for_registration(register(plan()))
    sending.send_due()
    withdrawing.withdraw(token)
    WebinarMail.objects.filter(kind="withdrawal").update(claimed_at=timezone.now())
    withdrawing.take_back(token)
    died = timezone.now() - CLAIM_FOR - timedelta(seconds=1)
    WebinarMail.objects.filter(kind="withdrawal").update(claimed_at=died)
    sending.send_due()
    assert [mail["Subject"].split(":")[0] for mail in inbox.mails] == ["Ihr Platz", "Ihr Platz"]
    assert value(calendars(inbox)[1], "SEQUENCE") == "2"


def test_who_withdrew_hears_so_also_when_the_webinar_is_cancelled_before_the_mail_went_out(
    inbox: Inbox, plan: Plan, register: Register, manager: Principal
) -> None:
    webinar = plan()
    registration = register(webinar)
    sending.send_due()
    withdrawing.withdraw(links.for_registration(registration))
    planning.cancel(who=manager, webinar_id=webinar.id)
    sending.send_due()
    assert [mail["Subject"].split(":")[0] for mail in inbox.mails] == ["Ihr Platz", "Abgemeldet"]
    found = calendars(inbox)[1]
    assert (value(found, "METHOD"), int(value(found, "SEQUENCE")) > 0) == ("CANCEL", True)


def test_a_mailbox_that_refuses_shows_in_the_list(
    inbox: Inbox, plan: Plan, register: Register, manager: Principal
) -> None:
    from webinars.selectors import registrations

    registration = register(plan())
    sending.send_due()
    inbox.refuse = "hoefler@"
    withdrawing.withdraw(links.for_registration(registration))
    assert sending.send_due() == 0
    (row,) = registrations.rows(manager, registration.webinar_id)
    assert (row.mail, row.mail_error) == ("failed", "550 No such mailbox")


def test_a_sequence_never_goes_down(plan: Plan, register: Register, manager: Principal) -> None:
    webinar = plan()
    token = links.for_registration(register(webinar))
    seen = []
    for n in range(1, 5):
        withdrawing.withdraw(token)
        later = (webinar.starts_at + timedelta(days=n)).replace(tzinfo=None)
        planning.change(who=manager, webinar_id=webinar.id, when=planning.When(later, "UTC"))
        withdrawing.take_back(token)
        seen.append(mails.sequence(Registration.objects.select_related("webinar").get()))
    assert seen == [3, 6, 9, 12]
