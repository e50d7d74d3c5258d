"""Cards (entries with something to press) and what pressing does."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import msgspec

from hub.registry.base import Registry


@dataclass(frozen=True, slots=True)
class CardAction:
    """What a participant can do with a card, e.g. `form.submit`.

    `handle(actor, log_id, seq, action_id, data)` calls a service that is safe to run twice with
    the same `action_id`, and returns what the client needs to know.
    """

    name: str
    card: str
    data: type[msgspec.Struct]
    handle: Callable[..., Awaitable[Any]]


card_actions: Registry[CardAction] = Registry("card action")


def register_card_action(action: CardAction) -> CardAction:
    return card_actions.register(action.name, action)
