"""What of a payload has to be understood to forward it: where key frames start, and VP8's numbers.

VP8: RFC 7741 §4.2. H264: RFC 6184 §5.
"""

from dataclasses import dataclass

from webinars.media.forwarding.rtp import Malformed


@dataclass(slots=True)
class Vp8:
    """A VP8 payload descriptor. `*_at`: offsets in the payload, None where a field is absent."""

    key_start: bool
    picture_id: int | None = None
    picture_at: int | None = None
    #: 15 bits rather than 7.
    wide: bool = False
    tl0: int | None = None
    tl0_at: int | None = None


def vp8(payload: bytes) -> Vp8:
    """Raises Malformed."""
    try:
        return _vp8(payload)
    except IndexError:
        raise Malformed("a VP8 descriptor is cut off") from None


def _vp8(payload: bytes) -> Vp8:
    first = payload[0]
    found = Vp8(key_start=False)
    at = 1
    if first & 0x80:
        flags = payload[1]
        at = 2
        if flags & 0x80:
            found.picture_at = at
            if payload[at] & 0x80:
                found.wide = True
                found.picture_id = (payload[at] & 0x7F) << 8 | payload[at + 1]
                at += 2
            else:
                found.picture_id = payload[at]
                at += 1
        if flags & 0x40:
            found.tl0_at = at
            found.tl0 = payload[at]
            at += 1
        if flags & 0x30:
            payload[at]
            at += 1
    starts = bool(first & 0x10) and not first & 0x07
    found.key_start = starts and not payload[at] & 0x01
    return found


def renumbered(payload: bytes, descriptor: Vp8, picture: int, tl0: int) -> bytes:
    """The payload with its picture id and TL0PICIDX moved on by that much."""
    if not picture & 0x7FFF and not tl0 & 0xFF:
        return payload
    changed = bytearray(payload)
    if descriptor.picture_at is not None and descriptor.picture_id is not None:
        if descriptor.wide:
            number = (descriptor.picture_id + picture) & 0x7FFF
            changed[descriptor.picture_at] = 0x80 | number >> 8
            changed[descriptor.picture_at + 1] = number & 0xFF
        else:
            changed[descriptor.picture_at] = (descriptor.picture_id + picture) & 0x7F
    if descriptor.tl0_at is not None and descriptor.tl0 is not None:
        changed[descriptor.tl0_at] = (descriptor.tl0 + tl0) & 0xFF
    return bytes(changed)


SPS, STAP_A, FU_A = 7, 24, 28


def h264_key_start(payload: bytes) -> bool:
    """Whether a decoder can start here: a sequence parameter set, alone or aggregated. Browsers
    send one before each IDR picture."""
    if not payload:
        return False
    kind = payload[0] & 0x1F
    if kind == SPS:
        return True
    if kind == FU_A:
        return len(payload) > 1 and bool(payload[1] & 0x80) and payload[1] & 0x1F == SPS
    if kind == STAP_A:
        at = 1
        while at + 3 <= len(payload):
            if payload[at + 2] & 0x1F == SPS:
                return True
            at += 2 + (payload[at] << 8 | payload[at + 1])
    return False
