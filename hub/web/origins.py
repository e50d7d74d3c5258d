"""Three origins: staff, public, files. Each has routes, cookies and headers of its own.

A request belongs to the origin whose `host:port` stands in its Host header, whatever port it came
in by. Nothing is shared: the staff's cookies mean nothing on the others (a browser sends them
there all the same, because a cookie knows no port).
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hub.registry.routes import Origin
from hub.web.middleware import Middleware

_PORTS = {"http": 80, "https": 443}
#: Answered under any name: a load balancer asks by address.
ANY_HOST = frozenset({"/healthz", "/readyz", "/metrics"})


class OriginMiddleware(Middleware):
    """Sets `request.hub_origin` and the URLconf; an unknown host gets 421 (RFC 9110, 15.5.20)."""

    def before(self, request: HttpRequest) -> HttpResponse | None:
        name = request.META.get("HTTP_HOST", "")
        origin = origin_of_host(name)
        request.hub_origin = origin  # type: ignore[attr-defined]
        if origin is None:
            if request.path in ANY_HOST:
                # Django checks the name as well, when somebody asks for it: give it a known one.
                request.META["HTTP_HOST"] = urlsplit(settings.ORIGINS["public"]).netloc
                return None
            return HttpResponse(
                _("This server does not answer under this name."),
                status=421,
                content_type="text/plain; charset=utf-8",
            )
        # The configured origin says whether the outside is https, not a header that anyone sends.
        request.META["HTTP_X_FORWARDED_PROTO"] = urlsplit(settings.ORIGINS[origin]).scheme
        request.urlconf = f"hub.web.urls_{origin}"  # type: ignore[attr-defined]
        return None


def of(request: HttpRequest) -> Origin | None:
    """The origin that a request belongs to; None for a health check under a foreign name."""
    origin: Origin | None = getattr(request, "hub_origin", None)
    return origin


def of_scope(scope: Mapping[str, object]) -> Origin | None:
    """The origin of an ASGI scope (a websocket), by its Host header."""
    headers = scope.get("headers")
    hosts = [v for k, v in headers if k == b"host"] if isinstance(headers, Iterable) else []
    return origin_of_host(hosts[0].decode("latin-1")) if len(hosts) == 1 else None


def origin_of_host(host: str) -> Origin | None:
    """The origin that a Host header names exactly, or None."""
    if len(host) > 260:
        return None
    return _table(tuple(settings.ORIGINS.items())).get(host.lower())


def is_origin(value: str, origin: Origin) -> bool:
    """Whether an Origin header (`scheme://host[:port]`) is exactly this one of ours."""
    parts = urlsplit(value) if len(value) <= 270 else urlsplit("")
    return (
        parts.scheme == urlsplit(settings.ORIGINS[origin]).scheme
        and value == f"{parts.scheme}://{parts.netloc}"
        and origin_of_host(parts.netloc) == origin
    )


def absolute(origin: Origin, path: str) -> str:
    """The full address of a path (that starts with a slash) on one of the origins."""
    return settings.ORIGINS[origin].rstrip("/") + path


@lru_cache(maxsize=4)
def _table(origins: tuple[tuple[Origin, str], ...]) -> dict[str, Origin]:
    """Host headers, in small letters → origin."""
    table: dict[str, Origin] = {}
    for origin, url in origins:
        parts = urlsplit(url)
        host, default = parts.hostname or "", _PORTS.get(parts.scheme)
        names = [host] + (["127.0.0.1"] if host == "localhost" else [])
        for name in names:
            written = f"[{name}]" if ":" in name else name
            port = parts.port or default
            table[f"{written}:{port}"] = origin
            if port == default:
                table[written] = origin
    return table
