"""What the tray says to people: why something waits, and what to do about it."""

from django.utils import translation
from django.utils.translation import gettext as _

from crm_bridge.models import Delivery


def contact_title(lang: str) -> str:
    with translation.override(lang):
        return _("Contact")


def note(d: Delivery, lang: str) -> str:
    """Why it is where it is, in one line; empty when there is nothing to say."""
    with translation.override(lang):
        if d.state == Delivery.State.SKIPPED:
            return _("Version %(version)d was skipped") % {"version": d.wanted_version}
        if d.state != Delivery.State.WAITING:
            return ""
        if d.connection.paused_at is not None:
            return _("Delivery is paused")
        if d.connection.limited:
            return _("The CRM slows us down (429)")
        if d.connection.failing_since is not None:
            return _("The CRM cannot be reached, goes on by itself")
        if d.unknown:
            return _("No answer came, it is sent again")
        if d.attempts:
            return _("Refused, is tried again")
        if d.entry is not None and d.entry.ended_at is None and d.entry.log_id is not None:
            if d.delivered_version:
                return _("Version %(version)d is over there, the rest follows") % {
                    "version": d.delivered_version
                }
            return _("Is still running")
        return ""


def suggestion(d: Delivery, lang: str) -> str:
    """What a person can do about what stands in the tray."""
    if d.state != Delivery.State.TRAY:
        return ""
    with translation.override(lang):
        if d.cause == "address":
            return _("The address may not be called from here. An administrator changes it.")
        if d.cause.startswith("ours:"):
            return _("The mistake is on our side. It is in the log; tell your administrator.")
        if d.status_code in (401, 403):
            return _(
                "The receiver does not accept the signature. Compare the secret on both sides."
            )
        if 300 <= d.status_code < 400 or d.status_code in (404, 405, 410):
            return _(
                "The receiver's address has changed. Enter the new one; all is sent again then."
            )
        if d.status_code == 413:
            return _("It is too large for the receiver. Raise its limit, then send again.")
        if 400 <= d.status_code < 500:
            return _("The receiver wants something else in a field. Correct it, then send again.")
        return _("Nothing: as soon as the receiver answers, it goes on by itself.")
