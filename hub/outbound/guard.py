"""Which addresses may be called: every one that a name resolves to is looked at.

Internal targets are allowed by OUTBOUND_ALLOW (`host:port`, exactly as in the URL), never by a
screen. Ranges are those of the IANA special-purpose registries (RFC 6890), as `ipaddress` knows
them, and the forms in which an IPv6 address carries an IPv4 one.
"""

import asyncio
import ipaddress
import os
import socket
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from django.conf import settings

from hub.outbound.errors import OutboundFailed, OutboundRefused

#: Host and port, to all its addresses as text.
Resolver = Callable[[str, int], Awaitable[list[str]]]

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_PORTS = {"http": 80, "https": 443}
_pools: dict[int, ThreadPoolExecutor] = {}


def check_url(url: str) -> tuple[str, str, int]:
    """Scheme, host and port of a URL that we are willing to look up.

    Raises `OutboundRefused` for another scheme, a missing host, or a URL with a user or password.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise OutboundRefused("not a URL") from None
    if parts.scheme not in _PORTS:
        raise OutboundRefused("only http and https are called")
    if not host or any(c.isspace() or ord(c) < 32 for c in url):
        raise OutboundRefused("the URL names no host")
    if "@" in parts.netloc:
        raise OutboundRefused("a user or password does not belong into a URL")
    return parts.scheme, host, port if port is not None else _PORTS[parts.scheme]


def allowed_inside(host: str, port: int) -> bool:
    """Whether OUTBOUND_ALLOW names this target."""
    named = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return named.lower() in {item.lower() for item in settings.OUTBOUND_ALLOW}


def is_public(address: str) -> bool:
    """Whether an address lies outside of every private, reserved or local range."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped or ip.sixtofour or ip.teredo or ip.is_site_local or ip.scope_id:
            return False
        if ip in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


async def addresses(host: str, port: int, resolve: Resolver | None = None) -> list[str]:
    """All addresses of a target, each of which may be called.

    Raises `OutboundRefused` if only one of them may not, `OutboundFailed` if there is none.
    """
    try:
        found = await (resolve or system_resolver)(host, port)
    except (OSError, UnicodeError):
        raise OutboundFailed(f"{host} is not known") from None
    if not found:
        raise OutboundFailed(f"{host} is not known")
    if not allowed_inside(host, port) and not all(is_public(address) for address in found):
        raise OutboundRefused(f"{host}:{port} lies inside the house")
    return found


async def system_resolver(host: str, port: int) -> list[str]:
    """`getaddrinfo` in threads of our own: nobody waits for a look-up that was given up."""
    loop = asyncio.get_running_loop()
    found = await loop.run_in_executor(
        _threads(), lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    )
    return list(dict.fromkeys(str(item[4][0]) for item in found))


def _threads() -> ThreadPoolExecutor:
    pid = os.getpid()  # a forked worker does not have its parent's threads
    if pid not in _pools:
        _pools.clear()
        _pools[pid] = ThreadPoolExecutor(max_workers=8, thread_name_prefix="resolve")
    return _pools[pid]


def check_target(url: str) -> None:
    """`check_url`, and that the name now leads to addresses that may be called.

    For screens where somebody enters a URL. Every call checks again. Raises `OutboundRefused`,
    `OutboundFailed`.
    """
    _scheme, host, port = check_url(url)
    asyncio.run(_within(addresses(host, port)))


async def _within(looking: Awaitable[list[str]]) -> None:
    try:
        async with asyncio.timeout(5):
            await looking
    except TimeoutError:
        raise OutboundFailed("the name service does not answer") from None
