"""Kinds of history entry: what stands in a person's contact history and goes to the CRM."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from hub.registry.base import Registry

if TYPE_CHECKING:
    from hub.contacts.models import HistoryEntry


@dataclass(frozen=True, slots=True)
class Stay:
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Presence:
    """When somebody was there, of the time from `start` to `end`: in order, without overlaps."""

    start: datetime
    end: datetime
    stays: list[Stay]


@dataclass(frozen=True, slots=True)
class HistoryKind:
    """One kind of history entry, e.g. `conversation`.

    `payload(entry)` is JSON-able data, complete, as it is now: this is what a CRM gets.
    `title(entry, lang)` is one line, `text(entry, lang)` the whole as plain text (a transcript).
    `erase(entry)` is called in the erasing transaction and removes what the app itself keeps.
    `presence(entry)`, where being there is what it tells of, is drawn beside the text.
    """

    name: str
    version: int
    title: Callable[["HistoryEntry", str], str]
    text: Callable[["HistoryEntry", str], str]
    payload: Callable[["HistoryEntry"], dict[str, Any]]
    erase: Callable[["HistoryEntry"], None]
    presence: Callable[["HistoryEntry"], Presence | None] | None = None


history_kinds: Registry[HistoryKind] = Registry("history kind")


def register_history(kind: HistoryKind) -> HistoryKind:
    return history_kinds.register(kind.name, kind)
