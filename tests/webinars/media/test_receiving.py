"""Both ways to read a socket give the same."""

import socket
from collections.abc import Callable

import pytest

from webinars.media import receiving
from webinars.media.receiving import BatchReader, PlainReader, Reader
from webinars.media.types import Address


@pytest.fixture(params=[PlainReader, BatchReader])
def reader(request: pytest.FixtureRequest) -> Reader:
    made: Callable[[], Reader] = request.param
    return made()


def bound(host: str) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_DGRAM)
    made.bind((host, 0))
    made.setblocking(False)
    return made


def all_of(reader: Reader, sock: socket.socket) -> list[tuple[bytes, Address]]:
    found = []
    while some := reader.read(sock):
        found += some
    return found


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_what_was_sent_and_from_where_as_python_tells_it(reader: Reader, host: str) -> None:
    with bound(host) as here, bound(host) as one, bound(host) as other:
        assert reader.read(here) == []
        sent = []
        for number in range(2 * receiving.AT_ONCE + 3):
            sender = one if number % 3 else other
            data = bytes([number]) * (number * 7 % 1500)
            sender.sendto(data, here.getsockname())
            sent.append((data, sender.getsockname()))
        assert all_of(reader, here) == sent
        assert reader.read(here) == []
        # What recvfrom says, and what sendto takes.
        one.sendto(b"x", here.getsockname())
        assert here.recvfrom(10)[1] == one.getsockname()
        here.sendto(b"back", sent[1][1])
        assert one.recv(10) == b"back"


def test_one_that_is_too_long_is_cut_and_an_empty_one_is_empty(reader: Reader) -> None:
    with bound("127.0.0.1") as here, bound("127.0.0.1") as there:
        for data in (b"", b"a" * 5000, b"b"):
            there.sendto(data, here.getsockname())
        read = [data for data, _ in all_of(reader, here)]
        assert read == [b"", b"a" * receiving.LARGEST, b"b"]


def test_a_socket_that_is_closed_gives_nothing(reader: Reader) -> None:
    here = bound("127.0.0.1")
    here.close()
    assert reader.read(here) == []


def test_strangers_addresses_are_not_kept_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "ADDRESSES", 3)
    reader = BatchReader()
    with bound("127.0.0.1") as here:
        for _ in range(10):
            with bound("127.0.0.1") as there:
                there.sendto(b"x", here.getsockname())
                assert reader.read(here) == [(b"x", there.getsockname())]
            assert len(reader._addresses) <= 3
