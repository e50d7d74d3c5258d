"""Where the bytes are: Django's storage named `uploads` (a folder; later S3, by a setting)."""

from pathlib import Path

from django.core.files import File
from django.core.files.storage import Storage, storages


def uploads() -> Storage:
    return storages["uploads"]


def put(key: str, source: Path) -> None:
    with source.open("rb") as file:
        saved = uploads().save(key, File(file))
    if saved != key:  # random ids don't meet
        raise RuntimeError(f"{key} is taken")


def remove(*keys: str) -> None:
    """Away with them; what is gone already is fine."""
    for key in keys:
        uploads().delete(key)
