"""libsrtp and sendmmsg without the wrapping: the names below pylibsrtp's public ones, and libc's.

`available()` says whether they are there; where not (another pylibsrtp, not Linux), packets go out
by `PlainSender`.
"""

import struct
import sys
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

#: struct mmsghdr, iovec and cmsghdr as 64-bit Linux has them (socket.h).
MESSAGE = np.dtype(
    {
        "names": ["name", "namelen", "iov", "iovlen", "control", "controllen", "flags", "len"],
        "formats": ["<u8", "<u4", "<u8", "<u8", "<u8", "<u8", "<i4", "<u4"],
        "offsets": [0, 8, 16, 24, 32, 40, 48, 56],
        "itemsize": 64,
    }
)
VECTOR = np.dtype([("base", "<u8"), ("len", "<u8")])
#: Header, UDP_SEGMENT at SOL_UDP, and the segment's size, with padding.
CONTROL = struct.Struct("<QiiH6x")
CONTROL_LENGTH, SOL_UDP, UDP_SEGMENT = 18, 17, 103
MSG_DONTWAIT = 0x40
#: The kernel's UIO_MAXIOV.
MOST_MESSAGES = 1024

Protect = Callable[[Any, Any, Any], int]


@cache
def available() -> bool:
    if sys.platform != "linux" or sys.maxsize < 2**32 or sys.byteorder != "little":
        return False
    try:
        protect()
        handle_of(_probe())
        _libc()
    except (ImportError, AttributeError, OSError, TypeError):
        return False
    return True


def _probe() -> Any:
    from pylibsrtp import Session

    return Session()


def protect() -> Protect:
    """libsrtp's `srtp_protect(context, packet, length)`: in place, 0 when it went well."""
    from pylibsrtp._binding import lib  # type: ignore[import-not-found]

    return lib.srtp_protect  # type: ignore[no-any-return]


def handle_of(session: Any) -> Any:
    """The C context of a pylibsrtp session. The session has to outlive it."""
    return session._srtp[0]


def pointers(kind: str, addresses: list[int]) -> list[Any]:
    from pylibsrtp._binding import ffi

    return [ffi.cast(kind, address) for address in addresses]


@cache
def _libc() -> tuple[Any, Any]:
    from cffi import FFI  # type: ignore[import-untyped]

    ffi = FFI()
    # As a number, the address needs no cast.
    ffi.cdef("int sendmmsg(int sockfd, uintptr_t msgvec, unsigned int vlen, int flags);")
    return ffi, ffi.dlopen(None).sendmmsg


def sendmmsg(fd: int, address: int, count: int) -> int:
    """Messages sent, or minus the errno of the first."""
    ffi, call = _libc()
    sent = call(fd, address, count, MSG_DONTWAIT)
    return sent if sent >= 0 else -ffi.errno  # type: ignore[no-any-return]


def aligned(size: int) -> Any:
    """`size` zero bytes that begin at a multiple of 64."""
    raw = np.zeros(size + 64, dtype=np.uint8)
    start = -raw.ctypes.data % 64
    return raw[start : start + size]
