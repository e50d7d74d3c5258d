"""Datagrams from a socket: many by one call where the system allows it."""

import errno
import socket
import struct
from functools import cache
from typing import Final, Protocol

import numpy as np

from webinars.media.forwarding import native
from webinars.media.metrics import drop
from webinars.media.types import Address

#: Datagrams of one call at most, and their bytes; of a longer one the rest is lost.
AT_ONCE: Final = 64
LARGEST: Final = 2048
#: Addresses that are remembered as what Python calls them.
ADDRESSES: Final = 4096
_NAME: Final = 28
_IPV4: Final = struct.Struct("!2xH4s8x")
_IPV6: Final = struct.Struct("!2xHI16s")
_SCOPE: Final = struct.Struct("=I")
_NOTHING: Final = {errno.EAGAIN, errno.EINTR}


class Reader(Protocol):
    def read(self, sock: socket.socket) -> list[tuple[bytes, Address]]:
        """What lies there, or its beginning; empty for nothing. Never waits, never raises."""


class PlainReader:
    """A datagram at a time: works wherever Python has sockets."""

    def read(self, sock: socket.socket) -> list[tuple[bytes, Address]]:
        try:
            return [sock.recvfrom(LARGEST)]
        except (BlockingIOError, InterruptedError):
            return []
        except OSError:
            drop("socket_error")
            return []


class BatchReader:
    """By recvmmsg, into one block. One a process, for one thread."""

    def __init__(self) -> None:
        data = native.aligned(AT_ONCE * LARGEST)
        names = native.aligned(AT_ONCE * _NAME)
        vectors = native.aligned(AT_ONCE * native.VECTOR.itemsize).view(native.VECTOR)
        self._messages = native.aligned(AT_ONCE * native.MESSAGE.itemsize).view(native.MESSAGE)
        places = np.arange(AT_ONCE, dtype=np.uint64)
        vectors["base"] = data.ctypes.data + places * np.uint64(LARGEST)
        vectors["len"] = LARGEST
        self._messages["name"] = names.ctypes.data + places * np.uint64(_NAME)
        self._messages["namelen"] = _NAME
        self._messages["iov"] = vectors.ctypes.data + places * np.uint64(native.VECTOR.itemsize)
        self._messages["iovlen"] = 1
        self._vectors = vectors
        self._lengths = self._messages["len"]
        self._name_lengths = self._messages["namelen"]
        self._at = int(self._messages.ctypes.data)
        self._data, self._names = memoryview(data), memoryview(names)
        self._addresses: dict[bytes, Address] = {}

    def read(self, sock: socket.socket) -> list[tuple[bytes, Address]]:
        count = native.recvmmsg(sock.fileno(), self._at, AT_ONCE)
        if count <= 0:
            if -count not in _NOTHING:
                drop("socket_error")
            return []
        lengths, name_lengths = self._lengths[:count].tolist(), self._name_lengths[:count].tolist()
        self._name_lengths[:count] = _NAME
        data, names, known = self._data, self._names, self._addresses
        found, begin, name_at = [], 0, 0
        for length, name_length in zip(lengths, name_lengths, strict=True):
            name = bytes(names[name_at : name_at + name_length])
            address = known.get(name)
            if address is None:
                address = self._remembered(name)
            found.append((bytes(data[begin : begin + length]), address))
            begin += LARGEST
            name_at += _NAME
        return found

    def _remembered(self, name: bytes) -> Address:
        if len(self._addresses) >= ADDRESSES:
            self._addresses.clear()  # strangers' would never end
        address = self._addresses[name] = address_of(name)
        return address


def address_of(name: bytes) -> Address:
    """A sockaddr_in or sockaddr_in6 as `recvfrom` tells it."""
    if len(name) == _IPV4.size:
        port, host = _IPV4.unpack(name)
        return socket.inet_ntoa(host), port
    port, flow, host = _IPV6.unpack_from(name)
    return socket.inet_ntop(socket.AF_INET6, host), port, flow, _SCOPE.unpack_from(name, 24)[0]


@cache
def best_reader() -> Reader:
    return BatchReader() if native.available() else PlainReader()
