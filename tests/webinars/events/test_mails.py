"""Mails over real SMTP: once, whatever restarts; in the reader's language and zone."""

import email
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import Message
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as Handler
from django.utils import timezone
from pytest_django.fixtures import Settings

from hub.due_mail import CLAIM_FOR
from hub.registry.streams import Principal
from tests.serving import free_ports
from tests.webinars.events.conftest import Plan, Register
from tests.webinars.events.test_ics import lines
from webinars.models import JoinLink, Registration, Webinar, WebinarMail
from webinars.services import links, planning, sending

pytestmark = pytest.mark.django_db


class Inbox(Handler):
    def __init__(self) -> None:
        super().__init__()
        self.mails: list[Message] = []
        self.refuse = ""

    async def handle_RCPT(
        self, server: object, session: object, envelope: object, address: str, options: list[str]
    ) -> str:
        if self.refuse and self.refuse in address:
            return "550 No such mailbox"
        envelope.rcpt_tos.append(address)  # type: ignore[attr-defined]
        return "250 OK"

    def handle_message(self, message: Message) -> None:
        self.mails.append(email.message_from_bytes(message.as_bytes(), policy=default))


@pytest.fixture
def inbox(settings: Settings) -> Iterator[Inbox]:
    handler = Inbox()
    controller = Controller(handler, hostname="127.0.0.1", port=free_ports(1))
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.PUBLIC_ORIGIN = "https://hub.example"
    yield handler
    controller.stop()


def parts(mail: Message) -> dict[str, str]:
    """Content type → text of each part."""
    found = {}
    for part in mail.walk():
        if not part.is_multipart():
            found[part.get_content_type()] = part.get_payload(decode=True).decode()  # type: ignore[union-attr]
    return found


def test_the_confirmation_carries_link_and_calendar_entry(
    inbox: Inbox, plan: Plan, register: Register
) -> None:
    registration = register(plan())
    assert sending.send_due() == 1
    (mail,) = inbox.mails
    row = WebinarMail.objects.get(kind="confirmation")
    assert mail["Message-ID"] == f"<webinar.{row.id}@hub.example>"
    assert mail["From"] == "Haldner Vakuumtechnik <webinare@haldner.example>"
    assert mail["To"] == "hoefler@lang.example"
    assert mail["Subject"] == "Ihr Platz: Bleche allein heben"
    found = parts(mail)
    link = links.address(links.for_registration(registration))
    assert link.startswith("https://hub.example/room/#")
    for kind in ("text/plain", "text/html", "text/calendar", "application/ics"):
        assert link in found[kind].replace("\r\n ", "")
    assert "Guten Tag Andreas Höfler" in found["text/plain"]
    invitation = next(p for p in mail.walk() if p.get_content_type() == "text/calendar")
    assert invitation.get_param("method") == "REQUEST"
    calendar = lines(found["application/ics"].encode())
    assert f"UID:{registration.id}@hub.example" in calendar
    assert "SEQUENCE:0" in calendar


def test_a_mail_is_sent_once_however_often_the_sweep_comes(
    inbox: Inbox, plan: Plan, register: Register
) -> None:
    register(plan())
    assert [sending.send_due() for _ in range(4)] == [1, 0, 0, 0]
    assert len(inbox.mails) == 1


def test_a_process_that_died_with_a_mail_in_hand_sends_it_again_under_the_same_id(
    inbox: Inbox, plan: Plan, register: Register
) -> None:
    register(plan())
    sending.send_due()
    died = timezone.now() - CLAIM_FOR - timedelta(seconds=1)
    WebinarMail.objects.filter(kind="confirmation").update(sent_at=None, claimed_at=died)
    sending.send_due()
    first, second = inbox.mails
    assert first["Message-ID"] == second["Message-ID"]
    assert parts(first)["text/plain"] == parts(second)["text/plain"]  # the same link, too
    WebinarMail.objects.filter(kind="confirmation").update(sent_at=None, claimed_at=timezone.now())
    assert sending.send_due() == 0  # somebody else has it in hand


def test_two_workers_never_take_the_same_mail(plan: Plan, register: Register) -> None:
    webinar = plan()
    for n in range(3):
        register(webinar, f"p{n}@x.example")
    claimed = [sending._claim() for _ in range(4)]
    assert len({mail.id for mail in claimed if mail}) == 3
    assert claimed[3] is None


def test_a_mailbox_that_is_refused_holds_up_nobody_and_is_tried_again_later(
    inbox: Inbox, plan: Plan, register: Register
) -> None:
    webinar = plan()
    for name in ("bad", "good"):
        register(webinar, f"{name}@x.example")
    inbox.refuse = "bad@"
    assert sending.send_due() == 1
    failed = WebinarMail.objects.get(kind="confirmation", sent_at=None)
    assert (failed.registration.email, failed.attempts) == ("bad@x.example", 1)
    assert failed.error == "550 No such mailbox"
    assert failed.due_at > timezone.now()


def test_a_mail_server_that_is_away_loses_nothing(
    inbox: Inbox, plan: Plan, register: Register, settings: Settings
) -> None:
    register(plan())
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, free_ports(1)
    assert sending.send_due() == 0
    settings.EMAIL_PORT = port
    WebinarMail.objects.filter(kind="confirmation").update(due_at=timezone.now())
    assert sending.send_due() == 1


