"""Everything that writes about people and their history."""

from hub.contacts.history import touch_history
from hub.contacts.services.editing import edit
from hub.contacts.services.erasure import Erased, erase
from hub.contacts.services.identifying import assign, identify
from hub.contacts.services.merging import accept, merge, reject, undo
from hub.contacts.services.verifying import issue_code, verify

__all__ = [
    "Erased",
    "accept",
    "assign",
    "edit",
    "erase",
    "identify",
    "issue_code",
    "merge",
    "reject",
    "touch_history",
    "undo",
    "verify",
]
