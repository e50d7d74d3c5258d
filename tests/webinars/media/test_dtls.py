"""DTLS by aiortc behind our own transport: what we rely on, and its traps."""

import asyncio
import inspect
import re
from collections.abc import AsyncIterator
from typing import Any

import aiortc
import pylibsrtp
import pytest
from aiortc.rtcdtlstransport import (
    SRTP_AES128_CM_SHA1_80,
    RTCCertificate,
    RTCDtlsFingerprint,
    RTCDtlsParameters,
    RTCDtlsTransport,
    State,
)

from tests.webinars.media.nodes import dropped, until
from webinars.media import dtls
from webinars.media.dtls import Certificates, Dtls, Sessions, fingerprint

RTP = b"\x80\x60\x00\x01\x00\x00\x00\x01\x00\x00\x00\x02hello"


def test_the_versions_whose_private_names_are_used() -> None:
    """Another version: read rtcdtlstransport.py again, then move the pins in requirements.in."""
    assert aiortc.__version__ == "1.16.0"
    assert pylibsrtp.__version__ == "1.0.0"


def test_aiortc_wants_of_its_transport_what_ours_has() -> None:
    source = inspect.getsource(RTCDtlsTransport)
    wanted = set(re.findall(r"self\.(?:_)?transport\.(\w+)", source))
    assert wanted == {"role", "_recv", "_send"}
    assert callable(RTCCertificate._create_ssl_context)
    for name in ("_set_role", "_set_state", "_handle_rtp_data"):
        assert callable(getattr(RTCDtlsTransport, name))
    given: Any = dtls._Line(lambda data: None)
    transport = RTCDtlsTransport(given, [RTCCertificate.generateCertificate()])
    for name in ("_srtp_profiles", "_rx_srtp", "_tx_srtp", "_ssl", "_state", "_task"):
        assert hasattr(transport, name)


class Browser:
    """The other side: aiortc as the client of the handshake, on a line that a test holds."""

    role = "controlling"

    def __init__(self, certificate: RTCCertificate) -> None:
        self.inbox: asyncio.Queue[bytes] = asyncio.Queue()
        self.peer: Dtls | None = None
        #: Datagrams that it still sends.
        self.left = 1000
        line: Any = self
        self.transport = RTCDtlsTransport(line, [certificate])
        self.transport._set_role("client")

    async def _recv(self) -> bytes:
        return await self.inbox.get()

    async def _send(self, data: bytes) -> None:
        self.left -= 1
        if self.peer is not None and self.left >= 0:
            self.peer.receive(data)


class Pair:
    def __init__(self, *, lie: bool = False) -> None:
        self.browser_certificate = RTCCertificate.generateCertificate()
        self.certificate = Certificates().current()
        self.browser = Browser(self.browser_certificate)
        self.sessions: Sessions | None = None
        self.ended: list[str] = []
        said = self.certificate if lie else self.browser_certificate
        self.dtls = Dtls(
            self.certificate,
            [("sha-256", fingerprint(said))],
            send=self.browser.inbox.put_nowait,
            ready=self._ready,
            ended=self.ended.append,
        )
        self.browser.peer = self.dtls
        self.task: asyncio.Task[None] | None = None

    def _ready(self, sessions: Sessions) -> None:
        self.sessions = sessions

    def begin(self) -> None:
        theirs = [RTCDtlsFingerprint("sha-256", fingerprint(self.certificate))]
        self.task = asyncio.create_task(self.browser.transport.start(RTCDtlsParameters(theirs)))

    async def close(self) -> None:
        self.dtls.close()
        await self.browser.transport.stop()
        if self.task is not None:
            self.task.cancel()
            await asyncio.gather(self.task, return_exceptions=True)


@pytest.fixture
async def pair() -> AsyncIterator[Pair]:
    made = Pair()
    yield made
    await made.close()


async def test_a_handshake_gives_sessions_that_fit_the_browsers(pair: Pair) -> None:
    pair.begin()
    await until(lambda: pair.sessions and pair.browser.transport.state == "connected")
    assert pair.sessions is not None
    assert pair.sessions.gcm
    theirs = pair.browser.transport
    assert pair.sessions.inbound.unprotect(theirs._tx_srtp.protect(RTP)) == RTP
    assert theirs._rx_srtp.unprotect(pair.sessions.outbound.protect(RTP)) == RTP


