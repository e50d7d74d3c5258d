"""PostgreSQL and Valkey for one test process: real ones, its own, gone afterwards.

Several runs side by side don't see each other. What is set in the environment already is used as
it is. A run that was killed leaves a folder behind (its servers die with it); the next one sweeps.
"""

import atexit
import fcntl
import os
import secrets
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from hub.runtime import bundled

#: What was started here, for tests that kill and restart it. None where it was given.
POSTGRES: bundled.Postgres | None = None
VALKEY: bundled.Valkey | None = None

_PREFIX = "hub-test-"
_TEMP = Path("/tmp")  # short: a socket's path may have 107 bytes


def provide() -> bundled.Postgres | None:
    """Set the environment that the tests' settings read, and start what is missing for it.

    Gives the PostgreSQL that it started, None if one was given.
    """
    global POSTGRES, VALKEY
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=_TEMP))
    folder.chmod(0o711)  # as root, the database runs as somebody else and must get in
    _hold(folder)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    data = folder / "data"
    data.mkdir(mode=0o700)
    os.environ["ENV_FILE"] = ""  # a developer's own .env is not what is tested
    os.environ["DATA_DIR"] = str(data)
    os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(48))
    run = folder / "run"
    run.mkdir(mode=0o711)
    log = (folder / "engines.log").open("wb")
    if not os.environ.get("DATABASE_URL"):
        POSTGRES = bundled.Postgres(folder / "postgres", run, durable=False)
        os.environ["DATABASE_URL"] = POSTGRES.start(output=log)
        atexit.register(POSTGRES.stop)
    if not os.environ.get("REDIS_URL"):
        VALKEY = bundled.Valkey(run)
        os.environ["REDIS_URL"] = VALKEY.start(output=log)
        atexit.register(VALKEY.stop)
    return POSTGRES


def _hold(folder: Path) -> bool:
    """Lock the folder for as long as this process lives; False if somebody else has it."""
    handle = os.open(folder / "lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return False
    return True


def _sweep() -> None:
    for folder in _TEMP.glob(f"{_PREFIX}*"):
        with suppress(OSError):  # another account's, or being removed by another run
            if (folder / "lock").exists() and _hold(folder):
                shutil.rmtree(folder, ignore_errors=True)
