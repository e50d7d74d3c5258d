"""What can go wrong with a draft."""

from django.utils.translation import gettext_lazy as _

from hub.errors import Conflict


class AlreadyDecided(Conflict):
    code = "already_decided"
    sentence = _("This draft has been dealt with already.")
