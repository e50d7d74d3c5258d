"""Keys, origins, hosts, proxies: what the environment says about itself."""

from collections.abc import Iterator
from ipaddress import ip_network
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from hub.runtime.doctor.finding import Finding, fail, ok, warn

_LONG_ENOUGH: Final = 50  # characters, Django's own advice
_LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def secret_key() -> Iterator[Finding]:
    key: str = settings.SECRET_KEY
    mend = (
        "Set SECRET_KEY to 50 random characters: "
        "python -c 'import secrets; print(secrets.token_urlsafe(48))'"
    )
    if key.startswith(("insecure", "django-insecure")):
        yield fail("secret key", "a default that everybody knows", mend)
    elif len(key) < _LONG_ENOUGH or len(set(key)) < 10:
        yield fail("secret key", f"{len(key)} characters; too easy to guess", mend)
    else:
        yield ok("secret key", "long and random")


def debugging() -> Iterator[Finding]:
    if settings.DEBUG and not _is_local():
        yield fail("DEBUG", "shows tracebacks and settings to visitors", "Unset DEBUG.")
    elif settings.DEBUG:
        yield warn("DEBUG", "is on; fine on your own machine")
    else:
        yield ok("DEBUG", "is off")
    if settings.DEMO and not _is_local():
        yield fail("DEMO", "the demo's passwords are public", "Set DEMO=0 and a new database.")


def origins() -> Iterator[Finding]:
    found = dict(settings.ORIGINS)
    for name, origin in found.items():
        parts = urlsplit(origin)
        variable = f"{name.upper()}_ORIGIN"
        if parts.path or parts.query or not parts.hostname:
            yield fail(
                "origins", f"{variable} is {origin!r}", f"Like https://{name}.example.org, no path."
            )
        elif parts.scheme != "https" and parts.hostname not in _LOCAL:
            yield fail(
                "origins",
                f"{origin} is not encrypted: sign-in cookies, cameras and microphones need https",
                f"Put a proxy with TLS before it, and set {variable}=https://{parts.hostname}",
            )
    if len(set(found.values())) < len(found):
        yield fail(
            "origins",
            "two of them are the same, so that a page of one could read the other's",
            "Give PUBLIC_ORIGIN, STAFF_ORIGIN and FILES_ORIGIN three host names (or ports).",
        )
    else:
        yield ok("origins", ", ".join(f"{name} {origin}" for name, origin in found.items()))


def hosts() -> Iterator[Finding]:
    allowed: list[str] = settings.ALLOWED_HOSTS
    if "*" in allowed:
        yield fail(
            "hosts",
            "ALLOWED_HOSTS=* answers to any name",
            "Name the hosts, or unset ALLOWED_HOSTS.",
        )
        return
    for name, origin in settings.ORIGINS.items():
        host = urlsplit(origin).hostname or ""
        if not any(_covers(pattern, host) for pattern in allowed):
            yield fail(
                "hosts",
                f"{host} ({name}) is not in ALLOWED_HOSTS, so every request to it gets a 400",
                f"Add {host} to ALLOWED_HOSTS, or unset it.",
            )
    yield ok("hosts", ", ".join(allowed))


def proxies() -> Iterator[Finding]:
    given: list[str] = settings.TRUSTED_PROXIES
    for item in given:
        try:
            network = ip_network(item, strict=False)
        except ValueError:
            if item != "unix":
                yield fail(
                    "proxies",
                    f"TRUSTED_PROXIES has {item!r}",
                    "Addresses or networks, separated by commas: 10.0.0.5,10.1.0.0/16",
                )
            continue
        if network.prefixlen == 0:
            yield fail(
                "proxies",
                f"{item} trusts everybody, so anybody can claim any address",
                "Name your proxies' own addresses in TRUSTED_PROXIES.",
            )
    if not given and any(origin.startswith("https:") for origin in settings.ORIGINS.values()):
        yield warn(
            "proxies",
            "https origins, but no TRUSTED_PROXIES: every visitor seems to be the proxy, "
            "and rate limits hit them all at once",
            "Set TRUSTED_PROXIES to the addresses from which your proxy connects.",
        )
    else:
        yield ok("proxies", ", ".join(given) or "none, and none is expected")


def _covers(pattern: str, host: str) -> bool:
    pattern = pattern.lower()
    if pattern.startswith("."):
        return host == pattern[1:] or host.endswith(pattern)
    return host == pattern


def _is_local() -> bool:
    return all(urlsplit(origin).hostname in _LOCAL for origin in settings.ORIGINS.values())
