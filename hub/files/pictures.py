"""Pictures are never passed on as they came: decoded and written anew, in a process of its own."""

import subprocess
import sys
import threading
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from hub.errors import Unavailable
from hub.files.errors import Broken, TooManyPixels

#: 50 megapixels: what phones take, and 200 MB while it is decoded.
MAX_PIXELS: Final = 50_000_000
#: Seconds for one, and how many at a time in one process of ours.
TIME: Final = 30
_SCRIPT: Final = Path(__file__).with_name("reencode.py")
_turns = threading.BoundedSemaphore(2)


class Picture(NamedTuple):
    """`kind` is the name of a kind in `hub.files.kinds`."""

    kind: str
    width: int
    height: int


class _Answer(msgspec.Struct):
    error: str = ""
    format: str = ""
    width: int = 0
    height: int = 0


def reencode(source: Path, target: Path, preview: Path) -> Picture:
    """Write `source` anew to `target`, and small to `preview` (WebP).

    Raises `Broken`, `TooManyPixels`; `Unavailable` when too many wait already.
    """
    if not _turns.acquire(timeout=TIME):
        raise Unavailable
    try:
        done = subprocess.run(  # noqa: S603  (our own script, our own paths, no shell)
            [sys.executable, "-I", _SCRIPT, source, target, preview, str(MAX_PIXELS)],
            capture_output=True,
            timeout=TIME,
            env={"LANG": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            check=False,
        )
        answer = msgspec.json.decode(done.stdout, type=_Answer)
    except (subprocess.TimeoutExpired, msgspec.DecodeError):
        raise Broken from None  # it hung, or was ended by its limits
    finally:
        _turns.release()
    if answer.error:
        raise TooManyPixels if answer.error == "pixels" else Broken
    return Picture(answer.format, answer.width, answer.height)
