"""Where a request comes from. The only place that computes it.

`X-Forwarded-For` is believed only as far as proxies that we know (TRUSTED_PROXIES, a list of
addresses and networks) wrote it: from the right, up to the first hop that is not one of them. What
stands left of that was written by the client.
"""

from collections.abc import Mapping
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from hub.env import SettingError

Network = IPv4Network | IPv6Network

#: What stands for a peer without an address (a Unix socket).
NOBODY = "unknown"
#: More hops than this are not looked at: nobody has as many proxies of their own.
MAX_HOPS = 20


def client_address(source: HttpRequest | Mapping[str, Any]) -> str:
    """The address of the client of a request or an ASGI scope, in its one normal form.

    IPv4 written as IPv6 becomes IPv4, IPv6 is compressed and loses its zone. A peer that has no
    address (a Unix socket) is "unknown".
    """
    peer, forwarded = _parts(source)
    if not is_trusted(peer):
        return peer
    found = peer
    for hop in reversed(forwarded.rsplit(",", MAX_HOPS)[-MAX_HOPS:] if forwarded else []):
        address = normal(hop)
        if address is None:
            break
        found = address
        if not is_trusted(address):
            break
    return found


def is_trusted(address: str) -> bool:
    """Whether this is one of our own proxies. `unix` in TRUSTED_PROXIES means a Unix socket."""
    networks, sockets = _trusted(tuple(settings.TRUSTED_PROXIES))
    if address == NOBODY:
        return sockets
    ip = ip_address(address)
    return any(ip.version == network.version and ip in network for network in networks)


def peer_is_trusted(source: HttpRequest | Mapping[str, Any]) -> bool:
    """Whether the other end of the connection itself is one of our own proxies."""
    return is_trusted(_parts(source)[0])


def rate_key(address: str) -> str:
    """What rate limits count by: an IPv4 address, or the /64 that an IPv6 customer gets."""
    if ":" not in address:
        return address
    return str(ip_network(f"{address}/64", strict=False).network_address)


def normal(text: str) -> str | None:
    """An address as proxies write it (with a port, in brackets, with a zone), or None."""
    text = text.strip().strip('"')
    if len(text) > 60:
        return None
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        ip = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped:
        return str(ip.ipv4_mapped)
    return ip.compressed


def _parts(source: HttpRequest | Mapping[str, Any]) -> tuple[str, str]:
    """(the peer's address, what X-Forwarded-For says)"""
    if not isinstance(source, Mapping):
        peer = source.META.get("REMOTE_ADDR") or ""
        return normal(peer) or NOBODY, source.META.get("HTTP_X_FORWARDED_FOR", "")
    client = source.get("client") or ("",)
    lines = [v for k, v in source.get("headers", ()) if k.lower() == b"x-forwarded-for"]
    return normal(str(client[0] or "")) or NOBODY, b",".join(lines).decode("latin-1")


@lru_cache(maxsize=4)
def _trusted(names: tuple[str, ...]) -> tuple[list[Network], bool]:
    networks: list[Network] = []
    for name in names:
        if name == "unix":
            continue
        try:
            networks.append(ip_network(name, strict=False))
        except ValueError:
            raise SettingError(
                "TRUSTED_PROXIES", "should be addresses or networks like 10.0.0.0/8, or unix"
            ) from None
    return networks, "unix" in names
