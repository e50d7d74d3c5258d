"""What a registration asks beside: both are voluntary, unticked, worded and versioned.

The confirmation, the calendar entry, its changes and the reminder are what somebody registers for;
they need no consent.
"""

from hub.followup.forms import FIRST_WORDINGS

MATERIALS = "webinar_materials"
ASKED = (MATERIALS, "newsletter")


def register() -> None:
    FIRST_WORDINGS[MATERIALS] = {
        "de": "Schicken Sie mir nach dem Webinar die Unterlagen dazu.",
        "en": "Send me the materials after the webinar.",
    }
