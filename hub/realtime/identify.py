"""Who is at the other end of a socket."""

from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from hub.accounts import sessions
from hub.accounts.permissions import principal as principal_of
from hub.errors import SignInNeeded
from hub.realtime import tokens
from hub.realtime.errors import WrongOrigin
from hub.realtime.protocol import HelloIn
from hub.registry.streams import Principal
from hub.threads import in_thread
from hub.web import site_origins


def visitor_principal(hello: HelloIn) -> Principal:
    """From the signed token alone, without the database. Raises `BadToken`."""
    claims = tokens.read(hello.token or "")
    lang = hello.lang if hello.lang in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    return Principal(kind="visitor", id=claims.visitor, site=claims.site, lang=lang)


async def visitor_origin_allowed(origin: str) -> bool:
    """The panel's frame is of the public origin; a site's own pages may connect, too."""
    if same_origin(origin, settings.PUBLIC_ORIGIN):
        return True
    return await in_thread(site_origins.is_some_sites, origin)


async def staff_principal(scope: dict[str, Any], origin: str, lang: str) -> Principal:
    """From the session cookie; exact origin of the console. Raises `SignInNeeded`."""
    if not same_origin(origin, settings.STAFF_ORIGIN):
        raise WrongOrigin
    key = _session_key(scope)
    if not key:
        raise SignInNeeded
    principal = await in_thread(_staff_of_session, key)
    if principal is None:
        raise SignInNeeded
    return principal


async def still_signed_in(scope: dict[str, Any], principal: Principal) -> bool:
    """Whether the session that opened a staff socket still holds, with the same rights.

    Asked now and then, since the hint that closes sockets may be lost. It also keeps the session
    of an open console from ending for want of use.
    """
    found = await in_thread(_staff_of_session, _session_key(scope))
    return found is not None and found.id == principal.id and found.grants == principal.grants


def same_origin(origin: str, wanted: str) -> bool:
    """Exactly the same; where ours is localhost, 127.0.0.1 with the same port is ours as well."""
    if origin == wanted:
        return True
    ours = urlsplit(wanted)
    return ours.hostname == "localhost" and origin == f"{ours.scheme}://127.0.0.1:{ours.port}"


def _session_key(scope: dict[str, Any]) -> str:
    for name, value in scope.get("headers", ()):
        if name == b"cookie":
            try:
                cookies = SimpleCookie(value.decode("latin-1"))
            except CookieError:
                return ""
            morsel = cookies.get(settings.SESSION_COOKIE_NAME)
            return morsel.value if morsel else ""
    return ""


def _staff_of_session(key: str) -> Principal | None:
    staff = sessions.staff_of_key(key)
    return principal_of(staff) if staff is not None else None
