"""Names, addresses and numbers in the one form in which they are stored, sorted and compared."""

import re
import unicodedata

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from hub.errors import BadInput

_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_SPACES = re.compile(r"\s+")


def tidy(text: str, most: int = 200) -> str:
    """One line without control characters and doubled blanks, at most `most` characters."""
    plain = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in text[: most * 4])
    return _SPACES.sub(" ", plain).strip()[:most]


def fold(text: str) -> str:
    """Lower case, without accents, ä as ae and ß as ss (DIN 5007-2): how names sort and match."""
    return plain(unicodedata.normalize("NFC", text).casefold().translate(_UMLAUTS))


def plain(text: str) -> str:
    """Lower case, without accents, ä as a: how people type names on foreign keyboards."""
    letters = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    kept = "".join(c for c in letters if not unicodedata.combining(c))
    return _SPACES.sub(" ", kept).strip()


def search_text(*parts: str) -> str:
    """What a search looks in, for these parts."""
    both = [fold(" ".join(parts)), plain(" ".join(parts))]
    return "\n".join(dict.fromkeys(both))


def email_address(text: str) -> str:
    """An e-mail address in lower case. Raises `BadInput` (field email)."""
    address = text.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise BadInput(_("This is not an e-mail address."), field="email") from None
    return address


def phone_number(text: str, region: str = "DE") -> str:
    """A phone number in E.164 (+49831572014). Raises `BadInput` (field phone)."""
    wrong = BadInput(_("This is not a phone number."), field="phone")
    if len(text) > 60:
        raise wrong
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        raise wrong from None
    possible = phonenumbers.is_possible_number_with_reason(number)
    if possible != phonenumbers.ValidationResult.IS_POSSIBLE:
        raise wrong
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def region_of(language: str) -> str:
    """Which country's numbers are meant without a prefix: a guess from the language."""
    return {"de": "DE", "en": "GB", "pl": "PL", "fr": "FR", "it": "IT"}.get(language[:2], "DE")


def initials(name: str) -> str:
    """At most two letters for somebody who has no picture."""
    words = [word for word in name.split() if word[0].isalpha()]
    picked = [words[0], words[-1]] if len(words) > 1 else words
    return "".join(word[0].upper() for word in picked)
