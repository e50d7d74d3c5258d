"""Session, sign-in and CSRF: on the staff origin alone.

Elsewhere a request has no session, nobody is signed in, and no cookie is read or set, though a
browser sends the staff's cookies to every port of the same host.
"""

from typing import Any, cast

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.functional import SimpleLazyObject

from hub.accounts import sessions
from hub.web import origins


def _is_staff(request: HttpRequest) -> bool:
    return origins.of(request) == "staff"


class StaffSessionMiddleware(SessionMiddleware):
    """Django's session; off the staff origin an empty one that is never stored."""

    def process_request(self, request: HttpRequest) -> None:
        if _is_staff(request):
            key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
            if key is not None and not sessions.is_key(key):
                del request.COOKIES[settings.SESSION_COOKIE_NAME]
            super().process_request(request)
        else:
            for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
                request.COOKIES.pop(name, None)
            request.session = self.SessionStore()

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if _is_staff(request):
            return super().process_response(request, response)
        return response


class StaffAuthenticationMiddleware(AuthenticationMiddleware):
    """`request.user` is the member of staff who is fully signed in, or nobody."""

    def process_request(self, request: HttpRequest) -> None:
        if not hasattr(request, "session"):
            raise ImproperlyConfigured("StaffSessionMiddleware has to come first")

        def user() -> Any:
            found = sessions.staff_of(request) if _is_staff(request) else None
            return found or AnonymousUser()

        async def auser() -> Any:
            found = await sessions.astaff_of(request) if _is_staff(request) else None
            return found or AnonymousUser()

        request.user = cast(Any, SimpleLazyObject(user))
        request.auser = auser


class StaffCsrfMiddleware(CsrfViewMiddleware):
    """Django's CSRF check on every write to the staff origin, also where a view says that it needs
    none: the API's views do (django-ninja marks them all), and nobody should have to remember it.
    """

    def process_request(self, request: HttpRequest) -> None:
        if _is_staff(request):
            super().process_request(request)

    def process_view(
        self, request: HttpRequest, callback: Any, callback_args: Any, callback_kwargs: Any
    ) -> HttpResponseForbidden | None:
        if not _is_staff(request):
            return None

        def checked(request: HttpRequest) -> HttpResponse:
            """Stands for the view, without the mark of exemption."""
            raise AssertionError

        return super().process_view(request, checked, callback_args, callback_kwargs)

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        return super().process_response(request, response) if _is_staff(request) else response


class StaffMessageMiddleware(MessageMiddleware):
    """Django's messages, which the CMS shows; off the staff origin they set no cookie."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        return super().process_response(request, response) if _is_staff(request) else response
