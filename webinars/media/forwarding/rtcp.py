"""RTCP packets: RFC 3550 §6, RFC 4585 (NACK, PLI), RFC 5104 (FIR), REMB, transport-wide feedback.

Reading takes what a forwarder acts on and skips the rest unread, transport-wide feedback too.
"""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from webinars.media.forwarding.rtp import Malformed

SR, RR, SDES, BYE, RTPFB, PSFB = 200, 201, 202, 203, 205, 206
NACK, TRANSPORT_FEEDBACK = 1, 15
PLI, FIR, ALFB = 1, 4, 15
_BLOCK = struct.Struct("!LLLLLL")
_PAIR = struct.Struct("!HH")
_SSRC = struct.Struct("!L")


@dataclass(slots=True)
class Report:
    """One receiver's view of one SSRC. `lost` is a fraction of 0 to 1."""

    ssrc: int
    lost: float
    jitter: int
    last_sr: int
    delay: int


@dataclass(slots=True)
class Feedback:
    """What one datagram said."""

    reports: list[Report] = field(default_factory=list)
    #: (SSRC, 64-bit NTP time, RTP time)
    senders: list[tuple[int, int, int]] = field(default_factory=list)
    #: (SSRC, sequence numbers)
    nacks: list[tuple[int, list[int]]] = field(default_factory=list)
    #: SSRCs of PLI and FIR
    key_frames: list[int] = field(default_factory=list)
    #: bits a second
    remb: int | None = None
    byes: list[int] = field(default_factory=list)


def parse(data: bytes) -> Feedback:
    """Compound or of reduced size. Raises Malformed."""
    found = Feedback()
    at, end = 0, len(data)
    if end < 4:
        raise Malformed("shorter than an RTCP header")
    while at < end:
        if at + 4 > end:
            raise Malformed("an RTCP header is cut off")
        first, kind = data[at], data[at + 1]
        stop = at + 4 + 4 * (data[at + 2] << 8 | data[at + 3])
        if first >> 6 != 2 or stop > end:
            raise Malformed("not RTCP, or cut off")
        body_end = stop
        if first & 0x20:
            if stop == at + 4 or not 0 < data[stop - 1] <= stop - at - 4:
                raise Malformed("RTCP padding that is longer than its packet")
            body_end -= data[stop - 1]
        _one(found, kind, first & 0x1F, data, at + 4, body_end)
        at = stop
    return found


def _one(found: Feedback, kind: int, count: int, data: bytes, at: int, end: int) -> None:
    try:
        if kind == RTPFB:
            if count == NACK:
                found.nacks.append(_nack(data, at, end))
        elif kind == PSFB:
            _payload_feedback(found, count, data, at, end)
        elif kind == RR:
            _reports(found, data, at + 4, end, count)
        elif kind == SR:
            ssrc, ntp, rtp = struct.unpack_from("!LQL", data[:end], at)
            found.senders.append((ssrc, ntp, rtp))
            _reports(found, data, at + 24, end, count)
        elif kind == BYE:
            found.byes += struct.unpack_from(f"!{count}L", data[:end], at)
    except struct.error:
        raise Malformed("an RTCP packet is cut off") from None


def _reports(found: Feedback, data: bytes, at: int, end: int, count: int) -> None:
    if at + 24 * count > end:
        raise Malformed("report blocks are cut off")
    for _ in range(count):
        ssrc, lost, _highest, jitter, last_sr, delay = _BLOCK.unpack_from(data, at)
        found.reports.append(Report(ssrc, (lost >> 24) / 256, jitter, last_sr, delay))
        at += 24


def _nack(data: bytes, at: int, end: int) -> tuple[int, list[int]]:
    if at + 8 > end:
        raise Malformed("a NACK is cut off")
    ssrc = _SSRC.unpack_from(data, at + 4)[0]
    lost: list[int] = []
    for offset in range(at + 8, end - 3, 4):
        first, mask = _PAIR.unpack_from(data, offset)
        lost.append(first)
        while mask:
            lowest = mask & -mask
            lost.append((first + lowest.bit_length()) & 0xFFFF)
            mask ^= lowest
    return ssrc, lost


def _payload_feedback(found: Feedback, count: int, data: bytes, at: int, end: int) -> None:
    if at + 8 > end:
        raise Malformed("payload feedback is cut off")
    if count == PLI:
        found.key_frames.append(_SSRC.unpack_from(data, at + 4)[0])
    elif count == FIR:
        for offset in range(at + 8, end - 7, 8):
            found.key_frames.append(_SSRC.unpack_from(data, offset)[0])
    elif count == ALFB and data[at + 8 : at + 12] == b"REMB" and at + 16 <= end:
        exponent = data[at + 13] >> 2
        mantissa = (data[at + 13] & 3) << 16 | data[at + 14] << 8 | data[at + 15]
        found.remb = mantissa << exponent


