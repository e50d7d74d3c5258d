"""The single-page applications' shells, the widget's panel and its launcher, the room.

Vite builds them into `frontend/dist`; everything that they load has a hash in its name and comes
from `/static/app/…`. The shells themselves are never cached, so that a new version is there at
once.
"""

import secrets
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, path, re_path
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hub.web import policies
from hub.web.security import CSP
from hub.web.site_origins import origins_of

#: Stands in a built page where its nonce belongs (Vite's `html.cspNonce`).
NONCE = "__CSP_NONCE__"


@require_safe
def console(request: HttpRequest) -> HttpResponse:
    """The staff's application, whatever the path: it has its own router."""
    nonce = secrets.token_urlsafe(16)
    response = _shell("console", nonce)
    response[CSP] = policies.console(nonce)
    return response


@require_safe
def widget(request: HttpRequest) -> HttpResponse:
    """The chat's panel, framed by the pages of `?site=` and by nobody else."""
    nonce = secrets.token_urlsafe(16)
    response = _shell("widget", nonce)
    response[CSP] = policies.widget(origins_of(request.GET.get("site", "")), nonce)
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def room(request: HttpRequest, rest: str = "") -> HttpResponse:
    """The page of a webinar's or a meeting's guest. Who they are stands in the address's fragment,
    which is never sent; so this page is the same for everybody, a mail scanner included."""
    nonce = secrets.token_urlsafe(16)
    response = _shell("room", nonce)
    response[CSP] = policies.room(nonce)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_safe
def launcher(request: HttpRequest) -> HttpResponse:
    """The script that other people's pages load."""
    script = _read("widget", "embed.js")
    if script is None:
        return _missing()
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "public, max-age=300"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Access-Control-Allow-Origin"] = "*"
    patch_vary_headers(response, ["Accept-Encoding"])
    packed = Path(settings.FRONTEND_DIST, "widget", "embed.js.gz")
    if "gzip" in request.headers.get("Accept-Encoding", "") and packed.is_file():
        response.content = packed.read_bytes()
        response["Content-Encoding"] = "gzip"
    return response


@require_safe
def to_sign_in(request: HttpRequest, rest: str = "") -> HttpResponse:
    """The CMS has a door of its own, which asks for no second factor. It is not used."""
    return HttpResponseRedirect(f"{settings.LOGIN_URL}?next=/cms/")


def staff_doors() -> list[URLPattern | URLResolver]:
    return [
        path("cms/login/", to_sign_in),
        re_path(r"^cms/password_reset/(?P<rest>.*)$", to_sign_in),
    ]


def console_paths() -> list[URLPattern | URLResolver]:
    """Everything that nobody else took, but for what is certainly not a screen."""
    return [re_path(r"^(?!api/|static/|cms/|media/|ws/)[^.]*$", console, name="console")]


def widget_paths() -> list[URLPattern | URLResolver]:
    return [
        path("widget/", widget, name="widget"),
        path("embed.js", launcher, name="embed"),
    ]


def room_paths() -> list[URLPattern | URLResolver]:
    return [re_path(r"^room/(?P<rest>[^.]*)$", room, name="room")]


def _shell(app: str, nonce: str) -> HttpResponse:
    page = _read(app, "index.html")
    if page is None:
        return _missing()
    response = HttpResponse(page.replace(NONCE, nonce))
    response["Cache-Control"] = "no-cache"
    return response


def _read(app: str, name: str) -> str | None:
    try:
        return (Path(settings.FRONTEND_DIST) / app / name).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def _missing() -> HttpResponse:
    return HttpResponse(
        _("The screens have not been built yet. `make frontend` builds them."),
        status=503,
        content_type="text/plain; charset=utf-8",
    )
