"""Celery beat, once per installation.

Whoever holds the advisory lock sends; the others wait for it, so that a host may fail. Two that
send at the same time for a moment do no harm: a task is only a wake-up for rows that are due.
"""

import os
import threading
import time
from typing import Final, NoReturn

import psycopg
import structlog

from hub.celery import app
from hub.database import conninfo

log = structlog.get_logger(__name__)

KEY: Final = 0x636C6F636B  # "clock"; the key of an advisory lock is any 64-bit number
_RETRY: Final = 2.0  # seconds between two looks at whether the other one has gone
_WATCH: Final = 5.0  # seconds between two looks at whether the lock is still ours


def run() -> None:
    """Wait for the lock, then send until a signal. Ends the process if the lock is lost."""
    connection = _locked()
    log.info("clock_runs", entries=len(app.conf.beat_schedule or {}))
    threading.Thread(target=_watch, args=[connection], daemon=True).start()
    app.Beat(scheduler_cls="celery.beat:Scheduler", quiet=True).run()


def _locked() -> psycopg.Connection[tuple[object, ...]]:
    waiting = False
    while True:
        connection = psycopg.connect(
            conninfo(), autocommit=True, keepalives_idle=10, keepalives_interval=5
        )
        row = connection.execute("SELECT pg_try_advisory_lock(%s)", [KEY]).fetchone()
        if row is not None and row[0]:
            return connection
        connection.close()
        if not waiting:
            log.info("clock_waits", reason="another clock holds the lock")
            waiting = True
        time.sleep(_RETRY)


def _watch(connection: psycopg.Connection[tuple[object, ...]]) -> NoReturn:
    while True:
        time.sleep(_WATCH)
        try:
            connection.execute("SELECT 1")
        except psycopg.Error:
            # With the connection the lock is gone; whoever watches this process starts it again.
            log.warning("clock_lost_its_lock")
            os._exit(1)
