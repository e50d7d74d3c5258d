"""A publishing connection: whose packet it is, and what its publisher is told."""

from collections.abc import Callable, Iterable

from webinars.media.forwarding import rtcp
from webinars.media.forwarding.feedback import TransportFeedback
from webinars.media.forwarding.publication import Publication
from webinars.media.forwarding.rtp import Packet

RECEIVER_REPORT = 1.0

#: A publication, and whether the packet is a retransmission.
Found = tuple[Publication, bool]


class Publisher:
    """`anew` is called with a publication that goes on under another SSRC."""

    def __init__(
        self, send_rtcp: Callable[[bytes], None], anew: Callable[[Publication], None]
    ) -> None:
        self.publications: dict[str, Publication] = {}
        self.feedback = TransportFeedback(send_rtcp)
        self._by_ssrc: dict[int, Found] = {}
        self._anew = anew
        self._report_due = 0.0

    def add(self, publication: Publication) -> None:
        track = publication.track
        self.publications[track.mid] = publication
        if track.ssrc is not None:
            self._by_ssrc[track.ssrc] = (publication, False)
        if track.rtx_ssrc is not None:
            self._by_ssrc[track.rtx_ssrc] = (publication, True)

    def take_out(self, mid: str) -> Publication | None:
        publication = self.publications.pop(mid, None)
        for ssrc, (bound, _) in list(self._by_ssrc.items()):
            if bound is publication:
                del self._by_ssrc[ssrc]
        return publication

    # --- whose it is ----------------------------------------------------------------------------

    def find(self, packet: Packet) -> Found | None:
        """By SSRC, else by MID, else by payload type where only one track has it."""
        found = self._by_ssrc.get(packet.ssrc)
        if found is not None:
            return found
        publications = list(self.publications.values())
        for publication in publications:
            mid = packet.extensions.get(publication.mid_id)
            if mid is not None and mid == publication.mid:
                return self._bound(publication, packet)
        fitting = [p for p in publications if packet.pt in p.track.codecs or packet.pt in p.rtx]
        if len(fitting) != 1:
            return None
        publication = fitting[0]
        if publication.track.ssrc is not None and packet.pt in publication.track.codecs:
            return None
        return self._bound(publication, packet)

    def _bound(self, publication: Publication, packet: Packet) -> Found | None:
        is_rtx = packet.pt in publication.rtx
        if not is_rtx and packet.pt not in publication.track.codecs:
            return None
        for ssrc, bound in list(self._by_ssrc.items()):
            if bound == (publication, is_rtx):
                del self._by_ssrc[ssrc]
        self._by_ssrc[packet.ssrc] = (publication, is_rtx)
        if not is_rtx and publication.bind(packet.ssrc):
            self._anew(publication)
        return publication, is_rtx

    # --- what is told ---------------------------------------------------------------------------

    def heard(self, senders: Iterable[tuple[int, int, int]], now: float) -> None:
        """Its sender reports: (SSRC, 64-bit NTP, RTP time)."""
        for ssrc, ntp, timestamp in senders:
            found = self._by_ssrc.get(ssrc)
            if found is not None and not found[1]:
                found[0].clock = (ntp, timestamp)
                found[0].inbound.sender_report(ntp, now)

    def tell(self, sender: int, now: float) -> None:
        """Feedback, what is missing, and each second a receiver report; `sender` is our SSRC."""
        bound = [(p, p.track.ssrc) for p in self.publications.values() if p.track.ssrc is not None]
        if not bound:
            return
        first, ssrc = bound[0]
        self.feedback.tick(sender=sender, ssrc=ssrc, now=now)
        for publication, _ in bound:
            publication.ask_missing(sender, now)
        if now >= self._report_due:
            self._report_due = now + RECEIVER_REPORT
            blocks = [p.inbound.block(own, now) for p, own in bound if p.inbound.received]
            first.track.send_rtcp(rtcp.receiver_report(sender, blocks))
