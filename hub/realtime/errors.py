"""What can go wrong with a log or a socket."""

from django.utils.translation import gettext_lazy as _

from hub.errors import BadInput, Conflict, HubError, SignInNeeded, TooLarge, TooMany


class LogClosed(Conflict):
    code = "closed"
    sentence = _("This conversation is closed. Write again to open it.")


class OutOfOrder(Conflict):
    code = "out_of_order"
    sentence = _("An earlier message is missing. It is sent again first.")
    retry_after = 0.2


class BadFrame(BadInput):
    code = "bad_frame"
    status = 400
    sentence = _("This frame was not understood.")


class FrameTooLarge(TooLarge):
    code = "frame_too_large"
    sentence = _("This message is too large to be sent.")


class UnknownKind(BadInput):
    code = "unknown_kind"
    sentence = _("This kind of message is not known here.")


class BadToken(SignInNeeded):
    code = "bad_token"
    sentence = _("This access is not valid (any more).")


class WrongOrigin(HubError):
    code = "wrong_origin"
    status = 403
    sentence = _("This page may not connect.")


class Flood(TooMany):
    code = "flood"
    sentence = _("Too much at once. The line was closed.")


class TooSlow(HubError):
    code = "too_slow"
    status = 408
    sentence = _("The line is too slow. It is opened again.")
    retry_after = 1.0
