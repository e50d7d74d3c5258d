"""The second factor: six digits from an app (TOTP, RFC 6238), or a recovery code, once."""

import hashlib
import hmac
import io
import secrets
import time
from datetime import datetime, timedelta
from typing import Final, NamedTuple

import pyotp
import segno
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from hub.accounts import sealing
from hub.accounts.errors import AlreadyEnrolled, NotEnrolled, WrongCode
from hub.accounts.models import RecoveryCode, SecondFactor, Staff
from hub.accounts.permissions import require
from hub.accounts.services import ending
from hub.audit.services import record
from hub.errors import TooMany
from hub.registry.streams import Principal

_PURPOSE: Final = "totp"
#: Seconds of a step, and how many steps a clock may be wrong in each direction.
STEP: Final = 30
DRIFT: Final = 1
RECOVERY_CODES: Final = 10
#: No 0, 1, i, l, o: read from paper. 10 of these are 49 bits.
_ALPHABET: Final = "23456789abcdefghjkmnpqrstuvwxyz"
#: Wrong codes until a pause, which doubles each time: 30 s, 1 min, … 1 h.
TRIES: Final = 5
PAUSE: Final = 30
LONGEST_PAUSE: Final = 3600


class Enrolment(NamedTuple):
    secret: str
    uri: str
    qr_svg: str


def has_second_factor(staff: Staff) -> bool:
    return SecondFactor.objects.filter(staff=staff, confirmed_at__isnull=False).exists()


@transaction.atomic
def begin_enrolment(*, staff: Staff) -> Enrolment:
    """A new secret, which counts once a code of it was entered. Raises `AlreadyEnrolled`."""
    Staff.objects.select_for_update().get(pk=staff.pk)
    if has_second_factor(staff):
        raise AlreadyEnrolled
    secret = pyotp.random_base32()
    SecondFactor.objects.update_or_create(
        staff=staff,
        defaults={"secret": sealing.seal(secret, _PURPOSE), "last_step": 0, "failures": 0},
    )
    uri = pyotp.TOTP(secret).provisioning_uri(
        name=staff.email, issuer_name=settings.WAGTAIL_SITE_NAME
    )
    out = io.BytesIO()
    segno.make(uri, error="m").save(
        out, kind="svg", scale=4, border=2, xmldecl=False, svgclass=None, lineclass=None
    )
    return Enrolment(secret, uri, out.getvalue().decode())


def confirm_enrolment(*, staff: Staff, code: str) -> list[str]:
    """The first right code makes the factor count; gives the recovery codes, shown this once.

    Raises `WrongCode`, `NotEnrolled`, `AlreadyEnrolled`, `TooMany`.
    """
    if has_second_factor(staff):
        raise AlreadyEnrolled
    check_code(staff=staff, code=code, confirmed=False)
    with transaction.atomic():
        SecondFactor.objects.filter(staff=staff).update(confirmed_at=timezone.now())
        codes = _replace_recovery_codes(staff)
        record(staff, "second_factor.set_up", staff)
    return codes


def check_code(*, staff: Staff, code: str, confirmed: bool = True) -> None:
    """Take a code (or a recovery code), so that it cannot be taken again.

    Raises `WrongCode`; `TooMany` after several wrong ones, counted here and not in Redis;
    `NotEnrolled` when there is no factor yet.
    """
    digits = "".join(code.split()).replace("-", "").lower()
    with transaction.atomic():
        factor = SecondFactor.objects.select_for_update().filter(staff=staff).first()
        if factor is None or (factor.confirmed_at is None) is confirmed:
            raise NotEnrolled
        now = timezone.now()
        if factor.blocked_until and factor.blocked_until > now:
            raise TooMany(retry_after=(factor.blocked_until - now).total_seconds())
        right = _take(factor, digits) or (confirmed and _take_recovery_code(staff, digits))
        factor.failures = 0 if right else factor.failures + 1
        factor.blocked_until = _pause(factor.failures, now)
        factor.save()
    if not right:
        raise WrongCode


@transaction.atomic
def new_recovery_codes(*, staff: Staff) -> list[str]:
    """Ten new ones; the old ones end. The caller has checked a code just now."""
    codes = _replace_recovery_codes(staff)
    record(staff, "recovery_codes.renewed", staff)
    return codes


@transaction.atomic
def reset_second_factor(*, who: Principal | None, staff: Staff) -> None:
    """Somebody lost the phone: the next sign-in sets up a new one. Ends all sessions."""
    if who is not None:
        require(who, "staff.manage", None)
    SecondFactor.objects.filter(staff=staff).delete()
    RecoveryCode.objects.filter(staff=staff).delete()
    ending.end_everything(staff)
    record(who, "second_factor.reset", staff)


@transaction.atomic
def enrol_demo(staff: Staff, secret: str) -> None:
    """DEMO ONLY: a factor whose secret is known, so that a stranger can sign in and look around.

    `secret` is base32 of at least 112 bits (32 characters are 160). Raises `RuntimeError` unless
    DEMO is set (such an account is no account at all), `ValueError` for a secret that is too short.
    """
    if not settings.DEMO:
        raise RuntimeError("a known second factor exists in the demo alone")
    pyotp.TOTP(secret).now()
    SecondFactor.objects.update_or_create(
        staff=staff,
        defaults={
            "secret": sealing.seal(secret, _PURPOSE),
            "confirmed_at": timezone.now(),
            "failures": 0,
            "blocked_until": None,
        },
    )


def _take(factor: SecondFactor, digits: str) -> bool:
    """Whether these are the digits of now, or of one step off, and newer than the last taken."""
    if len(digits) != 6:
        return False
    totp = pyotp.TOTP(sealing.unseal(factor.secret, _PURPOSE))
    now = int(time.time()) // STEP
    for step in range(now - DRIFT, now + DRIFT + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), digits.encode()):
            if step <= factor.last_step:
                return False
            factor.last_step = step
            return True
    return False


def _take_recovery_code(staff: Staff, code: str) -> bool:
    taken = RecoveryCode.objects.filter(
        staff=staff, digest=_digest(staff, code), used_at__isnull=True
    ).update(used_at=timezone.now())
    if taken:
        left = RecoveryCode.objects.filter(staff=staff, used_at__isnull=True).count()
        record(staff, "recovery_code.used", staff, left=left)
    return bool(taken)


def _replace_recovery_codes(staff: Staff) -> list[str]:
    RecoveryCode.objects.filter(staff=staff).delete()
    codes = ["".join(secrets.choice(_ALPHABET) for _ in range(10)) for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(staff=staff, digest=_digest(staff, code)) for code in codes
    )
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def _digest(staff: Staff, code: str) -> str:
    """Keyed, not slow: 49 random bits are not guessed offline without SECRET_KEY either way."""
    key = hashlib.sha256(b"recovery code\0" + settings.SECRET_KEY.encode()).digest()
    return hmac.digest(key, staff.pk.bytes + code.encode(), "sha256").hex()


def _pause(failures: int, now: datetime) -> datetime | None:
    if failures == 0 or failures % TRIES:
        return None
    seconds = min(PAUSE * 2 ** min(failures // TRIES - 1, 20), LONGEST_PAUSE)
    return now + timedelta(seconds=seconds)
