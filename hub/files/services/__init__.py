"""Everything that writes files: `storing` takes them in, `erasing` removes them."""

from hub.files.services.erasing import erase, erase_of_owner, sweep_unattached
from hub.files.services.storing import attach, preview_url, signed_url, store

__all__ = [
    "attach",
    "erase",
    "erase_of_owner",
    "preview_url",
    "signed_url",
    "store",
    "sweep_unattached",
]
