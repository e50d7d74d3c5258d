"""The sockets: one a local address, for everybody. Datagrams are told apart by RFC 7983."""

import asyncio
import contextlib
import errno
import socket
import sys
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from webinars.media.addresses import IP
from webinars.media.metrics import DATAGRAMS, drop
from webinars.media.types import Address

if TYPE_CHECKING:
    from webinars.media.connections import Connection

#: Datagrams that are read before others get their turn.
BATCH: Final = 256
_LARGEST: Final = 2048
RECEIVE_BUFFER: Final = 4 * 1024 * 1024
SEND_BUFFER: Final = 8 * 1024 * 1024
#: Linux has an option for each that needs rights and knows no limit; Python has no name for it.
_FORCED: Final = {socket.SO_RCVBUF: 33, socket.SO_SNDBUF: 32}

OnStun = Callable[["Port", bytes, Address, float], None]


class Port:
    """One socket. `peers`: who was proven to send from an address."""

    __slots__ = ("__weakref__", "ip", "peers", "sock")

    def __init__(self, ip: IP, number: int) -> None:
        family = socket.AF_INET if ip.version == 4 else socket.AF_INET6
        self.ip = ip
        self.peers: dict[Address, Connection] = {}
        self.sock = socket.socket(family, socket.SOCK_DGRAM)
        try:
            if family == socket.AF_INET6:
                self.sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            _enlarge(self.sock, socket.SO_RCVBUF, RECEIVE_BUFFER)
            _enlarge(self.sock, socket.SO_SNDBUF, SEND_BUFFER)
            self.sock.setblocking(False)
            self.sock.bind((str(ip), number))
        except OSError:
            self.sock.close()
            raise

    def send(self, data: bytes, address: Address) -> None:
        """Send at once or not at all: what waits would come too late."""
        try:
            self.sock.sendto(data, address)
        except OSError:
            drop("not_sent")


class Wire:
    """All sockets of a process. `after_batch(now)` is called once everything that lay there is read
    (or `BATCH` datagrams are)."""

    def __init__(self, *, on_stun: OnStun, after_batch: Callable[[float], None]) -> None:
        self.ports: list[Port] = []
        self._on_stun = on_stun
        self._after_batch = after_batch
        self._uncounted = 0

    def open(self, ips: Iterable[IP], number: int) -> None:
        """Bind. Raises OSError when the port is taken, or not one address could be bound."""
        failures = []
        for ip in ips:
            try:
                self.ports.append(Port(ip, number))
            except OSError as error:
                said = f"UDP port {number} at {ip}: {error.strerror}"
                if not self._passing(error):
                    self.close()
                    raise OSError(said) from error
                failures.append(said)
        if not self.ports:
            raise OSError("; ".join(failures) or "no address to listen on")
        loop = asyncio.get_running_loop()
        for port in self.ports:
            loop.add_reader(port.sock.fileno(), self.read, port)

    def close(self) -> None:
        for port in self.ports:
            with contextlib.suppress(RuntimeError, ValueError):
                asyncio.get_running_loop().remove_reader(port.sock.fileno())
            port.sock.close()
        self.ports = []

    def count(self) -> None:
        """Add to /metrics what was read since."""
        DATAGRAMS.inc(self._uncounted)
        self._uncounted = 0

    def read(self, port: Port) -> None:
        now = time.monotonic()
        receive, peers, count = port.sock.recvfrom, port.peers, 0
        while count < BATCH:
            try:
                data, address = receive(_LARGEST)
            except (BlockingIOError, InterruptedError):
                break
            except OSError:
                drop("socket_error")
                break
            count += 1
            if not data:
                drop("empty")
                continue
            first = data[0]
            if 127 < first < 192:
                connection = peers.get(address)
                if connection is None:
                    drop("rtp_unknown_address")
                else:
                    connection.on_srtp(data, now)
            elif first < 4:
                self._on_stun(port, data, address, now)
            elif 19 < first < 64:
                connection = peers.get(address)
                if connection is None:
                    drop("dtls_unknown_address")
                else:
                    connection.on_dtls(data)
            else:
                drop("unknown_protocol")
        if count:
            self._uncounted += count
            self._after_batch(now)

    @staticmethod
    def _passing(error: OSError) -> bool:
        """An address that went away, or one that is not usable (yet), is not worth failing for."""
        return error.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)


def _enlarge(sock: socket.socket, option: int, size: int) -> None:
    """Beyond net.core.?mem_max where we may, else as far as it goes."""
    forced = _FORCED.get(option) if sys.platform == "linux" else None
    for number in (forced, option):
        if number is not None:
            with contextlib.suppress(OSError):
                sock.setsockopt(socket.SOL_SOCKET, number, size)
                return
