"""The ORM from asynchronous code."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from asgiref.sync import sync_to_async
from django.db import close_old_connections, connection

P = ParamSpec("P")
T = TypeVar("T")


async def in_database(call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a function that uses the ORM in Django's thread, and give its connection back after.

    Not within a transaction: there Channels' own `database_sync_to_async` would close the
    connection of the caller, who may be synchronous code that waits for us.
    """

    def run() -> T:
        try:
            return call(*args, **kwargs)
        finally:
            if not connection.in_atomic_block:
                close_old_connections()

    return await sync_to_async(run)()
