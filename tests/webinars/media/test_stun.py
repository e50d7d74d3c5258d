"""STUN, held against the sample messages of RFC 5769."""

import zlib

import pytest

from webinars.media import stun
from webinars.media.stun import Malformed, parse_request, role_conflict, success, verify

PASSWORD = "VOkJxbRl1RmTxUk/WvJxBt"  # of the RFC
TRANSACTION = bytes.fromhex("b7e7a701bc34d686fa87dfae")
# RFC 5769, 2.1
REQUEST = bytes.fromhex(
    "000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e74"
    "002400046e0001ff80290008932ff9b151263b36000600096576746a3a68367659202020"
    "000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf"
)
# RFC 5769, 2.2 and 2.3
MAPPED_V4 = bytes.fromhex("002000080001a147e112a643")
MAPPED_V6 = bytes.fromhex("002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9")


def test_the_sample_request_is_read_and_proven() -> None:
    request = parse_request(REQUEST)
    assert (request.ufrag, request.transaction) == ("evtj", TRANSACTION)
    assert not request.use_candidate
    assert request.controlled
    assert verify(REQUEST, request, PASSWORD)
    assert not verify(REQUEST, request, PASSWORD[:-1] + "x")


@pytest.mark.parametrize(
    ("address", "mapped"),
    [
        (("192.0.2.1", 32853), MAPPED_V4),
        (("::ffff:192.0.2.1", 32853, 0, 0), MAPPED_V4),
        (("2001:db8:1234:5678:11:2233:4455:6677", 32853, 0, 0), MAPPED_V6),
    ],
)
def test_the_answer_carries_the_address_as_in_the_samples(address: tuple, mapped: bytes) -> None:
    answer = success(TRANSACTION, address, PASSWORD)
    assert answer[20 : 20 + len(mapped)] == mapped
    assert answer[:2] == b"\x01\x01"
    assert int.from_bytes(answer[2:4], "big") == len(answer) - 20
    assert answer[4:20] == b"\x21\x12\xa4\x42" + TRANSACTION
    # Signed and fingerprinted like the sample request.
    as_request = b"\x00\x01" + answer[2:]
    assert int.from_bytes(answer[-4:], "big") == zlib.crc32(answer[:-8]) ^ 0x5354554E
    with pytest.raises(Malformed):
        parse_request(as_request)


def test_a_role_conflict_is_error_487() -> None:
    answer = role_conflict(TRANSACTION, PASSWORD)
    assert answer[:2] == b"\x01\x11"
    assert answer[20:28] == bytes.fromhex("0009001100000457")


def _request(body: bytes, password: str) -> bytes:
    head = b"\x00\x01" + (len(body) + 24).to_bytes(2, "big") + b"\x21\x12\xa4\x42" + TRANSACTION
    signed = head + body + b"\x00\x08\x00\x14" + stun._sign(head + body, password)
    whole = signed[:2] + (len(signed) - 12).to_bytes(2, "big") + signed[4:]
    return whole + b"\x80\x28\x00\x04" + (zlib.crc32(whole) ^ 0x5354554E).to_bytes(4, "big")


def request(
    ufrag: str, password: str, *, nominate: bool = False, controlled: bool = False
) -> bytes:
    """A connectivity check."""
    name = f"{ufrag}:them".encode()
    body = b"\x00\x06" + len(name).to_bytes(2, "big") + name + bytes(-len(name) % 4)
    body += b"\x80\x29\x00\x08" + bytes(8) if controlled else b"\x80\x2a\x00\x08" + bytes(8)
    body += b"\x00\x24\x00\x04\x6e\x00\x01\xff" + (b"\x00\x25\x00\x00" if nominate else b"")
    return _request(body, password)


def test_a_nomination_is_seen() -> None:
    data = request("evtj", PASSWORD, nominate=True)
    read = parse_request(data)
    assert read.use_candidate
    assert not read.controlled
    assert verify(data, read, PASSWORD)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "stun_header"),
        (REQUEST[:19], "stun_header"),
        (REQUEST[:4] + b"\0\0\0\0" + REQUEST[8:], "stun_header"),
        (b"\x01\x01" + REQUEST[2:], "stun_not_a_request"),
        (REQUEST[:-4], "stun_length"),
        (REQUEST + b"\0\0\0\0", "stun_length"),
        (REQUEST[:-1] + b"\0", "stun_fingerprint"),
        (REQUEST[:2] + b"\0\x50" + REQUEST[4:-8], "stun_unsigned"),
        (_request(b"\x00\x06\x00\xff", PASSWORD), "stun_attribute"),
        (_request(b"\x00\x24\x00\x04\x6e\x00\x01\xff", PASSWORD), "stun_username"),
        (_request(b"\x00\x06\x00\x04evtj", PASSWORD), "stun_username"),
        (_request(b"\x00\x06\x00\x04:abc", PASSWORD), "stun_username"),
        (_request(b"\x00\x06\x00\x04\xff\xff:a", PASSWORD), "stun_username"),
        (_request(b"\x00\x08\x00\x04abcd", PASSWORD), "stun_attribute"),
    ],
)
def test_what_no_browser_sends_is_dropped_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(Malformed, match=f"^{reason}$"):
        parse_request(data)


def test_whatever_bit_is_flipped_nothing_is_proven() -> None:
    good = request("evtj", PASSWORD, nominate=True)
    for place in range(len(good)):
        for bit in range(8):
            bad = bytearray(good)
            bad[place] ^= 1 << bit
            try:
                read = parse_request(bytes(bad))
            except Malformed:
                continue
            raise AssertionError(f"bit {bit} of byte {place}: {read}")


def test_what_follows_the_signature_does_not_count() -> None:
    """RFC 8489, 14.5: attributes after MESSAGE-INTEGRITY are ignored."""
    signed = request("evtj", PASSWORD)[:-8]
    extra = b"\x00\x25\x00\x00"
    whole = signed[:2] + (len(signed) + 4 - 20 + 8).to_bytes(2, "big") + signed[4:] + extra
    whole += b"\x80\x28\x00\x04" + (zlib.crc32(whole) ^ 0x5354554E).to_bytes(4, "big")
    read = parse_request(whole)
    assert not read.use_candidate
    assert verify(whole, read, PASSWORD)
