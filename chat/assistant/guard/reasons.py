"""Why a sentence was struck, in words. Codes are stored, words are made when they are shown."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chat.assistant.types import Reason

_WORDS: dict[str, str | Promise] = {
    "no_source": _("no source was given for this"),
    "unknown_source": _("the source given does not exist"),
    "figure": _("no source says %(what)s"),
    "figure_elsewhere": _("the source says %(what)s of something else"),
    "bound": _("the source sets another limit than “%(what)s”"),
    "price": _("no live source says the price %(what)s"),
    "price_exact": _("a price stands only as the live source says it, not as “%(what)s”"),
    "other_product": _("the source given is not about %(what)s"),
    "unknown_product": _("the content knows no %(what)s"),
    "when": _("no source says “%(what)s”"),
    "as_of": _("the live figure is of another time than %(what)s"),
    "link": _("no source has %(what)s"),
    "stock": _("the live stock does not bear out “%(what)s”"),
    "delivery": _("the live delivery time does not bear out “%(what)s”"),
    "promise": _("no source promises “%(what)s”"),
    "words": _("no source mentions “%(what)s”"),
    "contradiction": _("the source says the opposite"),
    "yes_no": _("no source can bear out a bare yes or no"),
    "other_language": _("the source is in another language: please compare it yourself"),
    "name": _("no source names %(what)s"),
    "odd": _("it has characters that cannot be checked"),
    "too_long": _("it is too long to be checked"),
    "order": _("it is an instruction to a machine"),
}


def in_words(reason: Reason) -> str:
    """The reason in the language that is active now; unknown codes read as the plainest one."""
    return str(_WORDS.get(reason.code, _WORDS["no_source"])) % {"what": reason.what}
