"""The headers that keep a browser from doing more with a page than was meant.

Every answer gets the policy of its origin; a view that needs another one (the widget's panel, the
console with its nonce) sets `Content-Security-Policy` itself and is left alone.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from hub.registry.routes import Origin
from hub.web import origins, policies
from hub.web.middleware import Middleware

#: 2 years, as hstspreload.org asks for; without subdomains, which are not ours to decide.
HSTS = "max-age=63072000"
_FEATURES = "accelerometer=(), browsing-topics=(), geolocation=(), gyroscope=(), payment=(), usb=()"
CALLS = f"{_FEATURES}, camera=(self), microphone=(self), display-capture=(self)"
NO_CALLS = f"{_FEATURES}, camera=(), microphone=(), display-capture=()"

CSP = "Content-Security-Policy"
#: Paths of the embedded CMS on the staff origin.
CMS = ("/cms/", "/documents/")


class SecurityHeadersMiddleware(Middleware):
    def after(self, request: HttpRequest, response: HttpResponseBase) -> None:
        origin = origins.of(request)
        response["X-Content-Type-Options"] = "nosniff"
        if origin is None:
            response[CSP] = policies.api()
            return
        if urlsplit(settings.ORIGINS[origin]).scheme == "https":
            response["Strict-Transport-Security"] = HSTS
        response.headers.setdefault(CSP, _policy(origin, request.path))
        response.headers.setdefault("Permissions-Policy", NO_CALLS if origin == "files" else CALLS)
        if origin == "staff":
            response.headers.setdefault("Referrer-Policy", "same-origin")
            response["Cross-Origin-Opener-Policy"] = "same-origin"
            response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
            response["X-Robots-Tag"] = "noindex, nofollow"
            cms = request.path.startswith(CMS)
            response.headers.setdefault("X-Frame-Options", "SAMEORIGIN" if cms else "DENY")
        elif origin == "public":
            response.headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
        else:
            response[CSP] = policies.files()
            response["Referrer-Policy"] = "no-referrer"
            response["X-Robots-Tag"] = "noindex, nofollow"
            response.headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin")
        if request.path.startswith("/api/"):
            response.headers.setdefault("Cache-Control", "no-store")


def _policy(origin: Origin, path: str) -> str:
    if path.startswith("/api/"):
        return policies.api()
    if origin == "staff":
        return policies.cms() if path.startswith(CMS) else policies.console()
    return policies.website() if origin == "public" else policies.files()
