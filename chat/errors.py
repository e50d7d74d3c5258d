"""What can go wrong in a conversation."""

from django.utils.translation import gettext_lazy as _

from hub.errors import BadInput, Conflict, NotFound


class AlreadyTaken(Conflict):
    code = "already_taken"
    sentence = _("Somebody else was faster.")


class UnknownSite(NotFound):
    code = "unknown_site"
    sentence = _("This website is not known here.")


class BadForm(BadInput):
    code = "bad_form"
    sentence = _("Please look at the marked field.")


class WrongKey(BadInput):
    code = "wrong_key"
    sentence = _("This conversation belongs to another browser.")
    status = 403
