"""DTLS by aiortc, behind a transport of ours, and the SRTP sessions that come out of it.

aiortc's `RTCDtlsTransport` wants an ICE transport with `role`, `_recv` and `_send`. It is given one
that lets only DTLS in, drops what is empty, raises ConnectionError once closed, and whose handshake
ends after ten seconds. Its own RTP router never sees a packet: the sessions are taken out of it.
The private names that this uses are pinned by a test, and aiortc by an exact version.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from aiortc.rtcdtlstransport import (
    SRTP_AEAD_AES_128_GCM,
    SRTP_AES128_CM_SHA1_80,
    SRTP_PROFILES,
    RTCCertificate,
    RTCDtlsFingerprint,
    RTCDtlsParameters,
    RTCDtlsTransport,
    SRTPProtectionProfile,
    State,
)
from OpenSSL import SSL
from pylibsrtp import Policy, Session

from webinars.media.metrics import HANDSHAKES, drop

HANDSHAKE_SECONDS: Final = 10.0
#: Handshakes that may run at a time; whoever comes later sends its hello again, as DTLS does.
HANDSHAKES_AT_ONCE: Final = 256
#: Datagrams that wait for OpenSSL; a flight has a handful.
_QUEUE: Final = 16
#: How far back a packet may be that a viewer is sent late, in numbers.
_WINDOW: Final = 256
_CERTIFICATE_SECONDS: Final = 24 * 3600.0
#: In the order of our preference (GCM costs less): as the DTLS server, it is ours that counts.
_PROFILES: Final = [
    profile
    for profile in (SRTP_AEAD_AES_128_GCM, SRTP_AES128_CM_SHA1_80)
    if profile in SRTP_PROFILES
]


@dataclass(frozen=True, slots=True)
class Sessions:
    """pylibsrtp's sessions, towards us and from us."""

    inbound: Any
    outbound: Any
    gcm: bool


class Certificate(RTCCertificate):
    """With one OpenSSL context for all connections: making one for each costs a third of the
    handshake's time, and 20 KB of memory."""

    _context: SSL.Context | None = None

    def _create_ssl_context(self, srtp_profiles: list[SRTPProtectionProfile]) -> SSL.Context:
        if self._context is None:
            self._context = super()._create_ssl_context(srtp_profiles)
            self._context.set_session_cache_mode(SSL.SESS_CACHE_OFF)
        return self._context


class Certificates:
    """The process's certificate, made anew each day."""

    def __init__(self) -> None:
        self._made_at = -_CERTIFICATE_SECONDS
        self._current: Certificate | None = None

    def current(self) -> Certificate:
        now = time.monotonic()
        if self._current is None or now - self._made_at > _CERTIFICATE_SECONDS:
            self._current = Certificate.generateCertificate()
            self._made_at = now
        return self._current


def fingerprint(certificate: RTCCertificate) -> str:
    """For `a=fingerprint:sha-256`."""
    return next(f.value for f in certificate.getFingerprints() if f.algorithm == "sha-256")


class _Line:
    """What aiortc takes for its ICE transport."""

    role = "controlled"

    def __init__(self, send: Callable[[bytes], None]) -> None:
        self._out = send
        self._in: asyncio.Queue[bytes | None] = asyncio.Queue(_QUEUE)
        self.closed = False

    def receive(self, data: bytes) -> None:
        if self.closed or not data or not 19 < data[0] < 64:
            drop("dtls_unwanted")
            return
        try:
            self._in.put_nowait(data)
        except asyncio.QueueFull:
            drop("dtls_flood")

    def close(self) -> None:
        if not self.closed:
            self.closed = True
            if self._in.full():
                self._in.get_nowait()
            self._in.put_nowait(None)

    async def _recv(self) -> bytes:
        data = None if self.closed else await self._in.get()
        if data is None:
            raise ConnectionError
        return data

    async def _send(self, data: bytes) -> None:
        if self.closed:
            raise ConnectionError
        self._out(data)


