"""What can go wrong with signing in and with managing staff."""

from django.utils.translation import gettext_lazy as _

from hub.errors import BadInput, Conflict, HubError


class WrongPassword(HubError):
    """The same for an unknown address, a wrong password and an account that is closed."""

    code = "wrong_password"
    status = 401
    sentence = _("E-mail address or password is wrong.")


class WrongCode(HubError):
    code = "wrong_code"
    status = 401
    sentence = _("This code is wrong, or it has been used already.")


class PasswordFirst(HubError):
    """The first step is missing, or too long ago."""

    code = "password_first"
    status = 401
    sentence = _("Please enter your e-mail address and password (again).")


class AlreadyEnrolled(Conflict):
    code = "already_enrolled"
    sentence = _("A second factor has been set up already.")


class NotEnrolled(Conflict):
    code = "not_enrolled"
    sentence = _("Please set up a second factor first.")


class LinkWornOut(HubError):
    code = "link_worn_out"
    status = 410
    sentence = _("This link has been used already, or it is too old. Please ask for a new one.")


class WeakPassword(BadInput):
    code = "weak_password"


class EmailTaken(Conflict):
    code = "email_taken"
    sentence = _("Somebody with this e-mail address is there already.")


class LastAdmin(Conflict):
    code = "last_admin"
    sentence = _("Somebody has to remain who can manage the staff.")
