"""One browser's peer connection for one purpose: from its datagrams to packets in the clear."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import pylibsrtp
import structlog

from webinars.media import stun
from webinars.media.contract import Purpose
from webinars.media.dtls import Certificate, Dtls, Sessions
from webinars.media.ice import Agent, Path
from webinars.media.metrics import drop
from webinars.media.offers import Offer
from webinars.media.types import Address
from webinars.media.udp import Port

log = structlog.get_logger(__name__)

#: From the answer to the end of the handshake; afterwards the browser has given up, too.
CONNECT_SECONDS: Final = 20.0
#: How long an address is kept for whoever was proven to be there.
ADDRESS_SECONDS: Final = 10.0
#: pylibsrtp's buffer.
_LARGEST: Final = 1500


@dataclass(frozen=True, slots=True)
class Told:
    """What a connection tells its room. `ended` comes once at most, and never after `close`."""

    ready: Callable[["Connection"], None]
    moved: Callable[["Connection"], None]
    ended: Callable[["Connection", str], None]
    rtp: Callable[["Connection", bytes, float], None]
    rtcp: Callable[["Connection", bytes, float], None]


class Connection:
    """Times are `time.monotonic()`."""

    def __init__(
        self,
        *,
        id: UUID,
        participant: UUID,
        purpose: Purpose,
        offer: Offer,
        certificate: Certificate,
        told: Told,
        now: float,
    ) -> None:
        self.id = id
        self.participant = participant
        self.purpose: Purpose = purpose
        self.remote = (offer.ufrag, offer.password)
        self.fingerprints = offer.fingerprints
        self.certificate = certificate
        self.agent = Agent(now)
        self.sessions: Sessions | None = None
        self.opened_at = now
        self.closed = False
        self.session = secrets.randbits(62)
        self.answers = 0
        self._told = told
        self._dtls = Dtls(
            certificate,
            offer.fingerprints,
            send=self._send,
            ready=self._handshaken,
            ended=self._ended,
        )

    def same_browser(self, offer: Offer) -> bool:
        return self.fingerprints == offer.fingerprints

    def reoffered(self, offer: Offer) -> bool:
        """Note a later offer. True: it is an ICE restart, and `agent` has new credentials."""
        if (offer.ufrag, offer.password) == self.remote:
            return False
        self.remote = (offer.ufrag, offer.password)
        self.agent.restart()
        return True

    def on_check(
        self, port: Port, data: bytes, request: stun.Request, address: Address, now: float
    ) -> bool:
        """A connectivity check that names us. False: it proved nothing, or came too often."""
        password = self.agent.password(request.ufrag)
        if password is None or not self.agent.may_check(now):
            drop("stun_flood")
            return False
        if not stun.verify(data, request, password):
            drop("stun_unproven")
            return False
        if request.controlled:
            port.send(stun.role_conflict(request.transaction, password), address)
            return False
        holder = port.peers.get(address)
        if holder is not None and holder is not self and holder.holds(port, address, now):
            # Whoever forges a neighbour's address must not take the neighbour's packets.
            drop("stun_address_taken")
            return False
        path, before = Path(port, address), self.agent.selected
        port.peers[address] = self
        for old in self.agent.checked(path, request.ufrag, request.use_candidate, now):
            old.port.peers.pop(old.address, None)
        port.send(stun.success(request.transaction, address, password), address)
        if self.agent.selected != before and self.sessions is not None:
            self._told.moved(self)
        return True

    def holds(self, port: Port, address: Address, now: float) -> bool:
        heard = self.agent.paths.get(Path(port, address))
        return heard is not None and now - heard < ADDRESS_SECONDS

    def on_dtls(self, data: bytes) -> None:
        self._dtls.receive(data)

    def on_srtp(self, data: bytes, now: float) -> None:
        sessions, size = self.sessions, len(data)
        if sessions is None:
            drop("srtp_early")
            return
        if not 12 <= size <= _LARGEST:
            drop("srtp_size")
            return
        try:
            # RFC 5761, 4: the second byte tells RTCP from RTP.
            if 191 < data[1] < 224:
                packet = sessions.inbound.unprotect_rtcp(data)
                self._told.rtcp(self, packet, now)
            elif self.purpose == "publish":
                packet = sessions.inbound.unprotect(data)
                self._told.rtp(self, packet, now)
            else:
                drop("rtp_from_viewer")
        except pylibsrtp.Error as error:
            drop("srtp_replay" if "replay" in str(error) else "srtp_unproven")

    def send_rtcp(self, packet: bytes) -> None:
        """Encrypt and send plain RTCP."""
        if self.sessions is not None and not self.closed:
            self._send(self.sessions.outbound.protect_rtcp(packet))

    def look_after(self, now: float) -> None:
        """Called each second: whoever does not come, or does not ask for more, is gone."""
        if self.sessions is None and now - self.opened_at > CONNECT_SECONDS:
            self._ended("never_connected")
        elif not self.agent.consents(now):
            self._ended("no_consent")

    def close(self) -> None:
        """Say good-bye and forget. Nothing is told any more."""
        if not self.closed:
            self.closed = True
            self._dtls.close()
            for path in self.agent.paths:
                if path.port.peers.get(path.address) is self:
                    del path.port.peers[path.address]

    def _handshaken(self, sessions: Sessions) -> None:
        if not self.closed:
            self.sessions = sessions
            self._told.ready(self)
            log.info(
                "media_connected",
                connection=str(self.id),
                purpose=self.purpose,
                milliseconds=round((time.monotonic() - self.opened_at) * 1000),
            )

    def _ended(self, reason: str) -> None:
        if not self.closed:
            self.close()
            self._told.ended(self, reason)

    def _send(self, data: bytes) -> None:
        path = self.agent.selected
        if path is not None and data:
            path.port.send(data, path.address)
