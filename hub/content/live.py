"""Price, stock and delivery time, from the ERP at the moment they are shown.

Kept for 30 s; the ERP gets 1.5 s to answer; while it is down the last known value is given with
its own time (`stale`), and after 24 hours no figure at all (`limit_passed`). After a failure it is
left alone for 10 s, so that a page does not wait 1.5 s for each visitor.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta

import msgspec
from asgiref.sync import async_to_sync
from django.conf import settings
from django.utils import timezone
from redis import RedisError
from redis import asyncio as redis

from hub.content.models import LastKnown, ProductPage
from hub.content.sources import erp
from hub.content.types import LiveFact
from hub.threads import in_database

KEPT_SECONDS = 30
QUIET_SECONDS = 10
LIMIT = timedelta(hours=24)
MOST = 50

_DOWN = "hub:live:down"
_decode = msgspec.json.Decoder(LiveFact).decode


async def live_facts(skus: Iterable[str]) -> dict[str, LiveFact | None]:
    """What the ERP says about each article; None where neither it nor we ever knew one.

    Never raises for what the ERP does. Only published products are asked for. At most 50 articles
    a call, the rest is None.
    """
    wanted = list(dict.fromkeys(skus))
    asked = [sku for sku in wanted if erp.is_sku(sku)][:MOST]
    found: dict[str, LiveFact | None] = dict.fromkeys(wanted)
    if not asked:
        return found
    async with _redis() as store:
        kept, quiet = await _kept(store, asked)
        found.update(kept)
        missing = [sku for sku in asked if sku not in kept]
        if missing:
            missing = await in_database(_published, missing)
        if missing:
            found.update(await _fresh(store, missing, quiet))
    return found


def live_facts_sync(skus: Iterable[str]) -> dict[str, LiveFact | None]:
    """See `live_facts`."""
    return async_to_sync(live_facts)(list(skus))


async def _fresh(
    store: "redis.Redis", skus: Sequence[str], quiet: bool
) -> dict[str, LiveFact | None]:
    """From the ERP; from what we know last where it gives nothing."""
    facts: dict[str, LiveFact | None] = {}
    complete = False
    if not quiet:
        try:
            answer = await erp.ask(skus)
        except erp.ErpDown:
            await _remember_down(store)
        else:
            complete = answer.complete
            facts = {sku: _live(fact) for sku, fact in answer.facts.items()}
            await in_database(_note, list(answer.facts.values()))
            await _keep(store, [fact for fact in facts.values() if fact])
    left = [sku for sku in skus if sku not in facts]
    if left and complete:
        await in_database(_forget, left)  # the ERP answered well and does not know them (any more)
    elif left:
        facts.update(await in_database(_last_known, left))
    return facts


def _live(fact: erp.ErpFact | LastKnown, *, stale: bool = False) -> LiveFact:
    old = timezone.now() - fact.as_of > LIMIT
    return LiveFact(
        sku=fact.sku,
        price=None if old else fact.price,
        currency=fact.currency,
        stock=None if old else fact.stock,
        location="" if old else fact.location,
        delivery_days=None if old else fact.delivery_days,
        as_of=fact.as_of,
        stale=stale or old,
        limit_passed=old,
    )


# --- Redis: a short memory that may be lost -------------------------------------------------------


def _redis() -> "redis.Redis":
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.5)


async def _kept(
    store: "redis.Redis", skus: Sequence[str]
) -> tuple[dict[str, LiveFact | None], bool]:
    """What is younger than 30 s, and whether the ERP failed within the last 10 s."""
    try:
        down, *values = await store.mget([_DOWN, *(f"hub:live:{sku}" for sku in skus)])
    except (RedisError, OSError):
        return {}, False
    kept: dict[str, LiveFact | None] = {}
    for sku, value in zip(skus, values, strict=True):
        if value is not None:
            try:
                kept[sku] = _decode(value)
            except msgspec.MsgspecError:
                continue
    return kept, down is not None


async def _keep(store: "redis.Redis", facts: Sequence[LiveFact]) -> None:
    try:
        async with store.pipeline(transaction=False) as pipe:
            for fact in facts:
                pipe.set(f"hub:live:{fact.sku}", msgspec.json.encode(fact), ex=KEPT_SECONDS)
            pipe.delete(_DOWN)
            await pipe.execute()
    except (RedisError, OSError):
        return


async def _remember_down(store: "redis.Redis") -> None:
    try:
        await store.set(_DOWN, b"1", ex=QUIET_SECONDS)
    except (RedisError, OSError):
        return


# --- PostgreSQL: what was said last ---------------------------------------------------------------


def _published(skus: list[str]) -> list[str]:
    known = set(ProductPage.objects.live().filter(sku__in=skus).values_list("sku", flat=True))
    return [sku for sku in skus if sku in known]


def _note(facts: list[erp.ErpFact]) -> None:
    fields = ["price", "currency", "stock", "location", "delivery_days", "as_of"]
    LastKnown.objects.bulk_create(
        [LastKnown(sku=f.sku, **{name: getattr(f, name) for name in fields}) for f in facts],
        update_conflicts=True,
        unique_fields=["sku"],
        update_fields=fields,
    )


def _forget(skus: list[str]) -> None:
    LastKnown.objects.filter(sku__in=skus).delete()


def _last_known(skus: list[str]) -> dict[str, LiveFact | None]:
    return {row.sku: _live(row, stale=True) for row in LastKnown.objects.filter(sku__in=skus)}
