"""Where we listen, and what we tell browsers to send to."""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from typing import Final

import ifaddr

from hub.env import SettingError

IP = IPv4Address | IPv6Address
_HOST_PREFERENCE: Final = 126  # RFC 8445, 5.1.2.2: for host candidates


@dataclass(frozen=True, slots=True)
class Candidate:
    """A host candidate of ours (RFC 8839, 5.1)."""

    ip: IP
    port: int

    def line(self, preference: int) -> str:
        """`preference`: 0 to 65535, the higher the better."""
        priority = (_HOST_PREFERENCE << 24) | (preference << 8) | 255
        return f"candidate:{preference} 1 udp {priority} {self.ip} {self.port} typ host"


def local() -> list[IP]:
    """This machine's addresses, loopback included, without those that need a zone (fe80::)."""
    found = []
    for adapter in ifaddr.get_adapters():
        for entry in adapter.ips:
            text = entry.ip if isinstance(entry.ip, str) else entry.ip[0]
            ip = ipaddress.ip_address(text)
            if not (ip.version == 6 and ip.is_link_local):
                found.append(ip)
    return sorted(set(found), key=lambda ip: (ip.version, ip.is_loopback, ip))


def to_bind(named: Iterable[str]) -> list[IP]:
    """MEDIA_BIND, or all of this machine's addresses: answers must leave by where one asked."""
    given = [_parse("MEDIA_BIND", item)[0] for item in named]
    return given or local()


def to_advertise(
    named: Iterable[str], *, port: int, bound: Iterable[IP], local_origin: bool
) -> list[Candidate]:
    """MEDIA_ADVERTISE (`address` or `address:port`, `[address]:port`), or where we listen.

    Loopback is told to browsers only where the site itself is at localhost.
    """
    given = [_parse("MEDIA_ADVERTISE", item) for item in named]
    if given:
        return [Candidate(ip, own or port) for ip, own in given]
    ips = list(bound)
    if any(ip.is_unspecified for ip in ips):
        ips = local()
    return [Candidate(ip, port) for ip in ips if local_origin or not ip.is_loopback]


def _parse(variable: str, item: str) -> tuple[IP, int | None]:
    host, port = item, ""
    if item.startswith("["):
        host, closed, rest = item[1:].partition("]")
        host = host if closed and (not rest or rest.startswith(":")) else ""
        port = rest.removeprefix(":")
    elif item.count(":") == 1:
        host, _, port = item.partition(":")
    try:
        ip = ipaddress.ip_address(host)
        number = int(port) if port else None
        if number is not None and not 0 < number < 65536:
            raise ValueError
    except ValueError:
        raise SettingError(
            variable, f"{item!r} should be an address (with a port, if you like), not a name"
        ) from None
    return ip, number
