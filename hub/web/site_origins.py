"""Which pages may embed the widget: each site's origins, out of a table read now and then."""

import re
import threading
import time
from typing import Final

from hub.sites.models import Site

#: How long a changed list of origins may take to be seen, in seconds.
FRESH: Final = 10.0
#: An origin as RFC 6454 writes it. It goes into a header, so nothing else may stand in it.
_ORIGIN = re.compile(
    r"https?://[A-Za-z0-9.-]{1,253}(:\d{1,5})?|https?://\[[0-9A-Fa-f:]{2,45}\](:\d{1,5})?"
)

_lock = threading.Lock()
_table: dict[str, tuple[str, ...]] = {}
_read_at = float("-inf")


def origins_of(site_key: str) -> tuple[str, ...]:
    """The origins that may frame the site's widget; none for a site that is unknown."""
    return _read().get(site_key, ())


def is_some_sites(origin: str) -> bool:
    """Whether any site may be embedded by pages of this origin."""
    return any(origin in origins for origins in _read().values())


def _read() -> dict[str, tuple[str, ...]]:
    global _table, _read_at
    if time.monotonic() - _read_at > FRESH:
        with _lock:
            if time.monotonic() - _read_at > FRESH:
                _table = {
                    key: tuple(o for o in found if _ORIGIN.fullmatch(o))
                    for key, found in Site.objects.values_list("key", "origins")
                }
                _read_at = time.monotonic()
    return _table


def forget() -> None:
    """Read the table again at the next question (after a site was changed)."""
    global _read_at
    _read_at = float("-inf")