async def test_a_browser_without_gcm_gets_the_older_profile(pair: Pair) -> None:
    pair.browser.transport._srtp_profiles = [SRTP_AES128_CM_SHA1_80]
    pair.begin()
    await until(lambda: pair.sessions)
    assert pair.sessions is not None
    assert not pair.sessions.gcm
    theirs = pair.browser.transport
    await until(lambda: theirs.state == "connected")
    assert pair.sessions.inbound.unprotect(theirs._tx_srtp.protect(RTP)) == RTP


async def test_another_certificate_than_the_offer_named_fails() -> None:
    pair = Pair(lie=True)
    pair.begin()
    await until(lambda: pair.ended)
    assert pair.ended == ["dtls_failed"]
    assert pair.sessions is None
    await pair.close()


async def test_empty_and_foreign_datagrams_are_dropped_and_close_nothing(pair: Pair) -> None:
    before = dropped("dtls_unwanted")
    pair.begin()
    for datagram in (b"", b"\x00\x01", b"\x80" + bytes(20), b"\xff"):
        pair.dtls.receive(datagram)
    await until(lambda: pair.sessions)
    pair.dtls.receive(b"")
    await asyncio.sleep(0.05)
    assert dropped("dtls_unwanted") == before + 5
    assert pair.ended == []


async def test_garbage_within_the_handshake_does_not_stop_it(pair: Pair) -> None:
    for datagram in (
        b"\x16",
        b"\x16\xfe\xfd" + bytes(10),
        b"\x14" * 60,
        b"\x17\xfe\xff" + b"\xff" * 40,
    ):
        pair.dtls.receive(datagram)
        await asyncio.sleep(0)
    pair.begin()
    await until(lambda: pair.sessions)


async def test_a_handshake_that_never_ends_is_given_up(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dtls, "HANDSHAKE_SECONDS", 0.3)
    running = Dtls.running
    pair.browser.left = 1
    pair.begin()
    await until(lambda: pair.ended)
    assert pair.ended == ["dtls_timed_out"]
    assert Dtls.running == running


async def test_no_more_handshakes_than_allowed_run_and_the_next_ones_get_their_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second = Pair(), Pair()
    monkeypatch.setattr(dtls, "HANDSHAKES_AT_ONCE", Dtls.running + 1)
    first.dtls.receive(b"\x16")  # nothing follows
    before = dropped("handshakes_busy")
    second.begin()
    await until(lambda: dropped("handshakes_busy") > before)
    first.dtls.close()
    # The browser sends its hello again by itself.
    await until(lambda: second.sessions)
    await second.close()
    await first.close()


async def test_a_flood_of_dtls_is_dropped(pair: Pair) -> None:
    before = dropped("dtls_flood")
    for _ in range(1000):
        pair.dtls.receive(b"\x16\xfe\xfd" + bytes(50))
    assert dropped("dtls_flood") >= before + 900
    pair.begin()
    await until(lambda: pair.sessions)


async def test_a_good_bye_ends_it(pair: Pair) -> None:
    pair.begin()
    await until(lambda: pair.sessions and pair.browser.transport.state == "connected")
    await pair.browser.transport.stop()
    await until(lambda: pair.ended)
    assert pair.ended == ["dtls_closed"]


async def test_closing_says_good_bye_and_leaves_nothing_running(pair: Pair) -> None:
    pair.begin()
    await until(lambda: pair.sessions and pair.browser.transport.state == "connected")
    pair.dtls.close()
    await until(lambda: pair.browser.transport._state is State.CLOSED)
    pair.dtls.close()
    pair.dtls.receive(b"\x16")
    await asyncio.sleep(0.05)
    assert pair.ended == []
    task = pair.dtls._transport._task
    assert task is None or task.done()


async def test_closing_in_the_middle_of_a_handshake_leaves_nothing_running(pair: Pair) -> None:
    running = Dtls.running
    pair.dtls.receive(b"\x16")
    await asyncio.sleep(0.02)
    pair.dtls.close()
    await until(lambda: Dtls.running == running)
    assert pair.ended == []
