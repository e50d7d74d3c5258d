"""What a browser or a program gets when Django itself refuses."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from hub.errors import HubError
from hub.web.compose import error_body


class NotFromHere(HubError):
    """A write without a valid CSRF token: from another page, or from one that is too old."""

    code = "csrf"
    status = 403
    sentence = _("This page is out of date. Please load it again.")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW."""
    return answer(request, NotFromHere())


def answer(request: HttpRequest, error: HubError) -> HttpResponse:
    """An error as JSON below /api/, as a page elsewhere."""
    response: HttpResponse
    if request.path.startswith("/api/"):
        response = JsonResponse(error_body(error), status=error.status)
    else:
        response = render(request, "error.html", {"message": error.message}, status=error.status)
    if error.retry_after is not None:
        response["Retry-After"] = str(max(1, round(error.retry_after)))
    return response
