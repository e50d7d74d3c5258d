"""Removing files: the bytes go, a row without a name stays so that nothing points into the void."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from hub.files import storage
from hub.files.models import StoredFile

#: Uploaded, and never sent.
UNATTACHED_FOR: Final = timedelta(days=1)


def erase(file: StoredFile) -> None:
    """Remove the bytes and the name. Safe to call twice.

    In a transaction, the bytes go after its commit: one that is rolled back loses nothing.
    """
    keys = file.key, file.preview_key
    StoredFile.objects.filter(pk=file.pk).update(
        name="", size=0, width=None, height=None, has_preview=False, erased_at=timezone.now()
    )
    transaction.on_commit(lambda: storage.remove(*keys))


def erase_of_owner(owner_kind: str, owner: UUID) -> int:
    """Remove all files of an owner; gives how many. For an app's own erasure."""
    files = StoredFile.objects.filter(owner_kind=owner_kind, owner=owner, erased_at__isnull=True)
    found = list(files)
    for file in found:
        erase(file)
    return len(found)


def sweep_unattached(limit: int = 200) -> int:
    """Remove what was uploaded a day ago and never became part of anything; gives how many."""
    with transaction.atomic():
        old = (
            StoredFile.objects.select_for_update(skip_locked=True)
            .filter(
                attached_at__isnull=True,
                erased_at__isnull=True,
                created_at__lt=timezone.now() - UNATTACHED_FOR,
            )
            .order_by("created_at")[:limit]
        )
        found = list(old)
        for file in found:
            erase(file)
    return len(found)
