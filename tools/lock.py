"""`make lock`: requirements*.txt out of requirements*.in, with the hash of every file.

Uses `uv` (from the variable UV or the PATH), or gets it into .venv-lock once.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    uv = os.environ.get("UV") or shutil.which("uv") or _own_uv()
    for name in ("requirements", "requirements-dev"):
        code = subprocess.call(
            [
                *(uv, "pip", "compile", f"{name}.in", "--output-file", f"{name}.txt"),
                *("--generate-hashes", "--universal", "--python-version", "3.11"),
                # No header and no index: the file says what, not where one machine got it from.
                *("--no-header", "--no-annotate", "--no-emit-index-url", "--quiet", *sys.argv[1:]),
            ],
            cwd=ROOT,
        )
        if code != 0:
            return code
        print(f"{name}.txt is locked")
    return 0


def _own_uv() -> str:
    folder = ROOT / ".venv-lock"
    if not (folder / "bin" / "uv").exists():
        subprocess.check_call([sys.executable, "-m", "venv", str(folder)])
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "uv"]
        subprocess.check_call(pip)
    return str(folder / "bin" / "uv")


if __name__ == "__main__":
    sys.exit(main())
