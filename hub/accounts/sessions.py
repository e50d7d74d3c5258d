"""Sessions of staff: who they belong to, and when they end.

Django's `login` is called only after the second factor, so a session that names somebody is fully
signed in. It also carries a hash of that person's password, second factor and `sign_in_epoch`
(`Staff.get_session_auth_hash`): changing any of them ends all of their sessions, without having to
find them. On top of it: an idle and an absolute limit.
"""

import time
from contextlib import suppress
from types import SimpleNamespace
from typing import Any, Final

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest

from hub.accounts.models import Staff

#: Unix times in the session.
SIGNED_IN_AT: Final = "signed_in_at"
SEEN_AT: Final = "seen_at"
SECOND_FACTOR: Final = "second_factor"

#: Seconds. Nobody used it for so long: sign in again. (NIST SP 800-63B-4, 2.2.3: at most 1 h idle
#: and 24 h in all; a console that is open keeps its session alive, as it reads now and then.)
IDLE: Final = 60 * 60
#: Seconds from signing in, whatever happens: a working day.
ABSOLUTE: Final = 12 * 60 * 60
#: How often being seen is written down, in seconds.
SEEN_STEP: Final = 60


def staff_of(request: HttpRequest) -> Staff | None:
    """The fully signed-in, active member of staff of a request; looked up once."""
    if not hasattr(request, "_staff"):
        request._staff = _read(request, request.session)  # type: ignore[attr-defined]
    found: Staff | None = request._staff  # type: ignore[attr-defined]
    return found


async def astaff_of(request: HttpRequest) -> Staff | None:
    return await sync_to_async(staff_of)(request)


def staff_of_key(session_key: str) -> Staff | None:
    """The member of staff of a session cookie's value (for sockets). Blocks on the database."""
    if not is_key(session_key):
        return None
    session = SessionStore(session_key)
    found = _read(SimpleNamespace(session=session), session)
    if found is not None and session.modified:
        with suppress(UpdateError):  # ended at this very moment: the next look finds it gone
            session.save()
    return found


def is_key(text: str) -> bool:
    """Whether this looks like a session's id, so that nothing else reaches the database."""
    return 8 <= len(text) <= 40 and text.isascii() and text.isalnum()


async def astaff_of_key(session_key: str) -> Staff | None:
    return await sync_to_async(staff_of_key, thread_sensitive=False)(session_key)


def begin(session: SessionBase) -> None:
    """Marks a session as signed in with both factors, now."""
    now = time.time()
    session[SECOND_FACTOR] = True
    session[SIGNED_IN_AT] = now
    session[SEEN_AT] = now


def _read(holder: Any, session: SessionBase) -> Staff | None:
    if not session.get(SECOND_FACTOR):
        return None
    now = time.time()
    if now - session.get(SIGNED_IN_AT, 0) > ABSOLUTE or now - session.get(SEEN_AT, 0) > IDLE:
        session.flush()
        return None
    staff = get_user(holder)
    if not isinstance(staff, Staff):
        return None
    if now - session[SEEN_AT] > SEEN_STEP:
        session[SEEN_AT] = now
    return staff


assert settings.SESSION_COOKIE_AGE >= ABSOLUTE  # else the cookie ends the session early
