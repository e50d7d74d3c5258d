"""What a browser or a program gets when Django itself refuses."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from hub.errors import BadInput, HubError, NotAllowed, NotFound
from hub.web.compose import error_body


class NotFromHere(HubError):
    """A write without a valid CSRF token: from another page, or from one that is too old."""

    code = "csrf"
    status = 403
    sentence = _("This page is out of date. Please load it again.")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW."""
    return answer(request, NotFromHere())


class Broken(HubError):
    """Our mistake; the log has it under the request's id."""

    code = "internal"
    status = 500
    sentence = _("Something went wrong on our side. Please try again.")
    retry_after = 5.0


def on_400(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, BadInput(), status=400)


def on_403(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, NotAllowed())


def on_404(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, NotFound())


def on_500(request: HttpRequest) -> HttpResponse:
    return answer(request, Broken())


def answer(request: HttpRequest, error: HubError, *, status: int = 0) -> HttpResponse:
    """An error as JSON below /api/, as a page elsewhere."""
    response: HttpResponse
    if request.path.startswith("/api/"):
        response = JsonResponse(error_body(error), status=status or error.status)
    else:
        response = render(
            request, "error.html", {"message": error.message}, status=status or error.status
        )
    if error.retry_after is not None:
        response["Retry-After"] = str(max(1, round(error.retry_after)))
    return response