def _outbound(connection: SSL.Connection, profile: SRTPProtectionProfile) -> Session:
    """Like aiortc's own (RFC 5764 §4.2), but for the window: libsrtp shifts it with each packet."""
    keys = connection.export_keying_material(
        b"EXTRACTOR-dtls_srtp", 2 * (profile.key_length + profile.salt_length)
    )
    policy = Policy(
        key=profile.get_key_and_salt(keys, 1),
        ssrc_type=Policy.SSRC_ANY_OUTBOUND,
        srtp_profile=profile.libsrtp_profile,
    )
    policy.allow_repeat_tx = True
    policy.window_size = _WINDOW
    return Session(policy)


class Dtls:
    """One connection's DTLS, as the server of the handshake.

    `send(datagram)` puts one on the wire; `ready(sessions)` is called when the other side proved to
    hold the certificate that it named, `ended(reason)` once at most, when nothing more can come.
    """

    running = 0

    def __init__(
        self,
        certificate: RTCCertificate,
        fingerprints: list[tuple[str, str]],
        *,
        send: Callable[[bytes], None],
        ready: Callable[[Sessions], None],
        ended: Callable[[str], None],
    ) -> None:
        self._line = _Line(send)
        self._transport = RTCDtlsTransport(self._line, [certificate])  # type: ignore[arg-type]
        self._transport._set_role("server")
        self._transport._srtp_profiles = _PROFILES
        self._fingerprints = RTCDtlsParameters(
            [RTCDtlsFingerprint(algorithm, value) for algorithm, value in fingerprints]
        )
        self._ready = ready
        self._ended: Callable[[str], None] | None = ended
        self._task: asyncio.Task[None] | None = None

    def receive(self, data: bytes) -> None:
        """A datagram from a proven address. The first one begins the handshake."""
        if self._task is None and not self._line.closed:
            if Dtls.running >= HANDSHAKES_AT_ONCE:
                HANDSHAKES.labels("busy").inc()
                drop("handshakes_busy")
                return
            Dtls.running += 1
            self._task = asyncio.create_task(self._run(), name="dtls handshake")
        self._line.receive(data)

    def close(self) -> None:
        """Say good-bye, if there is somebody to say it to, and forget everything."""
        self._ended = None
        if self._task is not None and not self._line.closed:
            self._farewell()
        self._line.close()
        if self._task is not None:
            self._task.cancel()
        if self._transport._task is not None:
            self._transport._task.cancel()

    async def _run(self) -> None:
        try:
            outcome = await self._handshake()
        finally:
            Dtls.running -= 1
        HANDSHAKES.labels(outcome).inc()
        if outcome != "done":
            self._end(f"dtls_{outcome}")

    async def _handshake(self) -> str:
        transport = self._transport
        transport.on("statechange", self._changed)
        try:
            async with asyncio.timeout(HANDSHAKE_SECONDS):
                await transport.start(self._fingerprints)
        except TimeoutError:
            return "timed_out"
        except Exception:
            # Whatever OpenSSL, or the wrapper around it, makes of what a stranger sent.
            return "failed"
        if transport._state is not State.CONNECTED:
            return "failed"
        self._watch()
        assert transport._ssl is not None
        name = transport._ssl.get_selected_srtp_profile()
        profile = next(one for one in _PROFILES if one.openssl_profile == name)
        self._ready(
            Sessions(
                inbound=transport._rx_srtp,
                outbound=_outbound(transport._ssl, profile),
                gcm=profile is SRTP_AEAD_AES_128_GCM,
            )
        )
        return "done"

    def _watch(self) -> None:
        """The task that reads on may fail at what comes later; nobody would ask it why."""
        task = self._transport._task
        if task is not None:
            task.add_done_callback(lambda done: done.cancelled() or done.exception())

    def _changed(self) -> None:
        if self._transport._state is State.CLOSED:
            self._end("dtls_closed")

    def _end(self, reason: str) -> None:
        self._line.close()
        ended, self._ended = self._ended, None
        if ended is not None:
            ended(reason)

    def _farewell(self) -> None:
        connection = self._transport._ssl
        if connection is not None and self._transport._state is State.CONNECTED:
            with contextlib.suppress(Exception):
                connection.shutdown()
                self._line._out(connection.bio_read(1500))
