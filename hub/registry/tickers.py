"""What a web process does once a second beside its sockets, and once more when it stops."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from hub.registry.base import Registry

if TYPE_CHECKING:
    from hub.realtime.process import Process

Ticker = Callable[["Process"], Awaitable[None]]

#: Each runs by itself: one that is slow or fails keeps no other from running.
tickers: Registry[Ticker] = Registry("ticker")
