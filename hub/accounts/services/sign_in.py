"""Signing in: the password, then the code. Until both are right, nobody is signed in."""

import hashlib
import re
import secrets
import threading
import time
from functools import lru_cache
from typing import Final, Literal

from django.contrib import auth
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from hub.accounts import sessions
from hub.accounts.errors import PasswordFirst, WrongCode, WrongPassword
from hub.accounts.models import Staff
from hub.accounts.services import ending
from hub.accounts.services.second_factor import check_code, confirm_enrolment, has_second_factor
from hub.audit.services import record
from hub.errors import TooMany
from hub.web import rate_limit
from hub.web.client_address import client_address, rate_key

_PENDING: Final = "sign_in_pending"
#: Seconds between the password and the code.
PENDING_FOR: Final = 10 * 60
_BACKEND: Final = "django.contrib.auth.backends.ModelBackend"
_EMAIL = re.compile(r"[^\s@\x00]{1,200}@[^\s@\x00]{1,200}")

#: Argon2 takes 100 MB while it works: so many at a time and process, the others wait.
_hashing = threading.BoundedSemaphore(4)

Next = Literal["code", "enrol", "done"]


def enter_password(*, request: HttpRequest, email: str, password: str) -> Next:
    """The first step; says what the second is.

    Raises `WrongPassword`, after the same time for an unknown address as for a wrong password;
    `TooMany`, for an unknown address as for a known one.
    """
    email = email.strip().lower()
    _limit(request, email)
    staff = _by_email(email)
    with _hashing:
        right = check_password(password, staff.password if staff else _nobodys_password())
    if staff is None or not right:
        record(None, "sign_in.refused", staff, request, step="password")
        raise WrongPassword
    request.session.flush()  # a session from before the sign-in does not survive it
    request.session[_PENDING] = {
        "staff": str(staff.pk),
        "at": time.time(),
        "mark": staff.get_session_auth_hash(),
    }
    _forget(request)
    return "code" if has_second_factor(staff) else "enrol"


def pending_staff(request: HttpRequest) -> Staff:
    """Who entered a right password in this session just now. Raises `PasswordFirst`."""
    pending = request.session.get(_PENDING)
    if not pending or time.time() - pending["at"] > PENDING_FOR:
        raise PasswordFirst
    staff = Staff.objects.filter(pk=pending["staff"], is_active=True).first()
    if staff is None or not constant_time_compare(pending["mark"], staff.get_session_auth_hash()):
        raise PasswordFirst
    return staff


def enter_code(*, request: HttpRequest, code: str) -> list[str]:
    """The second step: signs in. Gives the recovery codes if this code set the factor up.

    Raises `PasswordFirst`, `WrongCode`, `NotEnrolled`, `TooMany`.
    """
    staff = pending_staff(request)
    codes: list[str] = []
    try:
        if has_second_factor(staff):
            check_code(staff=staff, code=code)
        else:
            codes = confirm_enrolment(staff=staff, code=code)
    except (WrongCode, TooMany):
        record(None, "sign_in.refused", staff, request, step="code")
        raise
    del request.session[_PENDING]
    auth.login(request, staff, backend=_BACKEND)  # a new session id and a new CSRF token
    sessions.begin(request.session)
    _forget(request)
    record(staff, "sign_in", staff, request)
    return codes


def sign_out(*, request: HttpRequest) -> None:
    staff = sessions.staff_of(request)
    if staff is not None:
        record(staff, "sign_out", staff, request)
    auth.logout(request)
    _forget(request)


@transaction.atomic
def sign_out_everywhere(*, request: HttpRequest, staff: Staff) -> None:
    """Ends this session and every other one of the same person, and their sockets."""
    ending.end_everything(staff)
    record(staff, "sign_out.everywhere", staff, request)
    auth.logout(request)
    _forget(request)


def _limit(request: HttpRequest, email: str) -> None:
    """Per address, per account from one address, and per account from everywhere.

    The last is wide: it must be hard to lock somebody out by trying.
    """
    address = rate_key(client_address(request))
    account = hashlib.sha256(email.encode(errors="replace")).hexdigest()[:24]
    rate_limit.require(f"sign-in.address:{address}", 40, 300)
    rate_limit.require(f"sign-in.account-address:{account}:{address}", 10, 300)
    rate_limit.require(f"sign-in.account:{account}", 60, 900)


def _by_email(email: str) -> Staff | None:
    if not _EMAIL.fullmatch(email):
        return None
    staff = Staff.objects.filter(email=email, is_active=True).first()
    return staff if staff is not None and staff.has_usable_password() else None


@lru_cache(maxsize=1)
def _nobodys_password() -> str:
    """Checked where there is no account, so that this takes as long as if there were one."""
    return make_password(secrets.token_hex(16))


def _forget(request: HttpRequest) -> None:
    """What was looked up about this request before is not so any more."""
    for name in ("_staff", "_principal", "_cached_user"):
        request.__dict__.pop(name, None)
