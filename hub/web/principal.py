"""Who is at the other end of a request to the staff origin.

Being signed in means password *and* second factor: `request.user` is nobody before both (see
`hub.accounts.sessions`).
"""

from asgiref.sync import sync_to_async
from django.http import HttpRequest
from django.utils import translation

from hub.accounts import permissions, sessions
from hub.accounts.models import Staff
from hub.errors import SignInNeeded
from hub.registry.streams import Principal
from hub.web import origins


def of(request: HttpRequest) -> Principal:
    """The signed-in member of staff, with what the permission table grants.

    Raises `SignInNeeded` when nobody is (fully) signed in, or off the staff origin.
    """
    known: Principal | None = getattr(request, "_principal", None)
    if known is None:
        known = permissions.principal(staff_of(request))
        request._principal = known  # type: ignore[attr-defined]
    return known


async def aof(request: HttpRequest) -> Principal:
    """`of`, for asynchronous views."""
    return await sync_to_async(of)(request)


def staff_of(request: HttpRequest) -> Staff:
    """The signed-in member of staff as a row. Raises `SignInNeeded`."""
    if origins.of(request) != "staff":
        raise SignInNeeded
    staff = sessions.staff_of(request)
    if staff is None:
        raise SignInNeeded
    translation.activate(staff.language)  # their own, not their browser's
    return staff
