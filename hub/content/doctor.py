"""For `manage.py doctor`: whether the search process runs, how far behind it is, and the ERP."""

from collections.abc import Iterator

import redis
from django.conf import settings

from hub.content.models import LastKnown
from hub.content.retrieval import loading, wire
from hub.content.sources import erp
from hub.runtime.doctor.finding import Finding, ok, warn


def search_process() -> Iterator[Finding]:
    with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2.0) as store:
        alive = bool(store.exists(wire.ALIVE))
    if not alive:
        yield warn(
            "search process",
            "none runs: pages are found by their words alone",
            "Start `manage.py search` (one is enough; each holds all passages in memory).",
        )
        return
    backlog = loading.backlog()
    if backlog:
        yield warn(
            "search process",
            f"runs; {backlog} texts wait for their vector",
            "It makes some five a second. Until then they are found by their words.",
        )
    else:
        yield ok("search process", "runs; every text has its vector")


def live_figures() -> Iterator[Finding]:
    if not settings.ERP_URL:
        yield warn(
            "live figures",
            "no ERP is set, so that prices read “on request”",
            "Set ERP_URL and ERP_TOKEN, and name its host:port in OUTBOUND_ALLOW.",
        )
        return
    skus = list(LastKnown.objects.values_list("sku", flat=True)[:1]) or ["0"]
    try:
        answer = erp.ask_now(skus)
    except erp.ErpDown as down:
        yield warn(
            "live figures",
            f"the ERP gives none ({down.outcome})",
            "Check ERP_URL, ERP_TOKEN and OUTBOUND_ALLOW. Old figures are shown with their time.",
        )
        return
    if answer.complete:
        yield ok("live figures", f"from {settings.ERP_URL}")
    else:
        yield warn(
            "live figures", "the ERP's answer makes no sense in part", "See docs/content.md."
        )
