"""Files that only their owner reads."""

import secrets
from pathlib import Path


def write_private(file: Path, text: str) -> None:
    """Write a file that only its owner reads, whole or not at all."""
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(text)
    draft.rename(file)


def kept_secret(file: Path, size: int = 48) -> str:
    """A secret of `size` random bytes, made once and kept in the file."""
    if not file.exists():
        write_private(file, secrets.token_urlsafe(size))
    return file.read_text().strip()