def _packet(kind: int, count: int, body: bytes) -> bytes:
    return struct.pack("!BBH", 0x80 | count, kind, len(body) // 4) + body


def sender_report(*, ssrc: int, ntp: int, rtp: int, packets: int, octets: int) -> bytes:
    return _packet(
        SR,
        0,
        struct.pack(
            "!LQLLL",
            ssrc,
            ntp,
            rtp & 0xFFFFFFFF,
            packets & 0xFFFFFFFF,
            octets & 0xFFFFFFFF,
        ),
    )


@dataclass(frozen=True, slots=True)
class Block:
    """A report block to send. `lost` 0-255 (of 256), `total` lost since the start."""

    ssrc: int
    lost: int
    total: int
    highest: int
    jitter: int
    last_sr: int
    delay: int


def receiver_report(ssrc: int, blocks: Sequence[Block]) -> bytes:
    body = struct.pack("!L", ssrc)
    for block in blocks[:31]:
        body += struct.pack(
            "!LLLLLL",
            block.ssrc,
            block.lost << 24 | max(-0x800000, min(block.total, 0x7FFFFF)) & 0xFFFFFF,
            block.highest & 0xFFFFFFFF,
            block.jitter & 0xFFFFFFFF,
            block.last_sr,
            min(block.delay, 0xFFFFFFFF),
        )
    return _packet(RR, min(len(blocks), 31), body)


def description(cnames: Iterable[tuple[int, str]]) -> bytes:
    """SDES with one CNAME an SSRC."""
    body = b""
    count = 0
    for ssrc, cname in cnames:
        text = cname.encode()[:255]
        item = struct.pack("!LBB", ssrc, 1, len(text)) + text + b"\0"
        body += item + bytes(-len(item) % 4)
        count += 1
    return _packet(SDES, count, body)


def nack(*, sender: int, ssrc: int, lost: Iterable[int]) -> bytes:
    """`lost`: sequence numbers in ascending order (modulo 2^16)."""
    body = struct.pack("!LL", sender, ssrc)
    first: int | None = None
    mask = 0
    for seq in lost:
        distance = 0 if first is None else (seq - first) & 0xFFFF
        if first is not None and 0 < distance <= 16:
            mask |= 1 << (distance - 1)
            continue
        if first is not None:
            body += struct.pack("!HH", first, mask)
        first, mask = seq, 0
    if first is not None:
        body += struct.pack("!HH", first, mask)
    return _packet(RTPFB, NACK, body)


def pli(*, sender: int, ssrc: int) -> bytes:
    return _packet(PSFB, PLI, struct.pack("!LL", sender, ssrc))


def remb(*, sender: int, bitrate: int, ssrcs: Sequence[int]) -> bytes:
    exponent = max(0, bitrate.bit_length() - 18)
    value = exponent << 18 | bitrate >> exponent
    body = struct.pack("!LL", sender, 0) + b"REMB" + bytes((len(ssrcs),)) + value.to_bytes(3, "big")
    return _packet(PSFB, ALFB, body + b"".join(struct.pack("!L", ssrc) for ssrc in ssrcs))


def transport_feedback(
    *, sender: int, ssrc: int, count: int, arrivals: Sequence[tuple[int, float]]
) -> bytes:
    """Transport-wide feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01).

    `arrivals`: (unwrapped sequence number, seconds), ascending in the number, not empty; numbers
    between them count as lost. `count` is this feedback's own number, modulo 256.
    """
    base = arrivals[0][0]
    reference = int(arrivals[0][1] / 0.064)
    ticks = reference * 256
    status: list[int] = []
    deltas = bytearray()
    expected = base
    for number, at in arrivals:
        status += [0] * (number - expected)
        expected = number + 1
        delta = max(-0x8000, min(round(at * 4000) - ticks, 0x7FFF))
        ticks += delta
        if 0 <= delta <= 255:
            status.append(1)
            deltas.append(delta)
        else:
            status.append(2)
            deltas += struct.pack("!h", delta)
    body = (
        struct.pack("!LLHH", sender, ssrc, base & 0xFFFF, len(status))
        + (reference & 0xFFFFFF).to_bytes(3, "big")
        + bytes((count & 0xFF,))
        + _chunks(status)
        + bytes(deltas)
    )
    return _packet(RTPFB, TRANSPORT_FEEDBACK, body + bytes(-len(body) % 4))


def _chunks(status: list[int]) -> bytes:
    chunks = b""
    at = 0
    while at < len(status):
        run = 1
        while at + run < len(status) and status[at + run] == status[at] and run < 0x1FFF:
            run += 1
        if run >= 7 or at + run == len(status):
            chunks += struct.pack("!H", status[at] << 13 | run)
            at += run
            continue
        vector = 0xC000
        for offset, symbol in enumerate(status[at : at + 7]):
            vector |= symbol << (12 - 2 * offset)
        chunks += struct.pack("!H", vector)
        at += 7
    return chunks
