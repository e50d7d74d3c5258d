"""`python3 tools/venv.py requirements.txt`: the virtual environment, installed when it must be.

All is locked with hashes, so a stamp with the file's hash tells whether there is anything to do.
Runs with whatever `python3` the machine has: its syntax is old on purpose, to say clearly when that
one is too old.
"""

import ctypes
import fcntl
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from typing import Dict, List

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
STAMP = os.path.join(VENV, ".installed.json")
NEEDED = (3, 11)


def main(wanted: str) -> int:
    if sys.version_info < NEEDED:
        return fail(
            "%s is Python %d.%d; the hub needs %d.%d or newer.\n"
            "Install it and say where: make PYTHON=python3.11 …"
            % (sys.executable or "python3", *sys.version_info[:2], *NEEDED)
        )
    os.chdir(ROOT)
    end_with_make()
    with open(".venv.lock", "w") as lock:  # two at a time would step on each other's toes
        fcntl.flock(lock, fcntl.LOCK_EX)
        return install(wanted)


def install(wanted: str) -> int:
    with open(wanted, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    if works() and stamps().get(wanted) == digest:
        return 0
    if not works():
        print("Making the virtual environment (.venv)", flush=True)
        shutil.rmtree(VENV, ignore_errors=True)
        if run([sys.executable, "-m", "venv", VENV]) != 0:
            shutil.rmtree(VENV, ignore_errors=True)
            return fail(
                "The virtual environment couldn't be made. On Debian and Ubuntu: "
                "apt install python3-venv"
            )
    print("Installing what %s names (once; some minutes on a slow line)" % wanted, flush=True)
    # --no-deps: the file names everything, with hashes.
    pip = [PYTHON, "-m", "pip", "install", "--require-hashes", "--no-deps", "-r", wanted]
    if run([*pip, "--disable-pip-version-check", "--no-input"]) != 0:
        return fail("Installing failed. The lines above say why; the next try goes on from there.")
    known = {wanted: digest}
    if wanted == "requirements-dev.txt":  # it holds all of the other one
        with open("requirements.txt", "rb") as file:
            known["requirements.txt"] = hashlib.sha256(file.read()).hexdigest()
    with open(STAMP, "w") as file:
        json.dump(known, file)
    return 0


def works() -> bool:
    """Whether the environment's Python starts (the one it was made from may be gone)."""
    probe = "import sys; sys.exit(sys.version_info < %r)" % (NEEDED,)
    return os.path.exists(PYTHON) and run([PYTHON, "-c", probe]) == 0


def stamps() -> Dict[str, str]:
    try:
        with open(STAMP) as file:
            return dict(json.load(file))
    except (OSError, ValueError):
        return {}


def run(argv: List[str]) -> int:
    try:
        return subprocess.Popen(argv, preexec_fn=end_with_make).wait()
    except KeyboardInterrupt:
        return 130


def end_with_make() -> None:
    """Ask the kernel to end this process with its parent (PR_SET_PDEATHSIG; Linux alone has it).

    `hub.runtime.processes` can do it better, but needs what is only about to be installed.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, int(signal.SIGKILL), 0, 0, 0)


def fail(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
