"""STUN binding requests and their answers (RFC 8489), as far as an ICE-lite agent needs them."""

import hmac
import socket
import struct
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from webinars.media.types import Address

MAGIC: Final = 0x2112A442
_COOKIE: Final = MAGIC.to_bytes(4, "big")
_HEADER: Final = 20
_BINDING_REQUEST: Final = 0x0001
_BINDING_SUCCESS: Final = 0x0101
_BINDING_ERROR: Final = 0x0111
_FINGERPRINT_XOR: Final = 0x5354554E

_USERNAME: Final = 0x0006
_MESSAGE_INTEGRITY: Final = 0x0008
_ERROR_CODE: Final = 0x0009
_XOR_MAPPED_ADDRESS: Final = 0x0020
_PRIORITY: Final = 0x0024
_USE_CANDIDATE: Final = 0x0025
_FINGERPRINT: Final = 0x8028
_ICE_CONTROLLED: Final = 0x8029

_U16: Final = struct.Struct("!H")
_ATTRIBUTE: Final = struct.Struct("!HH")
_U32: Final = struct.Struct("!I")
_XOR_ADDRESS: Final = struct.Struct("!xBH")
#: How an IPv4 address begins as an IPv6 one.
_MAPPED: Final = bytes(10) + b"\xff\xff"


class Malformed(ValueError):
    """Not a binding request that an ICE agent would send. The text is one of a few reasons."""


@dataclass(frozen=True, slots=True)
class Request:
    transaction: bytes
    #: Our user fragment, the part before the colon of USERNAME.
    ufrag: str
    use_candidate: bool
    #: The sender believes to be the controlled side.
    controlled: bool
    #: Where MESSAGE-INTEGRITY begins; what follows it but FINGERPRINT does not count.
    integrity_at: int


def parse_request(data: bytes) -> Request:
    """Read a binding request whose FINGERPRINT fits. Who sent it is proven by `verify` alone.

    Raises `Malformed`.
    """
    size = len(data)
    if size < _HEADER or data[4:8] != _COOKIE:
        raise Malformed("stun_header")
    if _U16.unpack_from(data)[0] != _BINDING_REQUEST:
        raise Malformed("stun_not_a_request")
    if _U16.unpack_from(data, 2)[0] != size - _HEADER or size & 3:
        raise Malformed("stun_length")
    username = b""
    integrity_at = 0
    use_candidate = controlled = fingerprinted = False
    at = _HEADER
    while at < size:
        kind, length = _ATTRIBUTE.unpack_from(data, at)
        value = at + 4
        after = value + length + (-length & 3)
        if after > size or fingerprinted:
            raise Malformed("stun_attribute")
        if kind == _FINGERPRINT:
            if length != 4 or _U32.unpack_from(data, value)[0] != _fingerprint(data[:at]):
                raise Malformed("stun_fingerprint")
            fingerprinted = True
        elif not integrity_at:
            if kind == _USERNAME:
                username = data[value : value + length]
            elif kind == _MESSAGE_INTEGRITY:
                if length != 20:
                    raise Malformed("stun_attribute")
                integrity_at = at
            elif kind == _USE_CANDIDATE:
                use_candidate = True
            elif kind == _ICE_CONTROLLED:
                controlled = True
        at = after
    if not integrity_at or not fingerprinted:
        raise Malformed("stun_unsigned")
    ufrag, colon, _ = username.partition(b":")
    if not colon or not ufrag or not ufrag.isascii():
        raise Malformed("stun_username")
    return Request(data[8:20], ufrag.decode(), use_candidate, controlled, integrity_at)


def verify(data: bytes, request: Request, password: str) -> bool:
    """Whether MESSAGE-INTEGRITY was made with `password` (RFC 8489, 14.5)."""
    at = request.integrity_at
    signed = data[:2] + _U16.pack(at + 24 - _HEADER) + data[4:at]
    return hmac.compare_digest(_sign(signed, password), data[at + 4 : at + 24])


def success(transaction: bytes, address: Address, password: str) -> bytes:
    """The answer that tells a browser from where its request came."""
    return _message(
        _BINDING_SUCCESS, transaction, _XOR_MAPPED_ADDRESS, _xor(address, transaction), password
    )


def role_conflict(transaction: bytes, password: str) -> bytes:
    """Error 487: we are ICE-lite, so that the other side controls (RFC 8445, 7.3.1.1)."""
    value = b"\0\0" + bytes([4, 87]) + b"Role Conflict"
    return _message(_BINDING_ERROR, transaction, _ERROR_CODE, value, password)


def _message(kind: int, transaction: bytes, attribute: int, value: bytes, password: str) -> bytes:
    body = _ATTRIBUTE.pack(attribute, len(value)) + value + bytes(-len(value) & 3)
    signed = struct.pack("!HHI", kind, len(body) + 24, MAGIC) + transaction + body
    signed += _ATTRIBUTE.pack(_MESSAGE_INTEGRITY, 20) + _sign(signed, password)
    whole = signed[:2] + _U16.pack(len(signed) - _HEADER + 8) + signed[4:]
    return whole + _ATTRIBUTE.pack(_FINGERPRINT, 4) + _U32.pack(_fingerprint(whole))


def _sign(signed: bytes, password: str) -> bytes:
    signing = _keyed(password).copy()
    signing.update(signed)
    return signing.digest()


@lru_cache(maxsize=4096)
def _keyed(password: str) -> hmac.HMAC:
    """To be copied: hashing the key costs more than what is signed. The RFC demands SHA-1."""
    return hmac.new(password.encode(), digestmod="sha1")


def _fingerprint(before: bytes) -> int:
    return zlib.crc32(before) ^ _FINGERPRINT_XOR


def _xor(address: Address, transaction: bytes) -> bytes:
    host = str(address[0])
    if ":" in host:
        packed = socket.inet_pton(socket.AF_INET6, host.partition("%")[0])
        if packed.startswith(_MAPPED):
            packed = packed[len(_MAPPED) :]
    else:
        packed = socket.inet_aton(host)
    mask = (_COOKIE + transaction)[: len(packed)]
    masked = int.from_bytes(packed, "big") ^ int.from_bytes(mask, "big")
    return _XOR_ADDRESS.pack(1 if len(packed) == 4 else 2, int(address[1]) ^ (MAGIC >> 16)) + (
        masked.to_bytes(len(packed), "big")
    )
