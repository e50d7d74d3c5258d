import re
import smtplib
import socket
from collections.abc import Iterator
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from django.utils import timezone
from pytest_django.fixtures import Settings

from hub.accounts import services
from hub.accounts.errors import LinkWornOut, WeakPassword
from hub.accounts.models import AccountMail, Staff
from hub.accounts.services import links, mailing
from hub.accounts.services.links import link_for
from hub.errors import TooMany
from tests.hub.accounts.conftest import PASSWORD, MakeStaff, sign_in
from tests.hub.browser import Browser

RESET = AccountMail.Kind.RESET
NEW = "another-long-passphrase"


class _Inbox(Message):
    def __init__(self) -> None:
        super().__init__()
        self.mails: list[tuple[str, str, str]] = []

    def handle_message(self, message) -> None:  # type: ignore[no-untyped-def]
        text = message.get_payload(decode=True).decode()
        self.mails.append((message["X-RcptTo"], message["Subject"], text))


@pytest.fixture
def inbox(settings: Settings) -> Iterator[_Inbox]:
    handler = _Inbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield handler
    controller.stop()


def _token(staff: Staff) -> str:
    return link_for(staff, RESET).partition("#")[2]


def test_somebody_forgot_the_password_and_sets_a_new_one(
    make_staff: MakeStaff, inbox: _Inbox
) -> None:
    staff = make_staff()
    signed_in = sign_in()
    browser = Browser()
    browser.fetch_csrf()
    browser.call("POST", "/api/v1/auth/password/forgotten", {"email": staff.email})
    assert mailing.send_due() == 1
    to, _, text = inbox.mails[0]
    assert to == staff.email
    found = re.search(r"#(\S+)", text)
    assert found
    body = {"token": found[1], "password": NEW}
    assert browser.call("POST", "/api/v1/auth/password", body).status_code == 200
    staff.refresh_from_db()
    assert staff.check_password(NEW)
    assert signed_in.get("/api/v1/me").status_code == 401
    # Once: the same link again does nothing, and it signed nobody in.
    assert browser.call("POST", "/api/v1/auth/password", body).status_code == 410
    assert browser.get("/api/v1/me").status_code == 401


def test_asking_for_an_unknown_address_answers_the_same_and_mails_nobody(
    make_staff: MakeStaff, inbox: _Inbox
) -> None:
    staff = make_staff()
    browser = Browser()
    browser.fetch_csrf()
    known = browser.call("POST", "/api/v1/auth/password/forgotten", {"email": staff.email})
    unknown = browser.call("POST", "/api/v1/auth/password/forgotten", {"email": "x@example.com"})
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    mailing.send_due()
    assert [to for to, *_ in inbox.mails] == [staff.email]
    assert not AccountMail.objects.exists()


def test_opening_a_link_changes_nothing(make_staff: MakeStaff) -> None:
    staff = make_staff()
    link = link_for(staff, RESET)
    Browser().get("/sign-in/password")
    staff.refresh_from_db()
    assert staff.check_password(PASSWORD)
    assert link.partition("#")[0].endswith("/sign-in/password")


def test_a_forged_or_foreign_or_worn_out_link_is_refused(make_staff: MakeStaff) -> None:
    staff, other = make_staff(), make_staff("other@example.com")
    good = _token(staff)
    mark = good.partition(".")[2]
    for bad in (
        "",
        ".",
        "x.y",
        good[:-1] + ("a" if good[-1] != "a" else "b"),
        f"{other.pk.hex}.{mark}",
        f"{staff.pk.hex}.{'9' * 150}",
        f"{staff.pk.hex}.",
        f"{staff.pk.hex}.ß-ß",
    ):
        with pytest.raises(LinkWornOut):
            services.set_password_by_link(token=bad, password=NEW)
    sign_in()
    with pytest.raises(LinkWornOut):
        services.set_password_by_link(token=good, password=NEW)


def test_a_link_for_a_new_password_lasts_two_hours_and_an_invitation_three_days(
    make_staff: MakeStaff, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff = make_staff()
    for kind, hours in ((RESET, 2), (AccountMail.Kind.INVITATION, 72)):
        maker = links._links[kind]
        token = maker.make_token(staff)
        now = maker._now()
        monkeypatch.setattr(maker, "_now", lambda at=now + timedelta(hours=hours, seconds=-9): at)
        assert maker.check_token(staff, token)
        monkeypatch.setattr(maker, "_now", lambda at=now + timedelta(hours=hours, seconds=9): at)
        assert not maker.check_token(staff, token)


def test_a_weak_password_is_refused_with_the_reason(make_staff: MakeStaff) -> None:
    staff = make_staff()
    with pytest.raises(WeakPassword) as weak:
        services.set_password_by_link(token=_token(staff), password="kurz")
    assert "12" in weak.value.message
    services.set_password_by_link(token=_token(staff), password=NEW)


def test_asking_again_and_again_is_limited(make_staff: MakeStaff) -> None:
    for _ in range(3):
        services.ask_for_reset(email="keller@example.com", address="203.0.113.5")
    with pytest.raises(TooMany):
        services.ask_for_reset(email="Keller@example.com", address="198.51.100.1")


def test_a_mail_server_that_is_away_delays_the_mail(
    make_staff: MakeStaff, settings: Settings
) -> None:
    staff = make_staff()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert issubclass(smtplib.SMTPException, OSError)
    links.send_invitation(staff=staff)
    assert mailing.send_due() == 0
    waiting = AccountMail.objects.get()
    assert waiting.attempts == 1
    assert waiting.due_at > timezone.now() + timedelta(seconds=30)


def test_a_mail_speaks_the_language_of_who_gets_it(make_staff: MakeStaff, inbox: _Inbox) -> None:
    staff = make_staff()
    links.send_invitation(staff=staff)
    Staff.objects.update(language="en")
    mailing.send_due()
    assert "Set your password here" in inbox.mails[0][2]
    Staff.objects.update(language="de")
    links.send_invitation(staff=staff)
    mailing.send_due()
    assert "Legen Sie hier Ihr Passwort fest" in inbox.mails[1][2]
