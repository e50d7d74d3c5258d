"""Kinds of history entry: what stands in a person's contact history and goes to the CRM."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hub.registry.base import Registry

if TYPE_CHECKING:
    from hub.contacts.models import HistoryEntry


@dataclass(frozen=True, slots=True)
class HistoryKind:
    """One kind of history entry, e.g. `conversation`.

    `payload(entry)` is JSON-able data, complete, as it is now: this is what a CRM gets.
    `title(entry, lang)` is one line, `text(entry, lang)` the whole as plain text (a transcript).
    `erase(entry)` is called in the erasing transaction and removes what the app itself keeps.
    """

    name: str
    version: int
    title: Callable[["HistoryEntry", str], str]
    text: Callable[["HistoryEntry", str], str]
    payload: Callable[["HistoryEntry"], dict[str, Any]]
    erase: Callable[["HistoryEntry"], None]


history_kinds: Registry[HistoryKind] = Registry("history kind")


def register_history(kind: HistoryKind) -> HistoryKind:
    return history_kinds.register(kind.name, kind)
