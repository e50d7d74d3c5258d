import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from hub.errors import Unavailable
from hub.files.errors import Infected
from tests.hub.files.conftest import PDF, Store

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class FakeClamd:
    """Speaks clamd's INSTREAM over a socket: finds EICAR, and nothing else."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "clamd.ctl"
        self.server = socket.socket(socket.AF_UNIX)
        self.server.bind(str(self.path))
        self.server.listen()
        self.answer: bytes | None = None
        self.seen = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self.server.accept()
            except OSError:
                return
            with line, line.makefile("rb") as read:
                assert read.read(10) == b"zINSTREAM\0"
                content = b""
                while length := struct.unpack("!L", read.read(4))[0]:
                    content += read.read(length)
                self.seen += 1
                found = b"stream: Eicar-Signature FOUND\0" if EICAR in content else b"stream: OK\0"
                line.sendall(found if self.answer is None else self.answer)


@pytest.fixture
def clamd(settings: Settings, tmp_path: Path) -> Iterator[FakeClamd]:
    fake = FakeClamd(tmp_path)
    settings.CLAMD_URL = f"unix://{fake.path}"
    yield fake
    fake.server.close()


def test_a_clean_file_passes_the_scanner(clamd: FakeClamd, store: Store) -> None:
    assert store("a.pdf", PDF + b"\n" * 200_000).id
    assert clamd.seen == 1


def test_an_infected_file_is_refused(clamd: FakeClamd, store: Store) -> None:
    with pytest.raises(Infected):
        store("a.pdf", PDF + EICAR)


@pytest.mark.parametrize(
    "answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"nonsense\0", b"x" * 9000]
)
def test_without_a_verdict_nothing_passes(clamd: FakeClamd, store: Store, answer: bytes) -> None:
    clamd.answer = answer
    with pytest.raises(Unavailable):
        store("a.pdf", PDF)


def test_a_scanner_that_is_away_stops_uploads(settings: Settings, store: Store) -> None:
    settings.CLAMD_URL = "tcp://127.0.0.1:9"
    with pytest.raises(Unavailable):
        store("a.pdf", PDF)
