"""Django's ORM for asynchronous code: in a thread, whose connection goes back afterwards."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from asgiref.sync import sync_to_async
from django.db import close_old_connections, connection

P = ParamSpec("P")
T = TypeVar("T")


async def in_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """For the event loop: in a thread of its own, beside any number of others."""

    def run() -> T:
        try:
            return work(*args, **kwargs)
        finally:
            close_old_connections()

    return await sync_to_async(run, thread_sensitive=False)()


async def in_database(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """For what synchronous code may wait for: in Django's thread, so that it sees the caller's
    transaction, whose connection is kept (Channels' `database_sync_to_async` would close it)."""

    def run() -> T:
        try:
            return work(*args, **kwargs)
        finally:
            if not connection.in_atomic_block:
                close_old_connections()

    return await sync_to_async(run)()
