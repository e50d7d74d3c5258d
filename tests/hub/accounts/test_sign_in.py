import time

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from pytest_django.fixtures import Settings

from hub.accounts.models import Staff
from hub.accounts.services.sign_in import _nobodys_password
from hub.audit.models import AuditEntry
from tests.hub.accounts.conftest import PASSWORD, SECRET, MakeStaff, code_at, sign_in
from tests.hub.browser import Browser


def _enter(browser: Browser, email: str, password: str = PASSWORD) -> int:
    browser.fetch_csrf()
    answer = browser.call("POST", "/api/v1/auth/sign-in", {"email": email, "password": password})
    if answer.status_code == 200:
        browser.csrf = answer.json()["csrf"]
    return int(answer.status_code)


def test_password_and_code_sign_in(make_staff: MakeStaff) -> None:
    staff = make_staff()
    me = sign_in().get("/api/v1/me").json()
    assert me["id"] == str(staff.id)
    assert "conversation.answer" in me["grants"]
    assert "staff.manage" not in me["grants"]
    assert me["sites"][0]["key"] == "haldner"
    assert AuditEntry.objects.filter(action="sign_in", actor=staff.id).exists()


def test_the_password_alone_opens_nothing(make_staff: MakeStaff) -> None:
    make_staff()
    browser = Browser()
    assert _enter(browser, "keller@example.com") == 200
    for path in ("/api/v1/me", "/api/v1/staff", "/api/v1/audit"):
        assert browser.get(path).status_code == 401
    assert browser.get("/api/v1/me").json()["error"]["code"] == "sign_in_needed"


def test_a_code_without_a_password_is_refused(make_staff: MakeStaff) -> None:
    make_staff()
    browser = Browser()
    browser.fetch_csrf()
    answer = browser.call("POST", "/api/v1/auth/code", {"code": code_at()})
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "password_first")


def test_an_email_in_capitals_is_the_same_one(make_staff: MakeStaff) -> None:
    make_staff()
    assert _enter(Browser(), " Keller@Example.COM ") == 200


@pytest.mark.parametrize(
    "email", ["nobody@example.com", "", "x", "a\x00b@example.com", "' OR 1=1 --@x", "ä" * 200]
)
def test_an_unknown_account_answers_like_a_wrong_password(
    make_staff: MakeStaff, email: str
) -> None:
    make_staff()
    browser = Browser()
    browser.fetch_csrf()
    wrong = browser.call(
        "POST", "/api/v1/auth/sign-in", {"email": "keller@example.com", "password": "wrong"}
    )
    unknown = browser.call("POST", "/api/v1/auth/sign-in", {"email": email, "password": "wrong"})
    assert (wrong.status_code, wrong.content) == (unknown.status_code, unknown.content)


def test_an_unknown_account_costs_as_much_as_a_wrong_password(
    make_staff: MakeStaff, settings: Settings
) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    _nobodys_password.cache_clear()
    make_staff()

    def cost(email: str) -> float:
        """In CPU seconds, which others on the machine disturb less than the clock."""
        began = time.process_time()
        assert _enter(Browser(), email, "wrong") == 401
        return time.process_time() - began

    cost("nobody@example.com")
    pairs = [(cost("keller@example.com"), cost("somebody@example.com")) for _ in range(4)]
    known, unknown = min(k for k, _ in pairs), min(u for _, u in pairs)
    # Argon2 is most of it; without it, an unknown address would cost a tenth.
    assert 0.5 < known / unknown < 2
    _nobodys_password.cache_clear()


def test_somebody_who_left_is_unknown(make_staff: MakeStaff) -> None:
    staff = make_staff()
    Staff.objects.filter(pk=staff.pk).update(is_active=False)
    assert _enter(Browser(), staff.email) == 401


def test_the_session_rotates_at_each_step(make_staff: MakeStaff) -> None:
    make_staff()
    browser = Browser()
    browser.fetch_csrf()
    session = browser.session
    session["planted"] = "by somebody else"
    session.save()
    seen = {session.session_key}
    browser.call(
        "POST", "/api/v1/auth/sign-in", {"email": "keller@example.com", "password": PASSWORD}
    )
    seen.add(browser.cookies[django_settings.SESSION_COOKIE_NAME].value)
    browser.fetch_csrf()
    browser.call("POST", "/api/v1/auth/code", {"code": code_at()})
    seen.add(browser.cookies[django_settings.SESSION_COOKIE_NAME].value)
    assert len(seen) == 3
    assert "planted" not in browser.session
    assert Session.objects.count() == 1


