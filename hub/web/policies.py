"""The Content Security Policies, one per kind of page, written out so that they can be read.

docs/security.md says what each is for. `{nonce}` stands where a page may mark a style of its own.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings

Directives = Mapping[str, str]


def header(directives: Directives) -> str:
    """As the header says it."""
    return "; ".join(f"{name} {value}".strip() for name, value in directives.items())


def console(nonce: str = "") -> str:
    """The staff's own application: nothing inline, nothing from elsewhere."""
    style = f"'self' 'nonce-{nonce}'" if nonce else "'self'"
    return header(
        {
            "default-src": "'none'",
            "script-src": "'self'",
            "style-src": style,
            "img-src": f"'self' data: blob: {_origin('public')} {_origin('files')}",
            "font-src": "'self'",
            "media-src": f"'self' blob: {_origin('files')}",
            "connect-src": f"'self' {_socket('staff')}",
            "manifest-src": "'self'",
            "worker-src": "'self'",
            "form-action": "'self'",
            "base-uri": "'none'",
            "frame-ancestors": "'none'",
        }
    )


def cms() -> str:
    """The embedded CMS. Wagtail 8 still writes inline scripts and styles into its forms (choosers,
    dates, inline panels) and its preview is a frame; scripts from elsewhere stay out.
    """
    return header(
        {
            "default-src": "'none'",
            "script-src": "'self' 'unsafe-inline'",
            "style-src": "'self' 'unsafe-inline'",
            "img-src": f"'self' data: blob: {_origin('public')} {_origin('files')}",
            "font-src": "'self' data:",
            "connect-src": "'self'",
            "frame-src": f"'self' {_origin('public')}",
            "form-action": "'self'",
            "base-uri": "'none'",
            "frame-ancestors": "'self'",
        }
    )


def website() -> str:
    """Public pages: the website and what it embeds from this origin."""
    return header(
        {
            "default-src": "'none'",
            "script-src": "'self'",
            "style-src": "'self'",
            "img-src": f"'self' data: {_origin('files')}",
            "font-src": "'self'",
            "media-src": f"'self' {_origin('files')}",
            "connect-src": f"'self' {_socket('public')}",
            "frame-src": "'self'",
            "manifest-src": "'self'",
            "form-action": "'self'",
            "base-uri": "'none'",
            # The staff's CMS shows a page that is being edited.
            "frame-ancestors": f"'self' {_origin('staff')}",
        }
    )


def widget(embedders: Iterable[str], nonce: str = "") -> str:
    """The chat's panel: in a frame of the site's own pages, and of nobody else's."""
    style = f"'self' 'nonce-{nonce}'" if nonce else "'self'"
    return header(
        {
            "default-src": "'none'",
            "script-src": "'self'",
            "style-src": style,
            "img-src": f"'self' data: blob: {_origin('files')}",
            "font-src": "'self'",
            "media-src": f"'self' {_origin('files')}",
            "connect-src": f"'self' {_socket('public')}",
            "form-action": "'none'",
            "base-uri": "'none'",
            "frame-ancestors": " ".join(["'self'", *embedders]),
        }
    )


def room(nonce: str = "") -> str:
    """A guest's page of a room: a page of its own, framed by nobody. Its pictures and sounds are
    streams, of which no directive speaks."""
    style = f"'self' 'nonce-{nonce}'" if nonce else "'self'"
    return header(
        {
            "default-src": "'none'",
            "script-src": "'self'",
            "style-src": style,
            "img-src": f"'self' data: blob: {_origin('files')}",
            "font-src": "'self'",
            "media-src": "'self'",
            "connect-src": f"'self' {_socket('public')}",
            "form-action": "'none'",
            "base-uri": "'none'",
            "frame-ancestors": "'none'",
        }
    )


def api() -> str:
    """Data is not a page: nothing in it is ever loaded, framed or run."""
    return header({"default-src": "'none'", "frame-ancestors": "'none'", "base-uri": "'none'"})


def files() -> str:
    """What people uploaded: shown or saved, never run, without an origin of its own."""
    return header({"default-src": "'none'", "sandbox": "", "frame-ancestors": "'none'"})


@lru_cache(maxsize=32)
def _plain(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _origin(name: str) -> str:
    return _plain(settings.ORIGINS[name])


def _socket(name: str) -> str:
    """Older browsers do not count a websocket to the same host as 'self'."""
    origin = _origin(name)
    return "ws" + origin.removeprefix("http")
