"""Synthetic WebRTC peers: ICE, DTLS and SRTP as a browser does them, media that nobody decodes."""

import asyncio
import secrets
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aioice import stun
from aiortc.rtcdtlstransport import (
    RTCCertificate,
    RTCDtlsFingerprint,
    RTCDtlsParameters,
    RTCDtlsTransport,
)

CHECK_AGAIN = 2.5
#: Payload type of sound, in the recorded offers as in what is fed to a peer.
SOUND_PT = 111


@dataclass(frozen=True)
class Remote:
    """The other side, as its SDP says."""

    ufrag: str
    password: str
    host: str
    port: int
    fingerprint: str

    @classmethod
    def of(cls, sdp: str, host: str) -> "Remote":
        """The candidate at `host` is taken; raises StopIteration without one."""
        lines = sdp.splitlines()

        def value(key: str) -> str:
            return next(line.partition(":")[2] for line in lines if line.startswith(f"a={key}:"))

        candidates = [line.split() for line in lines if line.startswith("a=candidate:")]
        port = next(int(c[5]) for c in candidates if c[2].lower() == "udp" and c[4] == host)
        fingerprint = value("fingerprint").split()[1]
        return cls(value("ice-ufrag"), value("ice-pwd"), host, port, fingerprint)


class _Transport:
    """What aiortc takes for its ICE transport."""

    role = "controlling"

    def __init__(self, send: Callable[[bytes], None]) -> None:
        self.incoming: asyncio.Queue[bytes] = asyncio.Queue()
        self._out = send

    async def _recv(self) -> bytes:
        return await self.incoming.get()

    async def _send(self, data: bytes) -> None:
        self._out(data)


class Line:
    """One connection from a socket of its own. Who reads the socket hands STUN and DTLS to
    `receive`."""

    def __init__(self, host: str, certificate: RTCCertificate) -> None:
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        self.sock.bind((host, 0))
        self.sock.setblocking(False)
        self.ufrag, self.password = secrets.token_hex(4), secrets.token_hex(16)
        self.remote: Remote | None = None
        self.controlling = True
        self.outbound: Any = None
        self.inbound: Any = None
        self._certificate = certificate
        self._checked = asyncio.Event()
        self._ice = _Transport(self._send)
        self._tie = secrets.randbits(63)

    def view(self) -> dict[str, Any]:
        """For an SDP."""
        host, port = self.sock.getsockname()[:2]
        fingerprint = next(
            f.value for f in self._certificate.getFingerprints() if f.algorithm == "sha-256"
        )
        return {
            "ufrag": self.ufrag,
            "password": self.password,
            "host": host,
            "port": port,
            "fingerprint": fingerprint,
        }

    async def connect(self, remote: Remote, *, controlling: bool) -> None:
        """Until SRTP can flow. Raises TimeoutError."""
        self.remote, self.controlling = remote, controlling
        async with asyncio.timeout(20):
            while not self._checked.is_set():
                self.check()
                try:
                    await asyncio.wait_for(self._checked.wait(), 0.1)
                except TimeoutError:
                    continue
            dtls = RTCDtlsTransport(self._ice, [self._certificate])  # type: ignore[arg-type]
            dtls._set_role("client")
            await dtls.start(RTCDtlsParameters([RTCDtlsFingerprint("sha-256", remote.fingerprint)]))
        if dtls.state != "connected":
            raise TimeoutError(f"DTLS is {dtls.state}")
        self.outbound, self.inbound = dtls._tx_srtp, dtls._rx_srtp
        self._dtls = dtls

    def check(self) -> None:
        """A connectivity check, and later the sign that one still consents."""
        remote = self.remote
        if remote is None:
            return
        request = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
        request.attributes["USERNAME"] = f"{remote.ufrag}:{self.ufrag}"
        request.attributes["PRIORITY"] = 1845494271
        if self.controlling:
            request.attributes["ICE-CONTROLLING"] = self._tie
            request.attributes["USE-CANDIDATE"] = None
        else:
            request.attributes["ICE-CONTROLLED"] = self._tie
        request.add_message_integrity(remote.password.encode())
        request.add_fingerprint()
        self._send(bytes(request))

    def receive(self, data: bytes, address: tuple[str, int]) -> None:
        if data[0] >= 4:
            self._ice.incoming.put_nowait(data)
            return
        try:
            message = stun.parse_message(data)
        except ValueError:
            return
        if message.message_class == stun.Class.RESPONSE:
            self._checked.set()
        elif message.message_class == stun.Class.REQUEST:
            answer = stun.Message(stun.Method.BINDING, stun.Class.RESPONSE, message.transaction_id)
            answer.attributes["XOR-MAPPED-ADDRESS"] = address
            answer.add_message_integrity(self.password.encode())
            answer.add_fingerprint()
            self._send(bytes(answer), address)

    def protect_and_send(self, packet: bytes) -> None:
        self._send(self.outbound.protect(packet))

    def send_rtcp(self, packet: bytes) -> None:
        self._send(self.outbound.protect_rtcp(packet))

    def _send(self, data: bytes, address: tuple[str, int] | None = None) -> None:
        remote = self.remote
        if address is None and remote is not None:
            address = (remote.host, remote.port)
        if address is not None:
            try:
                self.sock.sendto(data, address)
            except OSError:
                pass


def video_payload(picture: int, *, key: bool, first: bool, size: int) -> bytes:
    """VP8 with a 15-bit picture id."""
    head = bytes((0x90 if first else 0x80, 0x80, 0x80 | picture >> 8 & 0x7F, picture & 0xFF))
    frame = bytes((0 if key else 1,))
    return stamped(head + frame, size)


def stamped(start: bytes, size: int) -> bytes:
    """A payload that ends with when it was made (monotonic, ns)."""
    return start + bytes(size - len(start) - 8) + struct.pack("!Q", time.monotonic_ns())
