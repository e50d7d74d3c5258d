"""Redis, the mail server, and the targets that we are to call."""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

import redis
from django.conf import settings

from hub.outbound import guard
from hub.runtime.doctor.finding import Finding, fail, ok, warn

_TIMEOUT: Final = 5.0  # seconds
_OLDEST: Final = 7


def broker() -> Iterator[Finding]:
    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=_TIMEOUT)
    try:
        info = client.info()
    except redis.RedisError as error:
        yield fail(
            "redis",
            f"doesn't answer: {error}",
            "Check REDIS_URL and that the server runs. Messages still get through without it, "
            "up to a heartbeat later.",
        )
        return
    finally:
        client.close()
    name = "Valkey" if "valkey_version" in info else "Redis"
    version = str(info.get("valkey_version") or info.get("redis_version", "0"))
    if int(version.split(".", 1)[0]) < _OLDEST:
        yield fail("redis", f"{name} {version}", "Use Redis 7, Valkey, or newer.")
    else:
        yield ok("redis", f"{name} {version}")
    if info.get("maxmemory") and info.get("maxmemory_policy") != "noeviction":
        yield warn(
            "redis",
            f"it throws away what it likes when it is full ({info['maxmemory_policy']})",
            "Set maxmemory-policy noeviction, or give it more memory.",
        )


def mail() -> Iterator[Finding]:
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        yield warn("mail", f"is not sent ({settings.EMAIL_BACKEND})", "Unset EMAIL_BACKEND.")
        return
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    mend = "Check SMTP_HOST, SMTP_PORT, SMTP_STARTTLS, SMTP_USER and SMTP_PASSWORD."
    try:
        with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=_TIMEOUT) as server:
            server.ehlo()
            if settings.EMAIL_USE_TLS:
                server.starttls(context=ssl.create_default_context())
                server.ehlo()
            if settings.EMAIL_HOST_USER:
                server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except (OSError, smtplib.SMTPException) as error:
        # Without a mail server transcripts and invitations wait; a chat works all the same.
        yield warn("mail", f"{where} doesn't take mail from us: {error}", mend)
        return
    yield ok("mail", f"{where} takes mail from us")
    if settings.EMAIL_HOST_USER and not settings.EMAIL_USE_TLS:
        yield warn("mail", "the password goes out unencrypted", "Set SMTP_STARTTLS=1.")


def targets() -> Iterator[Finding]:
    for item in settings.OUTBOUND_ALLOW:
        host, _, port = item.rpartition(":")
        if not host or not port.isdigit() or "/" in item:
            yield fail(
                "outbound", f"OUTBOUND_ALLOW has {item!r}", "host:port, separated by commas."
            )
    for variable in ("ERP_URL", "MODEL_URL"):
        url: str = getattr(settings, variable)
        if url:
            yield _target(variable, url)
    if not settings.ERP_URL:
        yield warn(
            "outbound",
            "no ERP_URL: prices and stock can't be told",
            "Set ERP_URL to the service that knows them.",
        )


def _target(variable: str, url: str) -> Finding:
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    named = f"{parts.hostname}:{port}"
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except OSError as error:
        return fail("outbound", f"{variable}: {parts.hostname} has no address: {error}")
    inside = not all(guard.is_public(str(address[4][0])) for address in found)
    if inside and not guard.allowed_inside(str(parts.hostname), port):
        return fail(
            "outbound",
            f"{variable} points inside the house, which is refused",
            f"If that is meant: add {named} to OUTBOUND_ALLOW.",
        )
    try:
        socket.create_connection((str(parts.hostname), port), timeout=_TIMEOUT).close()
    except OSError as error:
        return warn("outbound", f"{variable}: {named} doesn't answer: {error}", "Is it running?")
    return ok("outbound", f"{variable}: {named} answers")
