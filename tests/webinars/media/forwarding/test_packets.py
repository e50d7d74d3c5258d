"""Reading and writing RTP, RTCP and what of payloads is understood."""

import struct

import pytest
from aiortc import rtp as peer
from hypothesis import given
from hypothesis import strategies as st

from webinars.media.forwarding import payloads, rtcp, rtp
from webinars.media.forwarding.rtp import Malformed

SHORT = st.binary(max_size=80)


@given(
    st.integers(0, 127),
    st.booleans(),
    st.integers(0, 0xFFFF),
    st.integers(0, 0xFFFFFFFF),
    st.integers(0, 0xFFFFFFFF),
    st.binary(max_size=50),
    st.dictionaries(st.integers(1, 200), st.binary(min_size=1, max_size=30), max_size=4),
)
def test_what_is_built_is_read_again(
    pt: int, marker: bool, seq: int, time: int, ssrc: int, payload: bytes, ext: dict[int, bytes]
) -> None:
    data = rtp.build(
        pt=pt,
        marker=marker,
        seq=seq,
        timestamp=time,
        ssrc=ssrc,
        payload=payload,
        extension=rtp.extension_block(ext.items()),
    )
    packet = rtp.parse(data)
    assert packet == rtp.Packet(marker, pt, seq, time, ssrc, ext, payload)
    again = rtp.parse(rtp.padded(data, len(data) + 9))
    assert again == packet
    other = peer.RtpPacket.parse(data)
    assert (other.sequence_number, other.ssrc, other.payload) == (seq, ssrc, payload)


def test_a_retransmission_carries_the_original() -> None:
    data = rtp.build(
        pt=96,
        marker=True,
        seq=777,
        timestamp=9,
        ssrc=1,
        payload=b"picture",
        extension=rtp.extension_block([(4, b"v0")]),
    )
    resent = rtp.parse(rtp.retransmission(data, pt=97, seq=5, ssrc=2))
    assert (resent.pt, resent.seq, resent.ssrc, resent.marker) == (97, 5, 2, True)
    assert resent.extensions == {4: b"v0"}
    back = rtp.original(resent, pt=96, ssrc=1)
    assert back == rtp.parse(data)
    assert (
        rtp.original(
            rtp.parse(rtp.build(pt=97, marker=False, seq=1, timestamp=1, ssrc=2, payload=b"")),
            pt=96,
            ssrc=1,
        )
        is None
    )


@given(SHORT)
def test_any_bytes_are_rtp_or_malformed(data: bytes) -> None:
    for prefix in (b"", b"\x90\x60\0\1" + bytes(8), b"\xb0\x60\0\1" + bytes(8) + b"\xbe\xde\0\4"):
        try:
            packet = rtp.parse(prefix + data)
        except Malformed:
            continue
        assert len(packet.payload) <= len(prefix + data)


@given(SHORT)
def test_any_payload_is_read_or_malformed(data: bytes) -> None:
    payloads.h264_key_start(data)
    try:
        found = payloads.vp8(data)
    except Malformed:
        return
    changed = payloads.renumbered(data, found, 5, 1)
    assert len(changed) == len(data)
    again = payloads.vp8(changed)
    if found.picture_id is not None:
        assert again.picture_id == (found.picture_id + 5) % (0x8000 if found.wide else 0x80)


@pytest.mark.parametrize(
    ("payload", "key"),
    [
        (b"\x10\x00", True),
        (b"\x10\x01", False),
        (b"\x00\x00", False),
        (b"\x11\x00", False),
        (b"\x90\x80\x80\x01\x00", True),
        (b"\x90\xe0\x05\x07\x20\x00", True),
        (b"\x90\xe0\x05\x07\x20\x01", False),
    ],
)
def test_vp8_key_frames_are_found_behind_the_descriptor(payload: bytes, key: bool) -> None:
    assert payloads.vp8(payload).key_start is key


@pytest.mark.parametrize(
    ("payload", "key"),
    [
        (b"\x67\x42", True),
        (b"\x65\x88", False),
        (b"\x41\x9a", False),
        (b"\x78\x00\x02\x67\x42\x00\x02\x68\xce", True),
        (b"\x78\x00\x02\x68\xce\x00\x02\x65\x88", False),
        (b"\x7c\x87\x42", True),
        (b"\x7c\x07\x42", False),
        (b"", False),
    ],
)
def test_h264_starts_where_its_parameters_are(payload: bytes, key: bool) -> None:
    assert payloads.h264_key_start(payload) is key


@given(SHORT)
def test_any_bytes_are_rtcp_or_malformed(data: bytes) -> None:
    for prefix in (
        b"",
        *(bytes((0x80 | n, kind, 0, 4)) for kind in range(200, 208) for n in (1, 4, 15)),
    ):
        try:
            rtcp.parse(prefix + data)
        except Malformed:
            continue


