"""The lite side of ICE (RFC 8445) for one connection: who may send from where, where to answer.

The browser checks, we answer. An address is learnt from a check whose integrity was proven, the
last nominated one is sent to, and without checks for 30 s the consent is gone (RFC 7675).
"""

import secrets
import string
from dataclasses import dataclass
from typing import Final

from webinars.media.types import Address
from webinars.media.udp import Port

CONSENT_SECONDS: Final = 30.0
#: Addresses of one connection that are known at a time.
ADDRESSES: Final = 8
#: Checks a second that one connection may ask for; browsers send some twenty while they look.
CHECKS_PER_SECOND: Final = 100
_LETTERS: Final = string.ascii_letters + string.digits


@dataclass(frozen=True, slots=True)
class Credentials:
    ufrag: str
    password: str

    @classmethod
    def new(cls) -> "Credentials":
        return cls(_letters(12), _letters(24))


@dataclass(frozen=True, slots=True)
class Path:
    """Our socket and the other side's address."""

    port: Port
    address: Address


class Agent:
    """State of one connection. Times are `time.monotonic()`."""

    def __init__(self, now: float) -> None:
        self.credentials = Credentials.new()
        #: Those of before an ICE restart, until the new ones are used.
        self.earlier: Credentials | None = None
        #: When each was last heard of.
        self.paths: dict[Path, float] = {}
        self.selected: Path | None = None
        self.nominated = False
        self.heard_at = now
        self._second = 0
        self._checks = 0

    def restart(self) -> None:
        """New credentials; what is known goes on working until a check with them nominates."""
        self.earlier = self.credentials
        self.credentials = Credentials.new()

    def password(self, ufrag: str) -> str | None:
        for credentials in (self.credentials, self.earlier):
            if credentials is not None and credentials.ufrag == ufrag:
                return credentials.password
        return None

    def may_check(self, now: float) -> bool:
        """Counts one more check; False when there are too many this second."""
        if int(now) != self._second:
            self._second, self._checks = int(now), 0
        self._checks += 1
        return self._checks <= CHECKS_PER_SECOND

    def checked(self, path: Path, ufrag: str, nominates: bool, now: float) -> list[Path]:
        """Note a proven check. Gives the paths that are forgotten for it."""
        self.heard_at = now
        self.paths[path] = now
        if nominates or (self.selected is None and not self.nominated):
            self.selected = path
        if nominates:
            self.nominated = True
            if ufrag == self.credentials.ufrag:
                self.earlier = None
        forgotten = []
        while len(self.paths) > ADDRESSES:
            oldest = min(
                (known for known in self.paths if known not in (self.selected, path)),
                key=self.paths.__getitem__,
            )
            del self.paths[oldest]
            forgotten.append(oldest)
        return forgotten

    def consents(self, now: float) -> bool:
        return now - self.heard_at < CONSENT_SECONDS


def _letters(count: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(count))
