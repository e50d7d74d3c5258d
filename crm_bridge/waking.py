"""Telling the workers that something may be due, at most twice a second a process.

A waker is called where nobody may wait: it sets a flag, and a thread of its own sends the wake-up.
Losing one costs a sweep.
"""

import os
import threading
from collections.abc import Iterable
from uuid import UUID

from hub.wake import wake

#: Seconds between two wake-ups of a process.
PAUSE = 0.5

_flag = threading.Event()
_owner = 0
_lock = threading.Lock()


def something_changed(ids: Iterable[UUID] = ()) -> None:
    """The waker, for logs and for the history. Returns at once."""
    global _owner
    _flag.set()
    if _owner != os.getpid():  # first use, or a forked process without its parent's thread
        with _lock:
            if _owner != os.getpid():
                _owner = os.getpid()
                threading.Thread(target=_send, name="bridge wake-ups", daemon=True).start()


def _send() -> None:
    from crm_bridge.tasks import deliver_due

    pause = threading.Event()
    while True:
        _flag.wait()
        _flag.clear()
        wake(deliver_due)
        pause.wait(PAUSE)
