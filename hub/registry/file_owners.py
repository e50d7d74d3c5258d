"""What a file can belong to, and who may then give it and see it: `conversation`, later `room`."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from hub.registry.base import Registry
from hub.registry.streams import Principal

#: (who, the owner's id) → whether. Unknown ids are simply False: nobody learns what exists.
May = Callable[[Principal, UUID], bool]


@dataclass(frozen=True, slots=True)
class FileOwner:
    """A kind of owner; its name is the form field that names the owner in an upload."""

    name: str
    may_upload: May
    may_read: May


file_owners: Registry[FileOwner] = Registry("file owner")


def register_file_owner(owner: FileOwner) -> FileOwner:
    return file_owners.register(owner.name, owner)
