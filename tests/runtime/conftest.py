"""Fixtures for the runtime's tests."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A short temporary folder that the database's account may enter, too.

    Not `tmp_path`: each pytest that starts, also one beside us, closes its parents to others.
    """
    folder = Path(tempfile.mkdtemp(prefix="hub-try-", dir="/tmp"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
