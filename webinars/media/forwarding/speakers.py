"""Who speaks: from the audio levels that browsers send along (RFC 6464)."""

from collections.abc import Collection
from uuid import UUID

#: A frame this loud (in -dBov: 0 is loudest) counts as speech.
SPEECH = 45
#: Share of recent frames that are speech, above which somebody speaks, and below which no more.
BEGINS, ENDS = 0.35, 0.1
#: One frame's weight; 20 ms each, so some 300 ms.
WEIGHT = 1 / 15
INTERVAL, LOOK = 0.25, 0.1
#: Without packets for so long nobody is heard (silence is not sent with DTX).
SILENT = 0.6


class Voice:
    """One microphone."""

    __slots__ = ("_share", "heard_at", "loudness", "speaking", "spoke_at")

    def __init__(self) -> None:
        self.loudness = 0.0
        self.speaking = False
        #: When it last spoke; 0 for never.
        self.spoke_at = 0.0
        self.heard_at = 0.0
        self._share = 0.0

    def take(self, level: int, now: float) -> None:
        self.heard_at = now
        self.loudness += ((127 - level) - self.loudness) * WEIGHT
        self._share += ((level <= SPEECH) - self._share) * WEIGHT
        self._decide(now)

    def rest(self, now: float) -> None:
        """Called now and then: who sends nothing does not speak."""
        if now - self.heard_at > SILENT:
            self._share = self.loudness = 0.0
        self._decide(now)

    def stop(self) -> None:
        self._share = self.loudness = 0.0
        self.speaking = False

    def _decide(self, now: float) -> None:
        self.speaking = self._share > (ENDS if self.speaking else BEGINS)
        if self.speaking:
            self.spoke_at = now


class Speakers:
    """Says at most four times a second who speaks, and only when that changed."""

    def __init__(self) -> None:
        self._said: list[UUID] = []
        self._due = 0.0

    def changed(self, voices: Collection[tuple[UUID, Voice]], now: float) -> list[UUID] | None:
        """Loudest first; None when there is nothing to say."""
        if now < self._due:
            return None
        self._due = now + LOOK
        for _, voice in voices:
            voice.rest(now)
        loud = sorted((v.loudness, str(p), p) for p, v in voices if v.speaking)
        speaking = list(dict.fromkeys(p for _, _, p in reversed(loud)))
        if set(speaking) == set(self._said) and speaking[:1] == self._said[:1]:
            return None
        self._said = speaking
        self._due = now + INTERVAL
        return speaking
