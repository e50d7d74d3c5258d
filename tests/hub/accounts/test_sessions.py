import time
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from hub.accounts import sessions
from hub.accounts.models import Staff
from tests.hub.accounts.conftest import MakeStaff, sign_in
from tests.hub.browser import Browser


def _key(browser: Browser) -> str:
    return str(browser.cookies[settings.SESSION_COOKIE_NAME].value)


def _change(browser: Browser, **values: Any) -> None:
    session = SessionStore(_key(browser))
    session.update(values)
    session.save()


def test_a_session_ends_after_an_hour_without_use(make_staff: MakeStaff) -> None:
    make_staff()
    browser = sign_in()
    _change(browser, seen_at=time.time() - sessions.IDLE + 60)
    assert browser.get("/api/v1/me").status_code == 200
    _change(browser, seen_at=time.time() - sessions.IDLE - 1)
    assert browser.get("/api/v1/me").status_code == 401
    assert not Session.objects.exists()


def test_use_keeps_a_session_alive(make_staff: MakeStaff) -> None:
    make_staff()
    browser = sign_in()
    _change(browser, seen_at=time.time() - 600)
    browser.get("/api/v1/me")
    assert SessionStore(_key(browser))["seen_at"] > time.time() - 5


def test_a_session_ends_after_twelve_hours_whatever_happens(make_staff: MakeStaff) -> None:
    make_staff()
    browser = sign_in()
    _change(browser, signed_in_at=time.time() - sessions.ABSOLUTE - 1)
    assert browser.get("/api/v1/me").status_code == 401


def test_a_session_that_skipped_the_second_factor_is_nobodys(make_staff: MakeStaff) -> None:
    """As Django's own login would make it, e.g. by another app's sign-in page."""
    staff = make_staff()
    browser = Browser()
    browser.force_login(staff)
    assert browser.get("/api/v1/me").status_code == 401
    assert browser.get("/cms/").status_code == 302
    assert sessions.staff_of_key(_key(browser)) is None


@pytest.mark.parametrize("key", ["", "x", "x" * 32, "'" * 32, "ä" * 32, "\x00" * 32, "x" * 100_000])
def test_a_forged_session_is_nobodys(make_staff: MakeStaff, key: str) -> None:
    make_staff()
    assert sessions.staff_of_key(key) is None
    # As a header: newer Pythons refuse to make a cookie of some of these.
    forged = f"{settings.SESSION_COOKIE_NAME}={key}"
    assert Browser().get("/api/v1/me", HTTP_COOKIE=forged).status_code == 401


def test_sockets_find_the_same_person_by_the_cookie(make_staff: MakeStaff) -> None:
    staff = make_staff()
    browser = sign_in()
    assert sessions.staff_of_key(_key(browser)) == staff
    Staff.objects.update(is_active=False)
    assert sessions.staff_of_key(_key(browser)) is None


def test_a_new_password_ends_sessions_for_sockets_too(make_staff: MakeStaff) -> None:
    staff = make_staff()
    key = _key(sign_in())
    staff.set_password("quite another passphrase")
    staff.save()
    assert sessions.staff_of_key(key) is None


def test_a_session_that_was_ended_meanwhile_does_not_come_back(make_staff: MakeStaff) -> None:
    make_staff()
    browser = sign_in()
    _change(browser, seen_at=time.time() - 600)
    key = _key(browser)
    session = SessionStore(key)
    assert session.get("seen_at")
    Session.objects.all().delete()
    assert sessions.staff_of_key(key) is None
    assert not Session.objects.exists()
