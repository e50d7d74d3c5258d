"""What else has to be removed when a person is erased, beside what history kinds keep."""

from collections.abc import Callable, Sequence
from uuid import UUID

from hub.registry.base import Registry

#: Called in the erasing transaction with the contact's id (None for an identity that has none),
#: its identities' ids and its history entries' ids.
Eraser = Callable[[UUID | None, Sequence[UUID], Sequence[UUID]], None]

erasers: Registry[Eraser] = Registry("eraser")
