"""What the front doors are made of: HTTP routes for each origin, API routers, sockets' frames."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from django.urls import URLPattern, URLResolver

from hub.registry.base import Registry

if TYPE_CHECKING:
    from ninja import Router

Origin = Literal["staff", "public", "files"]


@dataclass(frozen=True, slots=True)
class Urls:
    """URL patterns of one origin. Lower `order` is tried first; a CMS that takes all is last."""

    origin: Origin
    patterns: Callable[[], list[URLPattern | URLResolver]]
    order: int = 0


@dataclass(frozen=True, slots=True)
class Api:
    """A django-ninja router under /api/v1/<prefix>, on the staff or the public origin."""

    origin: Literal["staff", "public"]
    prefix: str
    router: Callable[[], "Router"]


@dataclass(frozen=True, slots=True)
class Frame:
    """A kind of frame that clients may send. The struct's tag is the registered name."""

    name: str
    struct: type[msgspec.Struct]
    endpoints: frozenset[Literal["staff", "visitor"]]
    handle: Callable[[Any, Any], Awaitable[None]]


urls: Registry[Urls] = Registry("urls")
apis: Registry[Api] = Registry("api router")
frames: Registry[Frame] = Registry("frame")
#: Further structs that the generated client types should know (ephemeral events' data).
schemas: Registry[type[msgspec.Struct]] = Registry("schema")
