"""Links, e-mail addresses and telephone numbers in a text, in a form that can be compared."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Link:
    """`value` is normalised: a URL without its end slash, an address in lower case, digits."""

    start: int
    end: int
    raw: str
    value: str


_MAIL = re.compile(r"(?:mailto:)?([\w.+%-]+@[\w-]+(?:\.[\w-]+)+)", re.I)
_URL = re.compile(r"\b[a-z][a-z0-9+.-]{1,9}:/{0,2}[^\s<>\"'()\[\]]*[^\s<>\"'()\[\].,;:!?]", re.I)
_BARE = re.compile(
    r"(?<![\w@.-])(?:[a-z0-9][a-z0-9-]*\.)+[a-z]{2,}(?:/[^\s<>\"'()\[\]]*[^\s<>\"'()\[\].,;:!?])?"
    r"(?![\w@])"
)
_PHONE = re.compile(r"(?<![\w.,])(?:\+|00|\(0|0)[\d() /.–-]{5,}\d")
_SCHEMES = frozenset({"http", "https", "ftp", "javascript", "data", "tel", "file", "ws", "wss"})


def links(text: str) -> list[Link]:
    """All links, addresses and numbers, in order, none inside another."""
    found: list[Link] = []
    for match in _MAIL.finditer(text):
        _add(found, match, match[1].lower())
    for match in _URL.finditer(text):
        if match[0].split(":", 1)[0].lower() in _SCHEMES:
            _add(found, match, normal(match[0]))
    for match in _BARE.finditer(text):
        _add(found, match, normal(match[0]))
    for match in _PHONE.finditer(text):
        digits = _digits(match[0])
        if len(digits) >= 7:
            _add(found, match, digits)
    return sorted(found, key=lambda link: link.start)


def normal(url: str) -> str:
    """A URL in the form in which two are compared."""
    parts = urlsplit(url if "://" in url else f"//{url}")
    scheme = f"{parts.scheme.lower()}://" if parts.scheme else ""
    tail = parts.path.rstrip("/") + (f"?{parts.query}" if parts.query else "")
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"{scheme}{parts.netloc.lower()}{tail}{fragment}"


def without_fragment(value: str) -> str:
    return value.partition("#")[0]


def _digits(raw: str) -> str:
    text = raw.replace("(0)", "")
    digits = re.sub(r"\D", "", text)
    if text.lstrip().startswith("+49"):
        return "0" + digits[2:]
    return "0" + digits[4:] if digits.startswith("0049") else digits


def _add(found: list[Link], match: re.Match[str], value: str) -> None:
    if all(match.end() <= other.start or match.start() >= other.end for other in found):
        found.append(Link(match.start(), match.end(), match[0], value))