def test_the_cookies_are_the_staff_origins_own(make_staff: MakeStaff) -> None:
    make_staff()
    browser = sign_in()
    cookie = browser.cookies[django_settings.SESSION_COOKIE_NAME]
    assert cookie.key.startswith("__Host-")
    assert cookie["secure"] and cookie["httponly"] and cookie["path"] == "/"
    assert not cookie["domain"]


def test_signing_out_ends_the_session(make_staff: MakeStaff) -> None:
    make_staff()
    browser = sign_in()
    key = browser.cookies[django_settings.SESSION_COOKIE_NAME].value
    assert browser.call("POST", "/api/v1/auth/sign-out").status_code == 200
    browser.cookies[django_settings.SESSION_COOKIE_NAME] = key
    assert browser.get("/api/v1/me").status_code == 401


def test_signing_out_everywhere_ends_the_other_browsers_too(make_staff: MakeStaff) -> None:
    make_staff()
    one, other = sign_in(), sign_in()
    assert one.call("POST", "/api/v1/auth/sign-out-everywhere").status_code == 200
    assert other.get("/api/v1/me").status_code == 401


def test_guessing_passwords_is_slowed_down_and_says_for_how_long(make_staff: MakeStaff) -> None:
    make_staff()
    browser = Browser()
    statuses = [_enter(browser, "keller@example.com", "wrong") for _ in range(12)]
    assert statuses[:10] == [401] * 10
    assert statuses[-1] == 429
    browser.fetch_csrf()
    refused = browser.call(
        "POST", "/api/v1/auth/sign-in", {"email": "keller@example.com", "password": PASSWORD}
    )
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) >= 1
    # Somebody else, and the same person from elsewhere, are not locked out by it.
    assert _enter(Browser("staff", "198.51.100.77"), "keller@example.com") == 200


def test_a_write_without_the_csrf_token_is_refused(make_staff: MakeStaff) -> None:
    make_staff()
    browser = sign_in()
    browser.csrf = ""
    answer = browser.call("PATCH", "/api/v1/me", {"available": False})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "csrf")


def test_a_write_from_another_origin_is_refused_even_with_the_token(make_staff: MakeStaff) -> None:
    make_staff()
    browser = sign_in()
    for origin in ("https://evil.example", django_settings.ORIGINS["public"], "null"):
        answer = browser.call(
            "PATCH", "/api/v1/me", {"available": False}, headers={"origin": origin}
        )
        assert answer.status_code == 403, origin


def test_signing_in_needs_the_csrf_token_as_well(make_staff: MakeStaff) -> None:
    make_staff()
    answer = Browser().call(
        "POST", "/api/v1/auth/sign-in", {"email": "keller@example.com", "password": PASSWORD}
    )
    assert answer.status_code == 403


@pytest.mark.parametrize("body", [{}, {"email": 1, "password": []}, [], "x", {"email": "a@b.c",
    "password": "x" * 100_000}])  # fmt: skip
def test_nonsense_is_refused_plainly(db: None, body: object) -> None:
    browser = Browser()
    browser.fetch_csrf()
    answer = browser.call("POST", "/api/v1/auth/sign-in", body)
    assert answer.status_code in (400, 422)
    assert "error" in answer.json()


def test_not_json_is_refused_plainly(db: None) -> None:
    browser = Browser()
    browser.fetch_csrf()
    answer = browser.generic(
        "POST",
        "/api/v1/auth/sign-in",
        b"\xff{",
        content_type="application/json",
        headers={"x-csrftoken": browser.csrf, "origin": django_settings.ORIGINS["staff"]},
    )
    assert answer.status_code == 400
    assert "error" in answer.json()


def test_no_secret_stands_in_the_database(make_staff: MakeStaff) -> None:
    staff = make_staff()
    assert SECRET not in staff.second_factor.secret
    assert PASSWORD not in staff.password
    assert staff.password.startswith("argon2")
