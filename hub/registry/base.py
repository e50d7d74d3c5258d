"""One way for a lower floor to let a higher one contribute."""

from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Generic[T]):
    """Named contributions, registered in `AppConfig.ready`, read afterwards.

    Raises `ValueError` when a name is taken by something else: two apps that mean the same name
    are a mistake that should stop the start, not one that wins by order.
    """

    def __init__(self, what: str) -> None:
        self.what = what
        self._items: dict[str, T] = {}

    def register(self, name: str, item: T) -> T:
        if name in self._items and self._items[name] is not item:
            raise ValueError(f"{self.what} {name!r} is registered twice")
        self._items[name] = item
        return item

    def get(self, name: str) -> T | None:
        return self._items.get(name)

    def __getitem__(self, name: str) -> T:
        return self._items[name]

    def __contains__(self, name: object) -> bool:
        return name in self._items

    def __iter__(self) -> Iterator[T]:
        return iter(self._items.values())

    def names(self) -> list[str]:
        return sorted(self._items)

    def discard(self, name: str) -> None:
        """For tests that add a toy contribution and take it away again."""
        self._items.pop(name, None)
