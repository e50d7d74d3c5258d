"""A track as a publisher sends it: what arrived, and when a key frame was asked for."""

from webinars.media.forwarding import rtcp
from webinars.media.forwarding.inbound import Inbound
from webinars.media.forwarding.speakers import Voice
from webinars.media.types import AUDIO_LEVEL, MID, TRANSPORT_CC, Codec, IncomingTrack

#: Requests for a key frame are held together for so long (s). Chromium ignores one that comes
#: within 300 ms of the last (video/encoder_rtcp_feedback.cc): ours stay a little further apart.
HOLD = 0.32
#: With nobody's key frame there by then, it is asked for again.
AGAIN = 0.5
#: No header extension has it.
NO_ID = -1


class KeyFrames:
    """Asks a publisher for key frames, at most one per HOLD."""

    def __init__(self) -> None:
        self.requests = 0
        self.wanted = False
        self._asked_at = float("-inf")

    def want(self) -> None:
        self.wanted = True

    def arrived(self) -> None:
        self.wanted = False

    def due(self, now: float, *, waited_for: bool) -> bool:
        """Whether to send a request now; one that is due counts as sent."""
        since = now - self._asked_at
        if (self.wanted and since >= HOLD) or (waited_for and since >= AGAIN):
            self.wanted = False
            self._asked_at = now
            self.requests += 1
            return True
        return False


class Publication:
    """`voice` is the participant's, shared by what they publish."""

    def __init__(self, track: IncomingTrack, voice: Voice, order: int) -> None:
        self.track = track
        self.voice = voice
        self.order = order
        self.muted = False
        self.key_frames = KeyFrames()
        self.cname = track.participant.hex
        #: The publisher's own mapping: (64-bit NTP, RTP time), None before its first report.
        self.clock: tuple[int, int] | None = None
        self.heard_at: float | None = None
        self.octets = 0
        self.inbound = self._inbound()
        self.mid = track.mid.encode()
        #: Ids of header extensions; NO_ID for one that was not negotiated.
        self.mid_id = track.extensions.get(MID, NO_ID)
        self.level_id = track.extensions.get(AUDIO_LEVEL, NO_ID)
        self.transport_id = track.extensions.get(TRANSPORT_CC, NO_ID)
        self.rtx = {c.rtx_pt: c for c in track.codecs.values() if c.rtx_pt is not None}

    def _inbound(self) -> Inbound:
        clock = next((c.clock for c in self.track.codecs.values()), 90000)
        return Inbound(clock, ask=self.track.kind == "video")

    def bind(self, ssrc: int) -> bool:
        """The media SSRC from now on. True when another stood there before."""
        before, self.track.ssrc = self.track.ssrc, ssrc
        if before is None or before == ssrc:
            return False
        self.inbound = self._inbound()
        self.clock = None
        return True

    def codec(self, pt: int) -> Codec | None:
        return self.track.codecs.get(pt)

    def ask_key_frame(self, sender: int, now: float, *, waited_for: bool) -> None:
        ssrc = self.track.ssrc
        if (
            self.track.kind == "video"
            and ssrc is not None
            and not self.muted
            and self.key_frames.due(now, waited_for=waited_for)
        ):
            self.track.send_rtcp(rtcp.pli(sender=sender, ssrc=ssrc))

    def ask_missing(self, sender: int, now: float) -> None:
        ssrc = self.track.ssrc
        if ssrc is not None and (lost := self.inbound.due(now)):
            self.track.send_rtcp(
                rtcp.nack(sender=sender, ssrc=ssrc, lost=[n & 0xFFFF for n in lost])
            )
