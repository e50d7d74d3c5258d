"""What can go wrong at another system, as connectors say it."""

from django.utils.translation import gettext_lazy as _

from hub.errors import BadInput, HubError


class ConfigurationError(BadInput):
    """A connection that cannot work as it is set up."""

    code = "configuration"


class BridgeError(HubError):
    """Base of what a connector raises. `words` are the other system's own, as it said them.

    `cause` groups what failed for the same reason.
    """

    code = "bridge_failed"
    status = 502
    sentence = _("The CRM did not take this.")

    def __init__(self, words: str, *, status_code: int = 0, cause: str = "") -> None:
        super().__init__()
        self.words = words
        self.status_code = status_code
        self.cause = cause or f"{type(self).__name__.lower()}:{status_code}"

    def __str__(self) -> str:
        return self.words


class Rejected(BridgeError):
    """It was understood and refused (4xx): the same again will be refused, too."""


class Unreachable(BridgeError):
    """The request certainly did not arrive, or was answered with 5xx."""


class Unclear(BridgeError):
    """Nobody knows whether it was carried out: no answer after sending, or not a valid one."""


class Limited(BridgeError):
    """The other system slows us down (429): `after` in seconds, for all of the connection."""

    def __init__(self, words: str, *, status_code: int = 429, after: float) -> None:
        super().__init__(words, status_code=status_code, cause="limited")
        self.after = after
