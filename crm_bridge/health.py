"""How a connection as a whole is doing: slowed down, down, mended."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection as database
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from crm_bridge import limits
from crm_bridge.errors import BridgeError
from crm_bridge.models import Connection, Delivery

_LIMITED = """
UPDATE crm_bridge_connection SET limited = true, last_words = %(words)s,
    next_at = GREATEST(next_at, clock_timestamp() + %(after)s)
WHERE id = %(connection)s
"""

_FAILED = """
UPDATE crm_bridge_connection SET
    failures = failures + 1,
    failing_since = COALESCE(failing_since, clock_timestamp()),
    last_words = %(words)s,
    limited = false,
    next_at = CASE WHEN failures + 1 >= %(down_after)s
        THEN clock_timestamp() + make_interval(secs => LEAST(%(longest)s,
            %(first)s * power(2, LEAST(failures + 1 - %(down_after)s, 10))))
        ELSE next_at END
WHERE id = %(connection)s
"""


def limited(connection: Connection, error: BridgeError, after: float) -> None:
    """The other side asked for a pause: nobody calls it before, over all workers."""
    _execute(_LIMITED, connection, words=error.words[:300], after=timedelta(seconds=after))


def failed(connection: Connection, error: BridgeError) -> None:
    """It was not reached, or answered with 5xx. From the third time on it is only probed."""
    first, longest = limits.PROBE
    _execute(
        _FAILED,
        connection,
        words=error.words[:300],
        down_after=limits.DOWN_AFTER,
        first=first,
        longest=longest,
    )


def answered(connection: Connection, elapsed_ms: int) -> None:
    """It took something, or refused it understandably: it is there. Frees what waited for that.

    A pause that it asked for goes on: what it answers now was under way before.
    """
    with transaction.atomic():
        held = Connection.objects.select_for_update().get(pk=connection.pk)
        this = Connection.objects.filter(pk=connection.pk)
        mended = this.filter(failing_since__lte=Now() - limits.MENDED_AFTER).exists()
        this.filter(~Q(limited=True, next_at__gt=Now())).update(limited=False, next_at=None)
        this.update(
            failures=0,
            failing_since=None,
            last_words="",
            last_ok_at=Now(),
            last_answer_ms=elapsed_ms,
        )
        if held.failing_since is not None:
            _free_unreached(connection, held.failing_since, mended)


def _free_unreached(connection: Connection, since: datetime, mended: bool) -> None:
    """What was not reached since then need not wait; what is in the tray for it gets one try."""
    unreached = Q(failed_at__gte=since) & (Q(status_code__gte=500) | Q(status_code=0))
    waiting = connection.deliveries.filter(unreached, state=Delivery.State.WAITING)
    waiting.update(next_at=Now())
    if mended:
        free(connection.deliveries.filter(unreached), attempts=limits.TRIES - 1)


def free(deliveries: "QuerySet[Delivery]", *, attempts: int = 0) -> int:
    """Let deliveries out of the tray, due now, as if they had failed so often. How many it were."""
    return deliveries.filter(state=Delivery.State.TRAY).update(
        state=Delivery.State.WAITING, attempts=attempts, next_at=Now(), since=Now()
    )


def probe(connection: Connection) -> None:
    """While a connection is down, let out one of the tray at a time, so that mending is noticed."""
    if connection.failures == 0:
        return
    waiting = connection.deliveries.filter(state=Delivery.State.WAITING)
    if waiting.exists():
        return
    oldest = connection.deliveries.filter(state=Delivery.State.TRAY).order_by("failed_at").first()
    if oldest is not None:
        free(connection.deliveries.filter(pk=oldest.pk), attempts=limits.TRIES - 1)


def _execute(statement: str, connection: Connection, **values: Any) -> None:
    with database.cursor() as cursor:
        cursor.execute(statement, {**values, "connection": connection.id})
