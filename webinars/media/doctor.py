"""For `manage.py doctor`: whether a media process runs, and whether browsers can reach it."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from uuid import UUID

import redis
from django.conf import settings

from hub.env import SettingError
from hub.runtime.doctor.finding import Finding, fail, ok, warn
from webinars.media import addresses as known
from webinars.media.control import NODES, node_key
from webinars.media.udp import RECEIVE_BUFFER, SEND_BUFFER

_ABOUT: Final = "media"


def process() -> Iterator[Finding]:
    with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2.0) as store:
        ids: list[bytes] = list(store.smembers(NODES))
        alive = sum(bool(store.exists(node_key(UUID(raw.decode())))) for raw in ids)
    if alive:
        yield ok(_ABOUT, f"{alive} media process(es) run")
    else:
        yield warn(
            _ABOUT,
            "no media process runs: rooms have neither sound nor picture",
            "Start `python -m webinars.media` (the Procfile's `media`).",
        )


def addresses() -> Iterator[Finding]:
    try:
        bound = known.to_bind(settings.MEDIA_BIND)
        told = known.to_advertise(
            settings.MEDIA_ADVERTISE,
            port=settings.MEDIA_PORT,
            bound=bound,
            local_origin=settings.PUBLIC_IS_LOCAL,
        )
    except SettingError as wrong:
        yield fail(_ABOUT, str(wrong), "See .env.example.")
        return
    if not told:
        yield fail(
            _ABOUT,
            "there is no address to tell browsers",
            "Set MEDIA_ADVERTISE to the address at which browsers reach this machine.",
        )
        return
    if not settings.PUBLIC_IS_LOCAL and not any(one.ip.is_global for one in told):
        listed = ", ".join(str(one.ip) for one in told)
        yield warn(
            _ABOUT,
            f"browsers are told {listed}, which the internet does not reach",
            "Set MEDIA_ADVERTISE, and let UDP through to MEDIA_PORT "
            f"({settings.MEDIA_PORT}). Where everybody is in your network, all is well.",
        )
        return
    yield ok(_ABOUT, ", ".join(f"{one.ip} port {one.port}" for one in told))


def buffers() -> Iterator[Finding]:
    if sys.platform != "linux":
        return
    small = [
        f"net.core.{name}={wanted}"
        for name, wanted in (("rmem_max", RECEIVE_BUFFER), ("wmem_max", SEND_BUFFER))
        if int((Path("/proc/sys/net/core") / name).read_text()) < wanted
    ]
    if small:
        yield warn(
            _ABOUT,
            "the kernel keeps UDP buffers small: with hundreds of viewers, bursts are lost",
            "Once, as root (a media process with CAP_NET_ADMIN needs it not): sysctl -w "
            + " ".join(small),
        )
    else:
        yield ok(_ABOUT, "UDP buffers are large enough")
