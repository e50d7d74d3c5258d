"""Taking a file in: looked at, scanned, pictures written anew, and only then kept."""

import shutil
import tempfile
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from hub.errors import NotFound, TooLarge
from hub.files import kinds, links, names, pictures, scan, storage
from hub.files.errors import TooManyFiles
from hub.files.models import StoredFile
from hub.registry.file_owners import file_owners
from hub.registry.streams import Principal

#: Files of one owner.
MAX_FILES: Final = 200


def store(*, who: Principal, owner_kind: str, owner: UUID, upload: UploadedFile) -> StoredFile:
    """Keep an uploaded file. It is not part of its owner before `attach`.

    Raises `NotFound` when the owner is not there for `who`, `TooLarge`, `TooManyFiles`, and what
    `hub.files.errors` has for files that are not what they should be.
    """
    found = file_owners.get(owner_kind)
    if found is None or not found.may_upload(who, owner):
        raise NotFound
    if (upload.size or 0) > settings.UPLOAD_MAX_BYTES:
        raise TooLarge(limit=settings.UPLOAD_MAX_BYTES)
    here = StoredFile.objects.filter(owner_kind=owner_kind, owner=owner, erased_at__isnull=True)
    if here.count() >= MAX_FILES:
        raise TooManyFiles
    name = names.clean(upload.name or "")
    with tempfile.TemporaryDirectory(prefix="upload-") as folder:
        raw = Path(folder, "raw")
        _write(upload, raw)
        kind = kinds.find(raw, name)
        scan.scan(raw)
        file = StoredFile(
            owner_kind=owner_kind,
            owner=owner,
            uploader_kind=who.kind,
            uploader=who.id,
            name=name,
            content_type=kind.content_type,
        )
        if kind.picture:
            raw = _picture(file, raw, Path(folder))
        file.size = raw.stat().st_size
        _keep(file, raw, Path(folder, "preview"))
    return file


@transaction.atomic
def attach(*, who: Principal, file: UUID, owner_kind: str, owner: UUID) -> StoredFile:
    """Make a file part of what it was uploaded for. Safe to call twice.

    Raises `NotFound` for somebody else's file, or one for another owner.
    """
    row = StoredFile.objects.filter(
        pk=file,
        owner_kind=owner_kind,
        owner=owner,
        uploader_kind=who.kind,
        uploader=who.id,
        erased_at__isnull=True,
    )
    row.filter(attached_at__isnull=True).update(attached_at=timezone.now())
    found = row.first()
    if found is None:
        raise NotFound
    return found


def signed_url(file: StoredFile, seconds: int = 3600) -> str:
    """A link to the file on the files origin that works for `seconds`."""
    return links.url(file.id, file.name, seconds=seconds)


def preview_url(file: StoredFile, seconds: int = 3600) -> str | None:
    """A link to a small picture of it (WebP, at most 640 px), if it is a picture."""
    if not file.has_preview:
        return None
    return links.url(file.id, file.name, variant="preview", seconds=seconds)


def _write(upload: UploadedFile, target: Path) -> None:
    with target.open("wb") as out:
        upload.seek(0)
        shutil.copyfileobj(upload, out)


def _picture(file: StoredFile, raw: Path, folder: Path) -> Path:
    target = folder / "written"
    picture = pictures.reencode(raw, target, folder / "preview")
    written = kinds.KINDS[picture.kind]
    if names.extension(file.name) not in written.extensions:  # a GIF becomes a PNG
        file.name = names.with_extension(file.name, picture.kind)
    file.content_type = written.content_type
    file.width, file.height, file.has_preview = picture.width, picture.height, True
    return target


def _keep(file: StoredFile, raw: Path, preview: Path) -> None:
    """Bytes first: a row without bytes would be a broken link, bytes without a row are swept."""
    storage.put(file.key, raw)
    try:
        if file.has_preview:
            storage.put(file.preview_key, preview)
        file.save(force_insert=True)
    except BaseException:
        storage.remove(file.key, file.preview_key)
        raise
