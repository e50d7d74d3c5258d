"""A new password by a link in a mail: signed, for one use, and only a POST uses it.

The link's secret stands in the fragment (`#…`), which a browser sends to nobody: not to a server's
log, not in a referrer, not to a mail scanner that fetches the page.
"""

import hashlib
import uuid
from typing import Any, Final

from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.http import base36_to_int

from hub.accounts.errors import LinkWornOut, WeakPassword
from hub.accounts.models import AccountMail, Staff
from hub.accounts.services import ending
from hub.audit.services import record
from hub.web import origins, rate_limit
from hub.web.client_address import rate_key

#: Where the console's screen for it is.
PATH: Final = "/sign-in/password"


class _Links(PasswordResetTokenGenerator):
    """Void once the password or the epoch changed or somebody signed in, and after `hours`.

    Signed with SECRET_KEY, nothing to store. Each kind has a signature of its own.
    """

    def __init__(self, kind: AccountMail.Kind, hours: int) -> None:
        super().__init__()
        self.hours = hours
        self.key_salt = f"hub.accounts.links.{kind}"

    def check_token(self, user: Any, token: str | None) -> bool:
        if not super().check_token(user, token):
            return False
        made = base36_to_int((token or "").partition("-")[0])
        return self._num_seconds(self._now()) - made <= self.hours * 3600

    def _make_hash_value(self, user: Staff, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.sign_in_epoch}"


_links = {
    AccountMail.Kind.RESET: _Links(AccountMail.Kind.RESET, 2),
    # Not longer than PASSWORD_RESET_TIMEOUT, Django's own limit for these.
    AccountMail.Kind.INVITATION: _Links(AccountMail.Kind.INVITATION, 3 * 24),
}


def link_for(staff: Staff, kind: AccountMail.Kind) -> str:
    """The address to put into a mail of this kind."""
    return origins.absolute("staff", f"{PATH}#{staff.pk.hex}.{_links[kind].make_token(staff)}")


def ask_for_reset(*, email: str, address: str) -> None:
    """Somebody forgot the password. The same for every address: what exists, the mail decides.

    `address` is the asking client's, for the limit. Raises `TooMany`.
    """
    email = email.strip().lower()
    account = hashlib.sha256(email.encode(errors="replace")).hexdigest()[:24]
    rate_limit.require(f"reset.address:{rate_key(address)}", 10, 3600)
    rate_limit.require(f"reset.account:{account}", 3, 3600)
    if len(email) > 254 or "\x00" in email:
        return
    _mail(AccountMail.Kind.RESET, email)


def send_invitation(*, staff: Staff) -> None:
    _mail(AccountMail.Kind.INVITATION, staff.email)


@transaction.atomic
def set_password_by_link(*, token: str, password: str) -> None:
    """Sets the password and ends every session. The second factor stays as it is.

    Raises `LinkWornOut`, `WeakPassword` (with the reasons as its sentence).
    """
    staff = _staff_of(token)
    try:
        validate_password(password, staff)
    except ValidationError as weak:
        raise WeakPassword(" ".join(weak.messages), field="password") from None
    staff.set_password(password)
    staff.save(update_fields=["password"])
    ending.end_everything(staff)
    record(staff, "password.set", staff)


def _staff_of(token: str) -> Staff:
    name, _, mark = token.partition(".")
    try:
        key = uuid.UUID(hex=name)
    except ValueError:
        raise LinkWornOut from None
    staff = Staff.objects.select_for_update().filter(pk=key, is_active=True).first()
    if staff is None or not any(kind.check_token(staff, mark) for kind in _links.values()):
        raise LinkWornOut
    return staff


def _mail(kind: AccountMail.Kind, email: str) -> None:
    AccountMail.objects.create(kind=kind, email=email, due_at=timezone.now())
    transaction.on_commit(_wake, robust=True)


def _wake() -> None:
    from hub.accounts.tasks import send_account_mails

    send_account_mails.delay()