def test_reminder_update_and_cancellation_follow_in_the_same_calendar_entry(
    inbox: Inbox, plan: Plan, register: Register, manager: Principal
) -> None:
    webinar = plan()
    registration = register(webinar)
    sending.send_due()
    later = (webinar.starts_at + timedelta(days=1)).replace(tzinfo=None)
    planning.change(who=manager, webinar_id=webinar.id, when=planning.When(later, "UTC"))
    sending.send_due()
    planning.cancel(who=manager, webinar_id=webinar.id)
    sending.send_due()
    subjects = [mail["Subject"].split(":")[0] for mail in inbox.mails]
    assert subjects == ["Ihr Platz", "Geändert", "Abgesagt"]
    calendars = [lines(parts(mail)["application/ics"].encode()) for mail in inbox.mails]
    for number, (calendar, method) in enumerate(
        zip(calendars, ("REQUEST", "REQUEST", "CANCEL"), strict=True)
    ):
        assert f"UID:{registration.id}@hub.example" in calendar
        assert f"SEQUENCE:{number}" in calendar
        assert f"METHOD:{method}" in calendar
    assert f"DTSTART:{later:%Y%m%dT%H%M%SZ}" in calendars[1]
    assert "/room/#" not in parts(inbox.mails[2])["text/plain"]


def test_the_reminder_comes_an_hour_before_with_the_same_link(
    inbox: Inbox, plan: Plan, register: Register
) -> None:
    webinar = plan(days=1)
    registration = register(webinar)
    sending.send_due()
    due = WebinarMail.objects.get(kind="reminder")
    assert due.due_at == webinar.starts_at - timedelta(hours=1)
    assert sending.send_due() == 0
    soon = timezone.now() + timedelta(minutes=59, seconds=30)
    Webinar.objects.filter(pk=webinar.pk).update(starts_at=soon)
    WebinarMail.objects.filter(pk=due.pk).update(due_at=timezone.now())
    assert sending.send_due() == 1
    reminder = inbox.mails[1]
    assert reminder["Subject"] == "Bald: Bleche allein heben"
    text = parts(reminder)["text/plain"]
    assert "in 60 Minuten" in text or "in 59 Minuten" in text
    assert links.address(links.for_registration(registration)) in text
    assert "application/ics" not in parts(reminder)


def test_a_reminder_that_comes_too_late_does_not_go_out(
    inbox: Inbox, plan: Plan, register: Register
) -> None:
    webinar = plan(days=1)
    register(webinar)
    sending.send_due()
    Webinar.objects.filter(pk=webinar.pk).update(starts_at=timezone.now() - timedelta(days=1))
    WebinarMail.objects.filter(kind="reminder").update(due_at=timezone.now())
    assert sending.send_due() == 0
    assert not WebinarMail.objects.filter(kind="reminder").exists()


def test_a_confirmation_that_was_in_hand_when_it_was_cancelled_is_not_sent(
    inbox: Inbox, plan: Plan, register: Register, manager: Principal
) -> None:
    webinar = plan()
    register(webinar)
    died = timezone.now() - CLAIM_FOR - timedelta(seconds=1)
    WebinarMail.objects.filter(kind="confirmation").update(claimed_at=died)
    planning.cancel(who=manager, webinar_id=webinar.id)
    sending.send_due()
    assert [mail["Subject"].split(":")[0] for mail in inbox.mails] == ["Abgesagt"]


def test_each_reads_it_in_their_own_language_and_time(
    inbox: Inbox, plan: Plan, register: Register
) -> None:
    webinar = plan(when=planning.When(datetime(2099, 12, 3, 10), "Europe/Berlin"))
    register(webinar, "de@x.example")
    register(webinar, "en@x.example", language="en", time_zone="America/New_York")
    sending.send_due()
    german, english = (parts(mail)["text/plain"] for mail in inbox.mails)
    assert "Donnerstag, 3. Dezember 2099" in german
    assert "10:00–10:45 Uhr (MEZ, Berlin)" in german
    assert "Thursday, 3 December 2099" in english
    assert "04:00–04:45 (EST, New York)" in english
    assert inbox.mails[1]["Subject"] == "Your place: Lifting sheets alone"


def test_nobody_writes_lines_of_their_own_into_our_mails(
    inbox: Inbox, plan: Plan, register: Register
) -> None:
    webinar = plan(
        texts={"de": planning.Text("Heben\r\nBcc: eve@evil.example", "<script>alert(1)</script>")}
    )
    register(webinar, name='A "B"; C, D\r\nATTENDEE:mailto:eve@evil.example'.replace("@", " "))
    sending.send_due()
    (mail,) = inbox.mails
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Ihr Platz: Heben Bcc: eve@evil.example"
    calendar = lines(parts(mail)["application/ics"].encode())
    assert sum(line.startswith("ATTENDEE") for line in calendar) == 1


def test_the_link_is_kept_as_a_hash_alone(inbox: Inbox, plan: Plan, register: Register) -> None:
    registration = register(plan())
    sending.send_due()
    token = links.for_registration(registration)
    link = JoinLink.objects.get()
    assert bytes(link.token_hash) == links.digest(token)
    assert token not in str(vars(link)) + str(Registration.objects.values())
    assert len(token) == 43


def test_another_secret_key_makes_new_links_and_the_old_ones_go_on(
    plan: Plan, register: Register, settings: Settings
) -> None:
    registration = register(plan())
    before = links.for_registration(registration)
    settings.SECRET_KEY = "another" * 10
    after = links.for_registration(registration)
    assert after != before
    assert links.for_registration(registration) == after
    assert {links.find(token).registration_id for token in (before, after)} == {registration.id}