def test_a_peer_reads_what_is_reported() -> None:
    block = rtcp.Block(ssrc=7, lost=64, total=-3, highest=70000, jitter=5, last_sr=1, delay=2)
    compound = (
        rtcp.sender_report(ssrc=1, ntp=2**63 + 5, rtp=90, packets=3, octets=4)
        + rtcp.description([(1, "someone")])
        + rtcp.receiver_report(9, [block])
        + rtcp.nack(sender=9, ssrc=7, lost=[10, 11, 26, 27, 65535])
        + rtcp.pli(sender=9, ssrc=7)
    )
    sr, sdes, rr, nack, pli = peer.RtcpPacket.parse(compound)
    assert isinstance(sr, peer.RtcpSrPacket) and isinstance(rr, peer.RtcpRrPacket)
    assert isinstance(sdes, peer.RtcpSdesPacket) and isinstance(nack, peer.RtcpRtpfbPacket)
    assert (sr.sender_info.ntp_timestamp, sr.sender_info.packet_count) == (2**63 + 5, 3)
    assert [(c.ssrc, c.items[0][1]) for c in sdes.chunks] == [(1, b"someone")]
    report = rr.reports[0]
    assert (report.fraction_lost, report.packets_lost, report.highest_sequence) == (64, -3, 70000)
    assert nack.lost == [10, 11, 26, 27, 65535]
    assert isinstance(pli, peer.RtcpPsfbPacket) and pli.fmt == peer.RTCP_PSFB_PLI
    said = rtcp.parse(compound)
    assert said.nacks == [(7, [10, 11, 26, 27, 65535])]
    assert said.key_frames == [7] and said.senders == [(1, 2**63 + 5, 90)]
    assert said.reports[0].lost == 0.25


def test_several_names_stand_in_one_description() -> None:
    data = rtcp.description([(1, "abc"), (2, "de")])
    assert data == bytes.fromhex("82ca0006 00000001 0103616263 000000 00000002 01026465 00000000")


def test_a_peer_s_estimate_is_read() -> None:
    data = peer.RtcpPsfbPacket(
        fmt=15, ssrc=1, media_ssrc=0, fci=peer.pack_remb_fci(4160000, [2529072847])
    )
    assert rtcp.parse(bytes(data)).remb == 4160000
    assert rtcp.parse(rtcp.remb(sender=1, bitrate=1_000_000, ssrcs=[3])).remb == 1_000_000
    fir = struct.pack("!BBHLLLL", 0x84, 206, 4, 1, 0, 77, 0)
    assert rtcp.parse(fir).key_frames == [77]


def decoded(packet: bytes) -> dict[int, float | None]:
    """An own reading of the draft: number (16 bits) → arrival in seconds, None for lost."""
    base, count = struct.unpack_from("!HH", packet, 12)
    at = int.from_bytes(packet[16:19], "big") * 0.064
    offset = 20
    statuses: list[int] = []
    while len(statuses) < count:
        (chunk,) = struct.unpack_from("!H", packet, offset)
        offset += 2
        if not chunk & 0x8000:
            statuses += [chunk >> 13 & 3] * (chunk & 0x1FFF)
        elif chunk & 0x4000:
            statuses += [chunk >> shift & 3 for shift in range(12, -1, -2)]
        else:
            statuses += [chunk >> shift & 1 for shift in range(13, -1, -1)]
    found: dict[int, float | None] = {}
    for index, status in enumerate(statuses[:count]):
        arrival: float | None = None
        if status:
            size = 1 if status == 1 else 2
            at += int.from_bytes(packet[offset : offset + size], "big", signed=size == 2) / 4000
            offset += size
            arrival = at
        found[(base + index) & 0xFFFF] = arrival
    assert len(packet) - offset in range(4)
    return found


@given(
    st.integers(0, 0x1FFFF),
    st.lists(st.tuples(st.integers(1, 30), st.floats(-0.05, 0.2)), min_size=1, max_size=60),
)
def test_transport_feedback_says_what_arrived_and_when(
    base: int, steps: list[tuple[int, float]]
) -> None:
    arrivals, number, at = [], base, 100.0
    for gap, delay in steps:
        number += gap
        at += delay
        arrivals.append((number, at))
    found = decoded(rtcp.transport_feedback(sender=1, ssrc=2, count=3, arrivals=arrivals))
    assert len(found) == arrivals[-1][0] - arrivals[0][0] + 1
    for number, at in arrivals:
        told = found[number & 0xFFFF]
        assert told is not None and abs(told - at) < 0.001
    assert sum(a is not None for a in found.values()) == len(arrivals)
