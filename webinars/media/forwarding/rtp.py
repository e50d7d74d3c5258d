"""RTP packets: header, header extensions (RFC 3550 §5, RFC 8285), retransmissions (RFC 4588)."""

import struct
from collections.abc import Iterable
from dataclasses import dataclass

FIXED = struct.Struct("!BBHLL")
#: Room for header extensions in one element of the two-byte form; one-byte ids end at 14.
ONE_BYTE_PROFILE = 0xBEDE
TWO_BYTE_PROFILE = 0x1000


class Malformed(ValueError):
    """Bytes that are no RTP or RTCP packet."""


@dataclass(slots=True)
class Packet:
    """A parsed RTP packet. `payload` is without padding; `extensions` are by id."""

    marker: bool
    pt: int
    seq: int
    timestamp: int
    ssrc: int
    extensions: dict[int, bytes]
    payload: bytes


def parse(data: bytes) -> Packet:
    """Raises Malformed."""
    if len(data) < 12:
        raise Malformed("shorter than an RTP header")
    first, second, seq, timestamp, ssrc = FIXED.unpack_from(data)
    if first >> 6 != 2:
        raise Malformed("not RTP version 2")
    at = 12 + 4 * (first & 0x0F)
    end = len(data)
    extensions: dict[int, bytes] = {}
    if first & 0x10:
        if end < at + 4:
            raise Malformed("a header extension is cut off")
        profile = data[at] << 8 | data[at + 1]
        stop = at + 4 + 4 * (data[at + 2] << 8 | data[at + 3])
        if stop > end:
            raise Malformed("a header extension is cut off")
        if profile == ONE_BYTE_PROFILE:
            extensions = _one_byte(data, at + 4, stop)
        elif profile & 0xFFF0 == TWO_BYTE_PROFILE:
            extensions = _two_byte(data, at + 4, stop)
        at = stop
    if first & 0x20:
        if end <= at or not 0 < data[-1] <= end - at:
            raise Malformed("padding that is longer than the payload")
        end -= data[-1]
    if end < at:
        raise Malformed("shorter than its own header")
    return Packet(second > 127, second & 0x7F, seq, timestamp, ssrc, extensions, data[at:end])


def _one_byte(data: bytes, at: int, stop: int) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    while at < stop:
        byte = data[at]
        if byte == 0:
            at += 1
            continue
        id, length = byte >> 4, (byte & 0x0F) + 1
        if id == 15:
            break
        if at + 1 + length > stop:
            raise Malformed("an extension element is cut off")
        found[id] = data[at + 1 : at + 1 + length]
        at += 1 + length
    return found


def _two_byte(data: bytes, at: int, stop: int) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    while at < stop:
        if data[at] == 0:
            at += 1
            continue
        if at + 2 > stop or at + 2 + data[at + 1] > stop:
            raise Malformed("an extension element is cut off")
        found[data[at]] = data[at + 2 : at + 2 + data[at + 1]]
        at += 2 + data[at + 1]
    return found


def extension_block(elements: Iterable[tuple[int, bytes]]) -> bytes:
    """The header extension with its own header; empty for no elements. Raises Malformed for ids
    outside of 1-255 and values over 255 bytes."""
    listed = list(elements)
    if not listed:
        return b""
    body = bytearray()
    if all(0 < id < 15 and 0 < len(value) <= 16 for id, value in listed):
        profile = ONE_BYTE_PROFILE
        for id, value in listed:
            body.append(id << 4 | len(value) - 1)
            body += value
    else:
        profile = TWO_BYTE_PROFILE
        for id, value in listed:
            if not 0 < id < 256 or len(value) > 255:
                raise Malformed("an extension element that can't be written")
            body += bytes((id, len(value)))
            body += value
    body += bytes(-len(body) % 4)
    return struct.pack("!HH", profile, len(body) // 4) + bytes(body)


def build(
    *,
    pt: int,
    marker: bool,
    seq: int,
    timestamp: int,
    ssrc: int,
    payload: bytes,
    extension: bytes = b"",
) -> bytes:
    """A packet without padding; `extension` is a whole block."""
    return (
        FIXED.pack(
            0x90 if extension else 0x80,
            pt | 0x80 if marker else pt,
            seq & 0xFFFF,
            timestamp & 0xFFFFFFFF,
            ssrc,
        )
        + extension
        + payload
    )


def padded(data: bytes, size: int) -> bytes:
    """The same packet, filled up to `size` by RTP padding of 1 to 255 bytes."""
    count = size - len(data)
    return bytes((data[0] | 0x20,)) + data[1:] + bytes(count - 1) + bytes((count,))


def header_length(data: bytes) -> int:
    """Of a packet that `build` made."""
    if data[0] & 0x10:
        return 16 + 4 * (data[14] << 8 | data[15])
    return 12


def retransmission(data: bytes, *, pt: int, seq: int, ssrc: int) -> bytes:
    """A packet that `build` made, as its RTX packet."""
    at = header_length(data)
    first, second, original, timestamp, _ = FIXED.unpack_from(data)
    return b"".join(
        (
            FIXED.pack(first, second & 0x80 | pt, seq & 0xFFFF, timestamp, ssrc),
            data[12:at],
            original.to_bytes(2, "big"),
            data[at:],
        )
    )


def original(packet: Packet, *, pt: int, ssrc: int) -> Packet | None:
    """What an RTX packet carries; None for one that is padding alone."""
    if len(packet.payload) < 2:
        return None
    return Packet(
        marker=packet.marker,
        pt=pt,
        seq=packet.payload[0] << 8 | packet.payload[1],
        timestamp=packet.timestamp,
        ssrc=ssrc,
        extensions=packet.extensions,
        payload=packet.payload[2:],
    )


def unwrapped(seq: int, near: int) -> int:
    """The number without wrap-around that is nearest to `near`."""
    return near + ((seq - near + 0x8000) & 0xFFFF) - 0x8000


def abs_send_time(now: float) -> bytes:
    """Seconds as 6.18 fixed point."""
    return (int(now * 262144) & 0xFFFFFF).to_bytes(3, "big")
