"""What can go wrong, as the caller sees it.

A failure that a person can read is a small class: a stable `code`, an HTTP `status`, and a sentence
(translated when it is shown). Sockets send `code` and the sentence in an `error` frame; HTTP sends
`{"error": {"code", "message", "field"?, "retry_after"?}}`.
"""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class HubError(Exception):
    """Base of every error that has a sentence for the person who caused it."""

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 400
    sentence: ClassVar[str | Promise] = _("That did not work.")
    #: Seconds after which another try makes sense, or None.
    retry_after: float | None = None

    def __init__(
        self,
        sentence: str | Promise | None = None,
        *,
        field: str | None = None,
        retry_after: float | None = None,
        **facts: str | int | None,
    ) -> None:
        super().__init__(self.code)
        self._sentence = sentence
        self.field = field
        self.facts = facts
        if retry_after is not None:
            self.retry_after = retry_after

    @property
    def message(self) -> str:
        """The sentence in the language that is active now."""
        return str(self._sentence if self._sentence is not None else self.sentence)


class BadInput(HubError):
    code = "bad_input"
    status = 422
    sentence = _("This input does not fit.")


class NotAllowed(HubError):
    code = "not_allowed"
    status = 403
    sentence = _("You do not have the right to do this.")


class NotFound(HubError):
    code = "not_found"
    status = 404
    sentence = _("This is not here (any more).")


class SignInNeeded(HubError):
    code = "sign_in_needed"
    status = 401
    sentence = _("Please sign in.")


class Conflict(HubError):
    code = "conflict"
    status = 409
    sentence = _("This has changed in the meantime.")


class TooMany(HubError):
    code = "too_many"
    status = 429
    sentence = _("Too many requests. Please try again in a moment.")
    retry_after = 5.0


class TooLarge(HubError):
    code = "too_large"
    status = 413
    sentence = _("This is too large.")


class Unavailable(HubError):
    code = "unavailable"
    status = 503
    sentence = _("This cannot be reached at the moment.")
    retry_after = 2.0
