"""Reading files."""

from uuid import UUID

from hub.errors import NotFound
from hub.files.models import StoredFile
from hub.registry.file_owners import file_owners
from hub.registry.streams import Principal


def file_for(who: Principal, file: UUID) -> StoredFile:
    """A file that `who` may see. Raises `NotFound`, whether it is not theirs or not there."""
    found = StoredFile.objects.filter(pk=file, erased_at__isnull=True).first()
    if found is None:
        raise NotFound
    owner = file_owners.get(found.owner_kind)
    own = (found.uploader_kind, found.uploader) == (who.kind, who.id)
    if owner is None or not (own or found.attached_at) or not owner.may_read(who, found.owner):
        raise NotFound
    return found
